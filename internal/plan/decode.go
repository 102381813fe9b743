package plan

import (
	"bytes"
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

// decoder makes values of JSON text that the pass over the input has validated.
type decoder struct {
	*jsontext.Decoder
	text    bytes.Buffer
	words   map[string]string // names that come again and again, by their JSON text
	refused int               // characters of the first number that was too large to decode
}

// decoder returns one that reads the text, which stays as it is meanwhile. It is the
// document's only one: be done with it before you ask again.
func (d *document) decoder(raw []byte) *decoder {
	dec := &d.decoding
	dec.text = *bytes.NewBuffer(raw)
	if dec.Decoder == nil {
		dec.Decoder = new(jsontext.Decoder)
	}
	dec.Reset(&dec.text, jsontext.AllowDuplicateNames(true))
	dec.words, dec.refused = d.words, 0
	return dec
}

// object calls visit for each name of the object that comes next; visit must
// consume the value. Anything else is skipped. It reports whether all was read.
func (dec *decoder) object(visit func(name string)) bool {
	if dec.PeekKind() != '{' {
		return dec.SkipValue() == nil
	}
	_, _ = dec.ReadToken()
	for dec.PeekKind() == '"' {
		name, err := word(dec.Decoder, dec.words)
		if err != nil {
			return false
		}
		visit(name)
	}
	_, err := dec.ReadToken()
	return err == nil
}

// array calls visit for each element of the array that comes next, as object does.
func (dec *decoder) array(visit func()) bool {
	if dec.PeekKind() != '[' {
		return dec.SkipValue() == nil
	}
	_, _ = dec.ReadToken()
	for kind := dec.PeekKind(); kind != ']' && kind != 0; kind = dec.PeekKind() {
		visit()
	}
	_, err := dec.ReadToken()
	return err == nil
}

// mask reads a mask; anything but booleans, arrays and objects marks nothing, and
// neither does what holds no true. Of marks of what is sensitive, nothing else is
// left: see [marks].
func (dec *decoder) mask() (m mask) {
	switch dec.PeekKind() {
	case 't':
		m.all = true
		_ = dec.SkipValue()
	case '{':
		dec.object(func(name string) { m.set(name, dec.mask()) })
	case '[':
		any := false
		dec.array(func() {
			e := dec.mask()
			any = any || e.any()
			m.element = append(m.element, e)
		})
		if !any {
			m.element = nil
		}
	default:
		_ = dec.SkipValue()
	}
	return m
}

func (m *mask) set(name string, part mask) {
	if !part.any() {
		return
	}
	if m.object == nil {
		m.object = map[string]mask{}
	}
	m.object[name] = part
}

// any reports whether the mask marks anything: what marks nothing is left out when
// masks are read.
func (m mask) any() bool { return m.all || len(m.object)+len(m.element) > 0 }

// decodeText makes a value of JSON text without masks; see [decoder.value].
func (d *document) decodeText(raw []byte) cty.Value { return d.decoder(raw).value(mask{}, mask{}) }

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
		return dec.attributes(unknown, sensitive)
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

func (dec *decoder) attributes(unknown, sensitive mask) cty.Value {
	attrs := map[string]cty.Value{}
	if !dec.object(func(name string) { attrs[name] = dec.value(unknown.attr(name), sensitive.attr(name)) }) {
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
	values := []cty.Value{}
	if !dec.array(func() {
		i := len(values)
		values = append(values, dec.value(unknown.at(i), sensitive.at(i)))
	}) {
		return cty.DynamicVal
	}
	return cty.TupleVal(values)
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
