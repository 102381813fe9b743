package function

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

func conversions() map[string]entry {
	return map[string]entry{
		"tobool":   {fn: to(cty.Bool), marks: careful},
		"tolist":   {fn: to(cty.List(cty.DynamicPseudoType)), marks: careful, fits: fitsUnified},
		"tomap":    {fn: to(cty.Map(cty.DynamicPseudoType)), marks: careful, fits: fitsUnified},
		"tonumber": {fn: to(cty.Number), marks: careful, fits: fitsDecimal},
		"toset":    {fn: to(cty.Set(cty.DynamicPseudoType)), marks: careful, fits: fitsToSet},
		"tostring": {fn: to(cty.String), marks: careful},
	}
}

// to converts, and leaves marks on the elements that have them, where go-cty's
// own conversion functions put all marks on the whole.
func to(want cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{
			Name: "v", Type: cty.DynamicPseudoType,
			AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
		}},
		Type: func(args []cty.Value) (cty.Type, error) {
			given := args[0].Type()
			if !given.Equals(want) && convert.GetConversionUnsafe(given, want) == nil {
				return cty.NilType, function.NewArgErrorf(0, "cannot convert %s to %s", given.FriendlyName(), want.FriendlyNameForConstraint())
			}
			return want, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			converted, err := convert.Convert(args[0], want)
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(0, "cannot convert %s to %s: %v", args[0].Type().FriendlyName(), want.FriendlyNameForConstraint(), err)
			}
			return converted.WithMarks(lost(args[0], converted)), nil
		},
	})
}

// lost is what marks of a value its conversion has not kept anywhere.
func lost(given, converted cty.Value) cty.ValueMarks {
	before, after := deepMarks(given), deepMarks(converted)
	missing := cty.NewValueMarks()
	for mark := range before {
		if _, kept := after[mark]; !kept {
			missing = cty.NewValueMarks(missing, mark)
		}
	}
	return missing
}
