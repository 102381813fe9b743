package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// ctyOf gives a framework value as the graph has values. Lists and sets become
// tuples and maps objects, since an element of which nothing is known has no
// type that others would share.
func ctyOf(ctx context.Context, v attr.Value) (cty.Value, error) {
	value, err := v.ToTerraformValue(ctx)
	if err != nil {
		return cty.NilVal, fmt.Errorf("reading a value: %w", err)
	}
	return ctyOfTerraform(value)
}

func ctyOfTerraform(v tftypes.Value) (cty.Value, error) {
	switch {
	case !v.IsKnown():
		return cty.DynamicVal, nil
	case v.IsNull():
		return cty.NullVal(cty.DynamicPseudoType), nil
	}
	var err error
	switch typ := v.Type(); {
	case typ.Is(tftypes.String):
		var s string
		err = v.As(&s)
		return cty.StringVal(s), err
	case typ.Is(tftypes.Bool):
		var b bool
		err = v.As(&b)
		return cty.BoolVal(b), err
	case typ.Is(tftypes.Number):
		var n big.Float
		err = v.As(&n)
		return cty.NumberVal(&n), err
	case typ.Is(tftypes.List{}), typ.Is(tftypes.Set{}), typ.Is(tftypes.Tuple{}):
		var elements []tftypes.Value
		if err = v.As(&elements); err != nil {
			return cty.NilVal, err
		}
		tuple := make([]cty.Value, len(elements))
		for i, e := range elements {
			if tuple[i], err = ctyOfTerraform(e); err != nil {
				return cty.NilVal, err
			}
		}
		return cty.TupleVal(tuple), nil
	case typ.Is(tftypes.Map{}), typ.Is(tftypes.Object{}):
		var elements map[string]tftypes.Value
		if err = v.As(&elements); err != nil {
			return cty.NilVal, err
		}
		object := make(map[string]cty.Value, len(elements))
		for name, e := range elements {
			if object[name], err = ctyOfTerraform(e); err != nil {
				return cty.NilVal, err
			}
		}
		return cty.ObjectVal(object), nil
	default:
		return cty.NilVal, fmt.Errorf("expected a value of Terraform's own types, found %s", typ)
	}
}

// ctyOfType is [ctyOf] with lists, sets and maps as such, for what is known: what
// a module makes of a variable without a type depends on which it is.
func ctyOfType(ctx context.Context, v attr.Value) (cty.Value, error) {
	value, err := v.ToTerraformValue(ctx)
	if err != nil {
		return cty.NilVal, fmt.Errorf("reading a value: %w", err)
	}
	loose, err := ctyOfTerraform(value)
	if err != nil {
		return cty.NilVal, err
	}
	return convert.Convert(loose, typeOf(value.Type()))
}

func typeOf(t tftypes.Type) cty.Type {
	switch t := t.(type) {
	case tftypes.List:
		return cty.List(typeOf(t.ElementType))
	case tftypes.Set:
		return cty.Set(typeOf(t.ElementType))
	case tftypes.Map:
		return cty.Map(typeOf(t.ElementType))
	case tftypes.Tuple:
		elements := make([]cty.Type, len(t.ElementTypes))
		for i, e := range t.ElementTypes {
			elements[i] = typeOf(e)
		}
		return cty.Tuple(elements)
	case tftypes.Object:
		attributes := make(map[string]cty.Type, len(t.AttributeTypes))
		for name, a := range t.AttributeTypes {
			attributes[name] = typeOf(a)
		}
		return cty.Object(attributes)
	}
	switch {
	case t.Is(tftypes.String):
		return cty.String
	case t.Is(tftypes.Bool):
		return cty.Bool
	case t.Is(tftypes.Number):
		return cty.Number
	}
	return cty.DynamicPseudoType
}

// leaves tells whether any primitive in the value is known, and whether any part
// of it is not. Nulls and empty collections are neither.
func leaves(v cty.Value) (known, unknown bool) {
	switch {
	case !v.IsKnown():
		return false, true
	case v.IsNull():
		return false, false
	case !v.CanIterateElements():
		return true, false
	}
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		k, u := leaves(e)
		known, unknown = known || k, unknown || u
	}
	return known, unknown
}
