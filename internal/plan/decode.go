package plan

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// mask is one of the trees that stand beside a value in plan JSON: true at
// what is unknown, or sensitive. The zero mask marks nothing.
type mask struct {
	all     bool
	object  map[string]mask
	element []mask
}

func (m mask) attr(name string) mask {
	if m.all {
		return m
	}
	return m.object[name]
}

func (m mask) at(i int) mask {
	if m.all || i >= len(m.element) {
		return mask{all: m.all}
	}
	return m.element[i]
}

// decodeMask reads a mask; anything but booleans, arrays and objects marks nothing.
// Of marks of what is sensitive, nothing else is left: see [marks].
func decodeMask(raw []byte) mask {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return mask{}
	}
	return toMask(v)
}

func toMask(v any) mask {
	switch v := v.(type) {
	case bool:
		return mask{all: v}
	case []any:
		m := mask{element: make([]mask, len(v))}
		for i, e := range v {
			m.element[i] = toMask(e)
		}
		return m
	case map[string]any:
		m := mask{object: make(map[string]mask, len(v))}
		for name, e := range v {
			m.object[name] = toMask(e)
		}
		return m
	}
	return mask{}
}

// decoder makes values of JSON text.
type decoder struct {
	*jsontext.Decoder
	refused int // characters of the first number that was too large to decode
}

func newDecoder(raw []byte) *decoder {
	return &decoder{Decoder: jsontext.NewDecoder(bytes.NewReader(raw))}
}

// decodeText makes a value of JSON text without masks; see [decoder.value].
func decodeText(raw []byte) cty.Value { return newDecoder(raw).value(mask{}, mask{}) }

// value makes a value of the next JSON value and the two masks beside it.
// An object becomes a cty object, an array a tuple; what the mask calls unknown
// and the text leaves out is there as unknown. The text has been validated; what
// cannot be decoded all the same is unknown.
//
// Marks that do not fit the value mark all of it.
func (dec *decoder) value(unknown, sensitive mask) cty.Value {
	kind := dec.PeekKind()
	v := dec.unmarked(unknown, sensitive)
	if sensitive.all || !sensitive.fits(kind, v) && sensitive.any() {
		v = v.Mark(graph.SensitiveMark)
	}
	return v
}

func (dec *decoder) unmarked(unknown, sensitive mask) cty.Value {
	kind := dec.PeekKind()
	switch {
	case kind == '{' && !unknown.all:
		return dec.object(unknown, sensitive)
	case kind == '[' && !unknown.all:
		return dec.tuple(unknown, sensitive)
	case kind == '{' || kind == '[':
		_ = dec.SkipValue() // what is unknown as a whole has no text
		return cty.DynamicVal
	}
	token, err := dec.ReadToken()
	switch {
	case err != nil || unknown.all:
		return cty.DynamicVal
	case kind == '"':
		return cty.StringVal(token.String())
	case kind == 't' || kind == 'f':
		return cty.BoolVal(token.Bool())
	case kind == '0':
		return dec.number(token.String())
	}
	return decodeAbsent(unknown, sensitive)
}

// decodeAbsent makes the value of what is null or missing in the text: a null,
// or an object of which the mask says that parts are unknown.
func decodeAbsent(unknown, sensitive mask) cty.Value {
	switch {
	case !unknown.any():
		return cty.NullVal(cty.DynamicPseudoType)
	case len(unknown.object) > 0:
		attrs := map[string]cty.Value{}
		addUnknown(attrs, unknown, sensitive)
		return cty.ObjectVal(attrs)
	}
	return cty.DynamicVal
}

func (dec *decoder) object(unknown, sensitive mask) cty.Value {
	attrs := map[string]cty.Value{}
	if _, err := dec.ReadToken(); err != nil {
		return cty.DynamicVal
	}
	for dec.PeekKind() == '"' {
		token, err := dec.ReadToken()
		if err != nil {
			return cty.DynamicVal
		}
		name := token.String()
		attrs[name] = dec.value(unknown.attr(name), sensitive.attr(name))
	}
	if _, err := dec.ReadToken(); err != nil {
		return cty.DynamicVal
	}
	addUnknown(attrs, unknown, sensitive)
	return cty.ObjectVal(attrs)
}

// addUnknown adds the attributes that the mask alone names.
func addUnknown(attrs map[string]cty.Value, unknown, sensitive mask) {
	for name, m := range unknown.object {
		if _, ok := attrs[name]; ok || !m.any() {
			continue
		}
		v := decodeAbsent(m, sensitive.attr(name))
		if m.all {
			v = cty.DynamicVal
		}
		if sensitive.attr(name).all {
			v = v.Mark(graph.SensitiveMark)
		}
		attrs[name] = v
	}
}

// fits reports whether marks have the shape of a value.
func (m mask) fits(kind jsontext.Kind, v cty.Value) bool {
	switch {
	case len(m.object) > 0:
		return kind == '{' || kind == 'n'
	case len(m.element) > 0:
		return kind == 'n' || kind == '[' && (!v.IsKnown() || len(m.element) <= v.LengthInt())
	}
	return true
}

func (dec *decoder) tuple(unknown, sensitive mask) cty.Value {
	if _, err := dec.ReadToken(); err != nil {
		return cty.DynamicVal
	}
	values := []cty.Value{}
	for kind := dec.PeekKind(); kind != ']' && kind != 0; kind = dec.PeekKind() {
		i := len(values)
		values = append(values, dec.value(unknown.at(i), sensitive.at(i)))
	}
	if _, err := dec.ReadToken(); err != nil {
		return cty.DynamicVal
	}
	return cty.TupleVal(values)
}

func (m mask) any() bool {
	if m.all {
		return true
	}
	for _, e := range m.object {
		if e.any() {
			return true
		}
	}
	return slices.ContainsFunc(m.element, mask.any)
}

// maxExponent bounds the numbers that are decoded: one far beyond what any
// argument can mean costs memory in proportion to its exponent.
const maxExponent = 400

func (dec *decoder) number(text string) cty.Value {
	tooLarge := len(text) > 2*maxExponent
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		exponent, err := strconv.Atoi(text[i+1:])
		tooLarge = tooLarge || err != nil || exponent > maxExponent || exponent < -maxExponent
	}
	if !tooLarge {
		if v, err := cty.ParseNumberVal(text); err == nil {
			return v
		}
	}
	if dec.refused == 0 {
		dec.refused = len(text)
	}
	return cty.UnknownVal(cty.Number)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
