package function

import (
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

func conversions() map[string]entry {
	return map[string]entry{
		"convert":  {fn: convertTo(), marks: careful, fits: fitsConvert},
		"tobool":   {fn: to(cty.Bool), marks: careful},
		"tolist":   {fn: to(cty.List(cty.DynamicPseudoType)), marks: careful, fits: fitsUnified},
		"tomap":    {fn: to(cty.Map(cty.DynamicPseudoType)), marks: careful, fits: fitsUnified},
		"tonumber": {fn: to(cty.Number), marks: careful, fits: fitsDecimal},
		"toset":    {fn: to(cty.Set(cty.DynamicPseudoType)), marks: careful, fits: fitsToSet},
		"tostring": {fn: to(cty.String), marks: careful},
	}
}

// convertTo is the function convert of Terraform 1.15: it converts a value to the type
// constraint that its second argument is.
func convertTo() function.Function {
	one := func(args []cty.Value) (function.Function, []cty.Value) {
		bare, _ := args[1].Unmark()
		return to(typeexpr.TypeConstraintFromVal(bare)), args[:1]
	}
	return function.New(&function.Spec{
		Params: []function.Parameter{
			to(cty.DynamicPseudoType).Params()[0],
			{Name: "type", Type: typeexpr.TypeConstraintType},
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			fn, args := one(args)
			return fn.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			fn, args := one(args)
			return fn.Call(args)
		},
	})
}

// fitsConvert asks for what the conversion to a set takes, which is the most: a
// type may have sets at any depth.
func fitsConvert(b *Budget, args []cty.Value) bool {
	bare, _ := args[1].Unmark()
	of, want := args[0], typeexpr.TypeConstraintFromVal(bare)
	if want.IsPrimitiveType() {
		return want != cty.Number || fitsDecimal(b, args[:1])
	}
	if !of.IsWhollyKnown() && !b.spend(mul(size(b, of), size(b, of)), 0) {
		return false
	}
	return fitsSets(b, []cty.Value{of, of}) && fitsUnified(b, args[:1])
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
