package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// into follows an expression that only leads to another: to the branch of a
// conditional that is taken, to a local, a caller's argument or an output. It
// gives nil where there is no more to follow.
func (o outliner) into(e hcl.Expression) (outliner, hclsyntax.Expression) {
	for o.depth > 0 && o.effort.steps > 0 {
		o.depth--
		o.effort.steps--
		native, ok := e.(hclsyntax.Expression)
		if !ok {
			native = fromJSON(e)
		}
		switch inner := native.(type) {
		case *hclsyntax.ParenthesesExpr:
			e = inner.Expression
		case *hclsyntax.TemplateWrapExpr:
			e = inner.Wrapped
		case *hclsyntax.ObjectConsKeyExpr:
			e = inner.Wrapped // a bare name has a known value
		case *hclsyntax.ConditionalExpr:
			condition, _ := o.module.eval(inner.Condition, o.scope).Unmark()
			condition, err := convert.Convert(condition, cty.Bool)
			if err != nil || !condition.IsKnown() || condition.IsNull() {
				return o, nil
			}
			if e = inner.FalseResult; condition.True() {
				e = inner.TrueResult
			}
		case *hclsyntax.ScopeTraversalExpr:
			if o, e = o.named(inner.Traversal); e == nil {
				return o, nil
			}
		default:
			return o, native
		}
	}
	return o, nil
}

// named finds the expression behind a name, and the scope that it is in.
func (o outliner) named(t hcl.Traversal) (outliner, hcl.Expression) {
	m := o.module
	name, rest := attribute(t, 1)
	switch {
	case name == "":
	case t.RootName() == "local" && len(rest) == 0:
		if l := m.config.Locals[name]; l != nil {
			return outliner{m, scope{}, o.depth, o.effort}, l.Expr
		}
	case t.RootName() == "var" && len(rest) == 0 && m.parent != nil:
		if a := m.caller.Arguments[name]; a != nil {
			return outliner{m.parent, m.scope, o.depth, o.effort}, a.Expr
		}
	case t.RootName() == "module":
		return o.output(name, rest)
	}
	return o, nil
}

// output finds the expression of module.<name>.<output>, or of one instance's.
func (o outliner) output(name string, rest hcl.Traversal) (outliner, hcl.Expression) {
	key := graph.Key{}
	if len(rest) == 2 {
		index, ok := rest[0].(hcl.TraverseIndex)
		switch {
		case !ok:
			return o, nil
		case index.Key.Type() == cty.String:
			key = graph.StringKey(index.Key.AsString())
		default:
			n, _ := index.Key.AsBigFloat().Int64()
			key = graph.IntKey(int(n))
		}
		rest = rest[1:]
	}
	c := o.module.child(name)
	if len(rest) != 1 || c == nil || c.config == nil || c.expansion.unknown || !c.expansion.has(key) {
		return o, nil
	}
	in := o.module.each(c, name, key)
	output, _ := attribute(rest, 0)
	if out := in.config.Outputs[output]; out != nil {
		return outliner{in, scope{}, o.depth, o.effort}, out.Expr
	}
	return o, nil
}
