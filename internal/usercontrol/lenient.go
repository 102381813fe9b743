package usercontrol

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// lenient is a path behind a resource or block that a for expression or a splat goes
// through, or that a function gives. It goes through blocks that are not set as the paths
// behind self do: what they lack is null.
type lenient struct {
	hclsyntax.Expression                      // as it is written
	root                 hclsyntax.Expression // what the path is behind
	of                   shape                // of the root
	path                 hcl.Traversal
}

// hclsyntaxRoot is the name at which a traversal begins, as an expression.
func hclsyntaxRoot(e *hclsyntax.ScopeTraversalExpr) hclsyntax.Expression {
	return &hclsyntax.ScopeTraversalExpr{Traversal: e.Traversal[:1], SrcRange: e.SrcRange}
}

// AsTraversal is what the functions that take an argument ask for.
func (l *lenient) AsTraversal() hcl.Traversal {
	if e, ok := l.Expression.(*hclsyntax.ScopeTraversalExpr); ok {
		return e.Traversal
	}
	return nil
}

func (l *lenient) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := l.root.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	of := l.of
	for i, step := range l.path {
		bare, marks := v.Unmark()
		name, isName := stepName(step)
		switch {
		case !bare.IsKnown():
			return cty.DynamicVal.WithMarks(marks), nil
		case bare.IsNull():
			return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks), nil
		case isName && bare.Type().IsObjectType() && bare.Type().HasAttribute(name):
			v = bare.GetAttr(name).WithMarks(marks)
		case isName && bare.Type().IsObjectType(), !isName && of.list && isEmptyTuple(bare):
			return cty.NullVal(cty.DynamicPseudoType).WithMarks(marks), nil
		default:
			return l.path[i:].TraverseRel(v)
		}
		if isName {
			of, _ = of.attr(name)
		} else {
			of = of.element()
		}
	}
	return v, nil
}

func isEmptyTuple(v cty.Value) bool { return v.Type().IsTupleType() && v.LengthInt() == 0 }
