package function

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// flatten is go-cty's, but for a marked element whose type is not known: that
// one may turn out to be a list, so the length of the result is not known.
func flatten() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if ty := args[0].Type(); !sequence(ty) {
				return cty.NilType, function.NewArgErrorf(0, "can only flatten lists, sets and tuples, not %s", ty.FriendlyName())
			}
			return cty.DynamicPseudoType, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			flat, marks, known := flattened(args[0], nil, nil)
			if !known {
				return cty.DynamicVal.WithMarks(deepMarks(args...)), nil
			}
			return cty.TupleVal(flat).WithMarks(marks), nil
		},
	})
}

func sequence(ty cty.Type) bool { return ty.IsListType() || ty.IsSetType() || ty.IsTupleType() }

// flattened appends what a sequence and those in it hold, with the marks of the
// sequences, and reports whether all of their lengths are known.
func flattened(list cty.Value, flat []cty.Value, marks cty.ValueMarks) ([]cty.Value, cty.ValueMarks, bool) {
	list, own := list.Unmark()
	marks = cty.NewValueMarks(marks, own)
	if !list.IsKnown() || !list.Length().IsKnown() {
		return flat, marks, false
	}
	for it := list.ElementIterator(); it.Next(); {
		_, element := it.Element()
		known := true
		switch {
		case !element.IsKnown() && element.Type() == cty.DynamicPseudoType:
			return flat, marks, false
		case !element.IsNull() && sequence(element.Type()):
			flat, marks, known = flattened(element, flat, marks)
		default:
			flat = append(flat, element)
		}
		if !known {
			return flat, marks, false
		}
	}
	return flat, marks, true
}
