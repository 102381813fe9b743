package function

import (
	"errors"
	stdstrings "strings"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try and can are those of hcl's ext/tryfunc, but for two things: theirs drop
// the marks of unknown values, and evaluate each argument twice, which makes 2ⁿ
// evaluations of n nested calls.
func attempts() map[string]entry {
	return map[string]entry{
		"can": {fn: can(), marks: careful},
		"try": {fn: try(), marks: careful},
	}
}

func try() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.NilVal, errors.New("at least one argument is required")
			}
			var failures []string
			for _, arg := range args {
				v, diags := customdecode.ExpressionClosureFromVal(arg).Value()
				switch {
				case diags.HasErrors():
					failures = append(failures, diags.Error())
				case !v.IsWhollyKnown():
					// What is not known yet may still fail, and another argument be chosen.
					return cty.DynamicVal.WithMarks(deepMarks(v)), nil
				default:
					return v, nil
				}
			}
			return cty.NilVal, errors.New("at least one expression must succeed: " + stdstrings.Join(failures, "; "))
		},
	})
}

func can() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, diags := customdecode.ExpressionClosureFromVal(args[0]).Value()
			switch {
			case diags.HasErrors():
				return cty.False, nil
			case !v.IsWhollyKnown():
				return cty.UnknownVal(cty.Bool).WithMarks(deepMarks(v)), nil
			default:
				return cty.True, nil
			}
		},
	})
}
