package function

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func collections() map[string]entry {
	return map[string]entry{
		"alltrue":      {fn: quantified(cty.False)},
		"anytrue":      {fn: quantified(cty.True)},
		"chunklist":    {fn: stdlib.ChunklistFunc},
		"coalesce":     {fn: coalesce(), marks: careful, fits: fitsAlike},
		"coalescelist": {fn: stdlib.CoalesceListFunc},
		"compact":      {fn: stdlib.CompactFunc},
		"concat":       {fn: stdlib.ConcatFunc},
		"contains":     {fn: stdlib.ContainsFunc},
		"distinct":     {fn: stdlib.DistinctFunc, fits: fitsDistinct},
		"element":      {fn: stdlib.ElementFunc, marks: elementwise},
		"flatten":      {fn: flatten(), marks: careful},
		"index":        {fn: index()},
		"keys":         {fn: stdlib.KeysFunc},
		"length":       {fn: length()},
		"lookup":       {fn: lookup(), marks: careful},
		"matchkeys":    {fn: matchKeys(), fits: fitsMatches},
		"merge":        {fn: stdlib.MergeFunc},
		"one":          {fn: one(), marks: careful},
		"reverse":      {fn: stdlib.ReverseListFunc},
		"slice":        {fn: section()},
		"transpose":    {fn: transpose()},
		"values":       {fn: stdlib.ValuesFunc},
		"zipmap":       {fn: stdlib.ZipmapFunc},
	}
}

// quantified is alltrue, decided by the first false element, or anytrue, decided
// by the first true one. A null element is neither, so that it makes alltrue false.
func quantified(decisive cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			open := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, element := it.Element()
				if !element.IsKnown() {
					open = true
					continue
				}
				if element.IsNull() {
					element = cty.False
				}
				if element.RawEquals(decisive) {
					return decisive, nil
				}
			}
			if open {
				return cty.UnknownVal(cty.Bool), nil
			}
			return decisive.Not(), nil
		},
	})
}

func index() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "list", Type: cty.DynamicPseudoType},
			{Name: "value", Type: cty.DynamicPseudoType},
		},
		Type: function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			list := args[0]
			if !list.Type().IsListType() && !list.Type().IsTupleType() {
				return cty.NilVal, function.NewArgErrorf(0, "must be a list or tuple, not %s", list.Type().FriendlyName())
			}
			if list.LengthInt() == 0 {
				return cty.NilVal, function.NewArgErrorf(0, "must not be empty")
			}
			for it := list.ElementIterator(); it.Next(); {
				i, element := it.Element()
				equal := element.Equals(args[1])
				if !equal.IsKnown() {
					return cty.UnknownVal(cty.Number), nil
				}
				if equal.True() {
					return i, nil
				}
			}
			return cty.NilVal, function.NewArgErrorf(1, "is not an element of the list")
		},
	})
}

// length counts the characters of a string too, which go-cty's does not.
func length() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{
			Name: "value", Type: cty.DynamicPseudoType,
			AllowDynamicType: true, AllowUnknown: true, AllowMarked: true,
		}},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			if ty == cty.String || ty == cty.DynamicPseudoType || ty.IsCollectionType() || ty.IsTupleType() || ty.IsObjectType() {
				return cty.Number, nil
			}
			return cty.NilType, function.NewArgErrorf(0, "must be a string, a collection, or a structure, not %s", ty.FriendlyName())
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			value, marks := args[0].Unmark()
			ty := value.Type()
			switch {
			case ty == cty.DynamicPseudoType:
				return cty.UnknownVal(cty.Number).WithMarks(marks), nil
			case ty == cty.String:
				n, err := stdlib.Strlen(value)
				return n.WithMarks(marks), err
			case ty.IsObjectType():
				return cty.NumberIntVal(int64(len(ty.AttributeTypes()))).WithMarks(marks), nil
			case ty.IsTupleType():
				return cty.NumberIntVal(int64(ty.Length())).WithMarks(marks), nil
			default:
				return value.Length().WithMarks(marks), nil
			}
		},
	})
}

func one() function.Function {
	tooMany := function.NewArgErrorf(0, "must be a list, set, or tuple value with either zero or one elements")
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowMarked: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			switch {
			case ty.IsListType() || ty.IsSetType():
				return ty.ElementType(), nil
			case ty.IsTupleType() && ty.Length() == 0:
				return cty.DynamicPseudoType, nil
			case ty.IsTupleType() && ty.Length() == 1:
				return ty.TupleElementType(0), nil
			default:
				return cty.NilType, tooMany
			}
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.IsKnown() || list.Type().IsCollectionType() && !list.Length().IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks), nil
			}
			switch list.LengthInt() {
			case 0:
				return cty.NullVal(ty).WithMarks(marks), nil
			case 1:
				it := list.ElementIterator()
				it.Next()
				_, element := it.Element()
				return element.WithMarks(marks), nil
			default:
				return cty.NilVal, tooMany
			}
		},
	})
}

func transpose() function.Function {
	lists := cty.List(cty.String)
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "values", Type: cty.Map(lists)}},
		Type:   function.StaticReturnType(cty.Map(lists)),
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if !args[0].IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			keys := map[string][]cty.Value{}
			for it := args[0].ElementIterator(); it.Next(); {
				key, list := it.Element()
				if list.IsNull() {
					return cty.NilVal, errors.New("a list of the map is null")
				}
				for it := list.ElementIterator(); it.Next(); {
					_, element := it.Element()
					if element.IsNull() {
						return cty.NilVal, errors.New("an element of a list is null")
					}
					name := element.AsString()
					keys[name] = append(keys[name], key)
				}
			}
			if len(keys) == 0 {
				return cty.MapValEmpty(lists), nil
			}
			out := make(map[string]cty.Value, len(keys))
			for name, of := range keys {
				out[name] = cty.ListVal(of) // in order: a map is iterated by key
			}
			return cty.MapVal(out), nil
		},
	})
}
