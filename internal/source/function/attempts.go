package function

import (
	"errors"
	stdstrings "strings"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try and can are those of hcl's ext/tryfunc, but for three things: theirs drop
// the marks of unknown values, evaluate each argument twice, which makes 2ⁿ
// evaluations of n nested calls, and tell by their answer what a secret is.
func attempts(env Env) map[string]entry {
	return map[string]entry{
		"can": {fn: can(env), marks: careful},
		"try": {fn: try(env), marks: careful},
	}
}

// secrets are the marks of secrets on what an expression refers to: whether it can
// be evaluated may depend on them.
func secrets(env Env, closure *customdecode.ExpressionClosure) cty.ValueMarks {
	found := cty.ValueMarks{}
	for _, reference := range closure.Expression.Variables() {
		var whole cty.Value
		for end := len(reference); end > 0; end-- { // what is there of one that leads nowhere
			v, diags := reference[:end].TraverseAbs(closure.EvalContext)
			if !diags.HasErrors() {
				whole = v
				break
			}
		}
		if whole == cty.NilVal {
			continue
		}
		for mark := range deepMarks(whole) {
			if env.Secret(mark) {
				found[mark] = struct{}{}
			}
		}
	}
	return found
}

func try(env Env) function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.NilVal, errors.New("at least one argument is required")
			}
			var failures []string
			failed := cty.ValueMarks{}
			for _, arg := range args {
				closure := customdecode.ExpressionClosureFromVal(arg)
				v, diags := closure.Value()
				switch {
				case diags.HasErrors():
					failures = append(failures, diags.Error())
					failed = cty.NewValueMarks(failed, secrets(env, closure))
				case !v.IsWhollyKnown():
					// What is not known yet may still fail, and another argument be chosen.
					return cty.DynamicVal.WithMarks(deepMarks(v), failed), nil
				default:
					return v.WithMarks(failed), nil
				}
			}
			return cty.NilVal, errors.New("at least one expression must succeed: " + stdstrings.Join(failures, "; "))
		},
	})
}

func can(env Env) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			v, diags := closure.Value()
			switch {
			case diags.HasErrors():
				return cty.False.WithMarks(secrets(env, closure)), nil
			case !v.IsWhollyKnown():
				return cty.UnknownVal(cty.Bool).WithMarks(deepMarks(v)), nil
			default:
				return cty.True.WithMarks(secrets(env, closure)), nil
			}
		},
	})
}
