package function

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func marking(env Env) map[string]entry {
	return map[string]entry{
		"ephemeralasnull": {fn: ephemeralAsNull(env.Ephemeral), marks: careful},
		"issensitive":     {fn: isSensitive(env.Sensitive), marks: careful},
		"nonsensitive":    {fn: sameType(func(v cty.Value) cty.Value { return without(v, env.Sensitive) }), marks: careful},
		"sensitive":       {fn: sameType(func(v cty.Value) cty.Value { return v.Mark(env.Sensitive) }), marks: careful},
	}
}

func anything() []function.Parameter {
	return []function.Parameter{permissive(function.Parameter{Name: "value", Type: cty.DynamicPseudoType})}
}

func sameType(impl func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: anything(),
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args[0]), nil },
	})
}

// without takes one mark from the value itself, not from what is in it.
func without(v cty.Value, mark any) cty.Value {
	bare, marks := v.Unmark()
	delete(marks, mark)
	return bare.WithMarks(marks)
}

// isSensitive says nothing of the value, so its answer bears no mark of it, save
// where it is the value that is not known.
func isSensitive(sensitive any) function.Function {
	return function.New(&function.Spec{
		Params: anything(),
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			switch v := args[0]; {
			case v.HasMark(sensitive):
				return cty.True, nil
			case !v.IsKnown():
				return cty.UnknownVal(cty.Bool).WithMarks(deepMarks(v)), nil
			default:
				return cty.False, nil
			}
		},
	})
}

func ephemeralAsNull(ephemeral any) function.Function {
	return sameType(func(v cty.Value) cty.Value {
		cleared, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			if !v.HasMark(ephemeral) {
				return v, nil
			}
			_, marks := v.Unmark()
			delete(marks, ephemeral)
			return cty.NullVal(v.Type()).WithMarks(marks), nil
		})
		if err != nil { // the callback returns none
			return cty.NullVal(v.Type()).WithMarks(deepMarks(v))
		}
		return cleared
	})
}
