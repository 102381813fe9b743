package function

import (
	"errors"
	"fmt"
	stdstrings "strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// templates evaluate source with the other functions of the table; they cannot
// call one another.
func templates(env Env, others map[string]function.Function) map[string]entry {
	inner := make(map[string]function.Function, len(others)+4)
	for name, fn := range others {
		inner[name] = fn
	}
	for _, name := range []string{"templatefile", "templatestring"} {
		inner[name] = recursion(name)
		inner["core::"+name] = inner[name]
	}
	r := renderer{env: env, functions: inner}
	return map[string]entry{
		"templatefile":   {fn: r.file()},
		"templatestring": {fn: r.str()},
	}
}

func recursion(name string) function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{
			Name: "args", Type: cty.DynamicPseudoType,
			AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
		},
		Type: func([]cty.Value) (cty.Type, error) {
			return cty.NilType, fmt.Errorf("a template cannot call %s", name)
		},
		Impl: func([]cty.Value, cty.Type) (cty.Value, error) {
			return cty.NilVal, fmt.Errorf("a template cannot call %s", name)
		},
	})
}

type renderer struct {
	env       Env
	functions map[string]function.Function
}

func (r renderer) file() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "path", Type: cty.String},
			{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true, AllowDynamicType: true},
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			path := args[0].AsString()
			content, why, ok := read(r.env, path)
			if !ok {
				return cty.DynamicVal.WithMarks(why), nil
			}
			src, err := readable(content)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return r.render("templatefile", src, path, args[1])
		},
	})
}

// str takes its template by reference only, so that nobody writes a template
// into a template.
func (r renderer) str() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "template", Type: customdecode.ExpressionClosureType},
			{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true, AllowDynamicType: true},
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			if !reference(closure.Expression) {
				return cty.NilVal, function.NewArgErrorf(0, "must be a reference to a string from elsewhere, such as local.template")
			}
			value, diags := closure.Value()
			if diags.HasErrors() {
				return cty.NilVal, function.NewArgError(0, diags)
			}
			src, marks := value.Unmark()
			switch {
			case src.IsNull():
				return cty.NilVal, function.NewArgErrorf(0, "must not be null")
			case src.Type() != cty.String && src.Type() != cty.DynamicPseudoType:
				return cty.NilVal, function.NewArgErrorf(0, "must be a string, not %s", src.Type().FriendlyName())
			case !src.IsKnown():
				return cty.UnknownVal(cty.String).WithMarks(marks, deepMarks(args[1])), nil
			}
			result, err := r.render("templatestring", src.AsString(), "template", args[1])
			if err != nil {
				return cty.NilVal, err
			}
			if result, err = convert.Convert(result, cty.String); err != nil {
				return cty.NilVal, fmt.Errorf("rendering the template: %w", err)
			}
			return result.WithMarks(marks), nil
		},
	})
}

func reference(expr hcl.Expression) bool {
	switch expr := expr.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return true
	case *hclsyntax.RelativeTraversalExpr:
		return reference(expr.Source)
	case *hclsyntax.IndexExpr:
		return reference(expr.Collection)
	case hclsyntax.Expression:
		return false
	default: // written in JSON
		return true
	}
}

func (r renderer) render(caller, src, name string, vars cty.Value) (cty.Value, error) {
	bare, marks := vars.Unmark()
	switch {
	case bare.Type() == cty.DynamicPseudoType:
		return cty.DynamicVal.WithMarks(marks), nil
	case !bare.Type().IsMapType() && !bare.Type().IsObjectType():
		return cty.NilVal, function.NewArgErrorf(1, "must be a map or an object, not %s", bare.Type().FriendlyName())
	case !bare.IsKnown():
		return cty.DynamicVal.WithMarks(marks), nil
	}
	// Reading a template takes longer than what it may say is worth.
	if !r.env.Budget.spend(4*int64(len(src)), 0) || r.env.Nesting == nil || r.env.Nesting([]byte(src)) != nil {
		r.env.Budget.refuse(caller)
		return cty.DynamicVal.WithMarks(deepMarks(vars)), nil
	}
	expr, err := parsed(src, name)
	if err != nil {
		return cty.NilVal, err
	}
	variables := map[string]cty.Value{}
	for it := bare.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if !hclsyntax.ValidIdentifier(key.AsString()) {
			return cty.NilVal, function.NewArgErrorf(1, "must name each variable with letters, digits and underscores, unlike %q", key.AsString())
		}
		variables[key.AsString()] = value
	}
	for _, traversal := range expr.Variables() {
		root := traversal.RootName()
		if _, ok := variables[root]; !ok {
			return cty.NilVal, function.NewArgErrorf(1, "must have a value for %q, which the template names at %s", root, traversal.SourceRange())
		}
	}
	evaluate := r.env.Evaluate
	if evaluate == nil {
		evaluate = hcl.Expression.Value
	}
	result, diags := evaluate(expr, &hcl.EvalContext{Variables: variables, Functions: r.functions})
	if diags.HasErrors() {
		return cty.NilVal, fmt.Errorf("rendering the template: %w", diags)
	}
	if result.IsNull() {
		return cty.NilVal, errors.New("rendering the template: its result is null")
	}
	return result.WithMarks(marks), nil
}

// parsed reads a template. One without sequences is its text: HCL's parser takes time by
// the square of its lines.
func parsed(src, name string) (hclsyntax.Expression, error) {
	if !stdstrings.Contains(src, "${") && !stdstrings.Contains(src, "%{") {
		return &hclsyntax.LiteralValueExpr{Val: cty.StringVal(src)}, nil
	}
	expr, diags := hclsyntax.ParseTemplate([]byte(src), name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fmt.Errorf("reading the template: %w", diags)
	}
	return expr, nil
}
