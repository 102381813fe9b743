package schema

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// go-cty compares the type of each element of a list with that of each other, and
// each element of a set that is not known with each other. It is not asked to where
// there are more than these.
const (
	mostTypes   = 1000
	mostUnknown = 100
)

var (
	errTypes   = errors.New("expected fewer elements of different types")
	errUnknown = errors.New("expected a set with fewer elements that are not known")
)

// Convert converts a value to a type as [convert.Convert] does, in a time that does
// not grow with the square of its elements. Where that is not possible it is an
// error.
func Convert(v cty.Value, t cty.Type) (cty.Value, error) {
	bare, marks := v.Unmark()
	if !bare.IsKnown() || bare.IsNull() || v.Type().Equals(t) {
		return convert.Convert(v, t)
	}
	converted, err := inside(bare, t)
	if err != nil {
		return cty.NilVal, err
	}
	return convert.Convert(converted.WithMarks(marks), t)
}

// inside converts what a value holds, so that its own conversion has little to do.
func inside(v cty.Value, t cty.Type) (cty.Value, error) {
	switch {
	case t.IsObjectType() && v.Type().IsObjectType():
		fields := v.AsValueMap()
		for name, field := range fields {
			if !t.HasAttribute(name) {
				continue
			}
			converted, err := Convert(field, t.AttributeType(name))
			if err != nil {
				return cty.NilVal, err
			}
			fields[name] = converted
		}
		return cty.ObjectVal(fields), nil
	case (t.IsListType() || t.IsSetType()) && (v.Type().IsTupleType() || v.Type().IsListType()) && v.LengthInt() > 0:
		return sequence(v, t)
	case t.IsMapType() && hasFields(v.Type()) && v.LengthInt() > 0:
		fields := v.AsValueMap()
		for name, field := range fields {
			converted, err := Convert(field, t.ElementType())
			if err != nil {
				return cty.NilVal, err
			}
			fields[name] = converted
		}
		if t.ElementType() != cty.DynamicPseudoType && alike(fields) {
			return cty.MapVal(fields), nil
		}
		if len(fields) > mostTypes {
			return cty.NilVal, errTypes
		}
		return cty.ObjectVal(fields), nil
	}
	return v, nil
}

func sequence(v cty.Value, t cty.Type) (cty.Value, error) {
	elements := v.AsValueSlice()
	for i, e := range elements {
		converted, err := Convert(e, t.ElementType())
		if err != nil {
			return cty.NilVal, err
		}
		elements[i] = converted
	}
	switch {
	case t.IsSetType() && crowded(elements):
		return cty.NilVal, errUnknown
	case t.ElementType() != cty.DynamicPseudoType && sameType(elements):
		return cty.ListVal(elements), nil
	case len(elements) > mostTypes:
		return cty.NilVal, errTypes
	}
	return cty.TupleVal(elements), nil
}

func alike(fields map[string]cty.Value) bool {
	var first cty.Value
	for _, field := range fields {
		if first == cty.NilVal {
			first = field
		}
		if !field.Type().Equals(first.Type()) {
			return false
		}
	}
	return true
}
