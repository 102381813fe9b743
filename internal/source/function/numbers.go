package function

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func numbers() map[string]entry {
	return map[string]entry{
		"abs":      {fn: stdlib.AbsoluteFunc},
		"ceil":     {fn: stdlib.CeilFunc},
		"floor":    {fn: stdlib.FloorFunc},
		"log":      {fn: stdlib.LogFunc},
		"max":      {fn: stdlib.MaxFunc},
		"min":      {fn: stdlib.MinFunc},
		"parseint": {fn: stdlib.ParseIntFunc, fits: fitsNumeral},
		"pow":      {fn: stdlib.PowFunc},
		"range":    {fn: stdlib.RangeFunc},
		"signum":   {fn: stdlib.SignumFunc},
		"sum":      {fn: sum()},
	}
}

func sum() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list := args[0]
			if ty := list.Type(); !ty.IsListType() && !ty.IsSetType() && !ty.IsTupleType() {
				return cty.NilVal, function.NewArgErrorf(0, "must be a list, set, or tuple, not %s", ty.FriendlyName())
			}
			if list.LengthInt() == 0 {
				return cty.NilVal, function.NewArgErrorf(0, "must not be empty: an empty list has no sum")
			}
			if !list.IsWhollyKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			total := cty.Zero
			for it := list.ElementIterator(); it.Next(); {
				_, element := it.Element()
				n, err := convert.Convert(element, cty.Number)
				if err != nil || n.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "must have only numbers as elements")
				}
				total = total.Add(n)
			}
			return total, nil
		},
	})
}
