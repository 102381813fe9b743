package schema

import (
	"errors"
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// What go-cty converts in a reasonable time comes out the same.
func TestConvert(t *testing.T) {
	text, number, unknown := cty.StringVal("a"), cty.NumberIntVal(1), cty.UnknownVal(cty.String)
	object := cty.ObjectVal(map[string]cty.Value{"a": number, "b": cty.TupleVal([]cty.Value{text, number})})
	values := []cty.Value{
		text, unknown, cty.DynamicVal, cty.NullVal(cty.DynamicPseudoType), cty.EmptyTupleVal, cty.EmptyObjectVal, object,
		cty.TupleVal([]cty.Value{text, text}), cty.TupleVal([]cty.Value{text, number, unknown}), cty.TupleVal([]cty.Value{object, object}),
		cty.TupleVal([]cty.Value{text.Mark("m"), cty.DynamicVal}).Mark("n"), cty.TupleVal([]cty.Value{object, text}),
		cty.TupleVal([]cty.Value{cty.NullVal(cty.DynamicPseudoType), text}), cty.ListVal([]cty.Value{number}), cty.SetVal([]cty.Value{text, unknown}),
		cty.ObjectVal(map[string]cty.Value{"a": object, "b": object}), cty.MapVal(map[string]cty.Value{"a": text}),
	}
	inner := cty.Object(map[string]cty.Type{"a": cty.String, "b": cty.List(cty.String)})
	types := []cty.Type{
		cty.String, cty.Bool, cty.DynamicPseudoType, inner, cty.ObjectWithOptionalAttrs(map[string]cty.Type{"a": cty.String, "c": cty.Number}, []string{"c"}),
	}
	for _, e := range append([]cty.Type{}, types...) {
		types = append(types, cty.List(e), cty.Set(e), cty.Map(e))
	}
	for _, v := range values {
		for _, typ := range types {
			want, errWant := convert.Convert(v, typ)
			got, err := Convert(v, typ)
			if (err != nil) != (errWant != nil) || err == nil && !got.RawEquals(want) {
				t.Errorf("%#v to %#v: got %#v, %v; want %#v, %v", v, typ, got, err, want, errWant)
			}
		}
	}
}

// Where each element would be compared with each other, there is no conversion, and
// many elements of one type are converted one by one.
func TestConvertMany(t *testing.T) {
	const n = 100_000
	texts, unknown, mixed := make([]cty.Value, n), make([]cty.Value, n), make([]cty.Value, n)
	for i := range n {
		texts[i], unknown[i], mixed[i] = cty.StringVal(fmt.Sprint(i)), cty.UnknownVal(cty.String), cty.NumberIntVal(int64(i))
	}
	mixed[0] = cty.EmptyObjectVal
	tests := []struct {
		name  string
		value cty.Value
		typ   cty.Type
		want  error
	}{
		{"texts to a list", cty.TupleVal(texts), cty.List(cty.String), nil},
		{"texts to a set", cty.TupleVal(texts), cty.Set(cty.String), nil},
		{"unknown texts to a list", cty.TupleVal(unknown), cty.List(cty.String), nil},
		{"unknown texts to a set", cty.TupleVal(unknown), cty.Set(cty.String), errUnknown},
		{"a list of unknown texts to a set", cty.ListVal(unknown), cty.Set(cty.String), errUnknown},
		{"other types to any", cty.TupleVal(mixed), cty.List(cty.DynamicPseudoType), errTypes},
	}
	for _, tt := range tests {
		if _, err := Convert(tt.value, tt.typ); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}
