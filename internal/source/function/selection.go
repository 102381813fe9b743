package function

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// coalesce passes over "" as well as null, which go-cty's does not.
func coalesce() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{
			Name: "vals", Type: cty.DynamicPseudoType,
			AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			types := make([]cty.Type, len(args))
			for i, arg := range args {
				types[i] = arg.Type()
			}
			ty, _ := convert.UnifyUnsafe(types)
			if ty == cty.NilType {
				return cty.NilType, errors.New("all arguments must have the same type")
			}
			return ty, nil
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			var passed cty.ValueMarks // of arguments that were not chosen, which decided too
			for i, arg := range args {
				arg, err := convert.Convert(arg, ty)
				if err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
				bare, marks := arg.Unmark()
				switch {
				case !bare.IsKnown():
					return cty.UnknownVal(ty).WithMarks(passed, deepMarks(args[i:]...)), nil
				case bare.IsNull(), ty == cty.String && bare.AsString() == "":
					passed = cty.NewValueMarks(passed, marks)
				default:
					return arg.WithMarks(passed), nil
				}
			}
			return cty.NilVal, errors.New("no argument is neither null nor an empty string")
		},
	})
}

// lookup does without its default, as Terraform's does and go-cty's does not,
// and needs only the element that it returns to be known.
func lookup() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "inputMap", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true},
			{Name: "key", Type: cty.String, AllowMarked: true, AllowUnknown: true},
		},
		VarParam: &function.Parameter{
			Name: "default", Type: cty.DynamicPseudoType,
			AllowUnknown: true, AllowDynamicType: true, AllowNull: true, AllowMarked: true,
		},
		Type: lookupType,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			from, fromMarks := args[0].Unmark()
			key, keyMarks := args[1].Unmark()
			if !from.IsKnown() || !key.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			name := key.AsString()
			switch {
			case from.Type().IsObjectType() && from.Type().HasAttribute(name):
				return from.GetAttr(name).WithMarks(fromMarks, keyMarks), nil
			case from.Type().IsMapType() && from.HasIndex(key).True():
				return from.Index(key).WithMarks(fromMarks, keyMarks), nil
			case len(args) < 3:
				return cty.NilVal, fmt.Errorf("the map has no element %q, and no default is given", name)
			}
			fallback, err := convert.Convert(args[2], ty)
			if err != nil {
				return cty.NilVal, function.NewArgError(2, err)
			}
			return fallback.WithMarks(fromMarks, keyMarks), nil
		},
	})
}

func lookupType(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, fmt.Errorf("two or three arguments are expected, not %d", len(args))
	}
	ty := args[0].Type()
	switch {
	case ty.IsObjectType():
		key, _ := args[1].Unmark()
		switch {
		case !key.IsKnown():
			return cty.DynamicPseudoType, nil
		case ty.HasAttribute(key.AsString()):
			return ty.AttributeType(key.AsString()), nil
		case len(args) == 3:
			return args[2].Type(), nil
		}
		return cty.NilType, function.NewArgErrorf(0, "the object has no attribute %q, and no default is given", key.AsString())
	case ty.IsMapType():
		if len(args) == 3 {
			if _, err := convert.Convert(args[2], ty.ElementType()); err != nil {
				return cty.NilType, function.NewArgErrorf(2, "the default must have the type of the map's elements, %s", ty.ElementType().FriendlyName())
			}
		}
		return ty.ElementType(), nil
	default:
		return cty.NilType, function.NewArgErrorf(0, "must be a map or an object, not %s", ty.FriendlyName())
	}
}

// section is slice, which of a list that is not known gives as many unknown
// elements as it would cut out: a count may rest on how many there are.
func section() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "list", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true},
			{Name: "start_index", Type: cty.Number},
			{Name: "end_index", Type: cty.Number},
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			if n, ok := cutOut(args); ok && args[0].Type() == cty.DynamicPseudoType {
				return cty.Tuple(slices.Repeat([]cty.Type{cty.DynamicPseudoType}, n)), nil
			}
			return stdlib.SliceFunc.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			n, ok := cutOut(args)
			marks := deepMarks(args[0])
			switch {
			case !ok:
				return stdlib.SliceFunc.Call(args)
			case ty.IsTupleType():
				return cty.TupleVal(slices.Repeat([]cty.Value{cty.DynamicVal}, n)).WithMarks(marks), nil
			case n == 0:
				return cty.ListValEmpty(ty.ElementType()).WithMarks(marks), nil
			}
			return cty.ListVal(slices.Repeat([]cty.Value{cty.UnknownVal(ty.ElementType())}, n)).WithMarks(marks), nil
		},
	})
}

// cutOut is how many elements slice takes of a list that is not known; ok is
// false for any other, and where they would be no list or too many to write out.
func cutOut(args []cty.Value) (n int, ok bool) {
	const most = 1000
	list, start, end := args[0], args[1], args[2]
	if ty := list.Type(); list.IsKnown() || !ty.IsListType() && ty != cty.DynamicPseudoType || !start.IsKnown() || !end.IsKnown() {
		return 0, false
	}
	from, exact := start.AsBigFloat().Int64()
	to, whole := end.AsBigFloat().Int64()
	if exact != big.Exact || whole != big.Exact || from < 0 || to < from || to-from > most {
		return 0, false
	}
	return int(to - from), true
}

func matchKeys() function.Function {
	lists := cty.List(cty.DynamicPseudoType)
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "values", Type: lists},
			{Name: "keys", Type: lists},
			{Name: "searchset", Type: lists},
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			if ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); ty == cty.NilType {
				return cty.NilType, errors.New("keys and searchset must be of the same type")
			}
			return args[0].Type(), nil
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			values := args[0]
			common, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
			keys, err := convert.Convert(args[1], common)
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			sought, err := convert.Convert(args[2], common)
			if err != nil {
				return cty.NilVal, function.NewArgError(2, err)
			}
			if values.LengthInt() != keys.LengthInt() {
				return cty.NilVal, errors.New("values and keys must have the same length")
			}
			if sought.LengthInt() > 0 && (!values.IsWhollyKnown() || !keys.IsWhollyKnown()) {
				return cty.UnknownVal(ty), nil
			}
			return matching(values.AsValueSlice(), keys.AsValueSlice(), sought.AsValueSlice(), ty), nil
		},
	})
}

func matching(values, keys, sought []cty.Value, ty cty.Type) cty.Value {
	var found []cty.Value
	for i, key := range keys {
		for _, want := range sought {
			equal := key.Equals(want)
			if !equal.IsKnown() {
				return cty.UnknownVal(ty)
			}
			if equal.True() {
				found = append(found, values[i])
				break
			}
		}
	}
	if len(found) == 0 {
		return cty.ListValEmpty(ty.ElementType())
	}
	return cty.ListVal(found)
}
