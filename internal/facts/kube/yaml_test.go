package kube

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"gopkg.in/yaml.v3"
)

func TestDecodeYAML(t *testing.T) {
	tests := []struct {
		name, text string
		want       cty.Value
	}{
		{"empty", "", cty.NullVal(cty.DynamicPseudoType)},
		{"JSON", `{"a": [1, true, null, "x"]}`, cty.ObjectVal(map[string]cty.Value{"a": cty.TupleVal([]cty.Value{
			cty.NumberIntVal(1), cty.True, cty.NullVal(cty.DynamicPseudoType), cty.StringVal("x"),
		})})},
		{"keys that are no strings", "1: a\ntrue: b", cty.ObjectVal(map[string]cty.Value{"1": cty.StringVal("a"), "true": cty.StringVal("b")})},
		{"numbers", "[1.5, 18446744073709551615, -2]", cty.TupleVal([]cty.Value{
			cty.NumberFloatVal(1.5), cty.NumberUIntVal(18446744073709551615), cty.NumberIntVal(-2),
		})},
		{"no number", "[.nan, .inf]", cty.TupleVal([]cty.Value{cty.StringVal("NaN"), cty.StringVal("+Inf")})},
		{"a date", "2006-01-02", cty.StringVal("2006-01-02T00:00:00Z")},
		{"an alias", "a: &x {b: 1}\nc: *x", cty.ObjectVal(map[string]cty.Value{
			"a": cty.ObjectVal(map[string]cty.Value{"b": cty.NumberIntVal(1)}),
			"c": cty.ObjectVal(map[string]cty.Value{"b": cty.NumberIntVal(1)}),
		})},
		{"the first of several", "a\n---\nb", cty.StringVal("a")},
		{"an alias of a key", "&x a: 1\nb: *x", cty.ObjectVal(map[string]cty.Value{"a": cty.NumberIntVal(1), "b": cty.StringVal("a")})},
		{"what is merged", "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}", cty.ObjectVal(map[string]cty.Value{
			"a": cty.ObjectVal(map[string]cty.Value{"x": cty.NumberIntVal(1), "y": cty.NumberIntVal(1)}),
			"b": cty.ObjectVal(map[string]cty.Value{"y": cty.NumberIntVal(2), "z": cty.NumberIntVal(2)}),
			"c": cty.ObjectVal(map[string]cty.Value{"x": cty.NumberIntVal(3), "y": cty.NumberIntVal(1), "z": cty.NumberIntVal(2)}),
		})},
		{"a key that is only a text", "\"<<\": 1", cty.ObjectVal(map[string]cty.Value{"<<": cty.NumberIntVal(1)})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := DecodeYAML(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if !got.RawEquals(test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
}

func TestDecodeYAMLRefuses(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for _, level := range "bcdefghij" {
		before := string(level - 1)
		bomb += string(level) + ": &" + string(level) + " [*" + strings.Join(strings.Split(strings.Repeat(before, 9), ""), ", *") + "]\n"
	}
	tests := []struct{ name, text string }{
		{"an alias bomb", bomb},
		{"an anchor within itself", "a: &a [*a]"},
		{"aliases that repeat more than the text holds", "a: &a [" + strings.Repeat("x,", 1000) + "]\nb: [" + strings.Repeat("*a,", 100) + "]"},
		{"aliases that nest deep", "a: &a " + strings.Repeat("[", 150) + strings.Repeat("]", 150) + "\nb: " + strings.Repeat("[", 150) + "*a" + strings.Repeat("]", 150)},
		{"a list as a key", "? [a]\n: b"},
		{"a merged text", "<<: a"},
		{"two merges", "<<: {a: 1}\n<<: {b: 1}"},
		{"nesting", strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)},
		{"nesting that yaml.v3 reads", strings.Repeat("[", 500) + strings.Repeat("]", 500)},
		{"size", strings.Repeat("#", maxYAML+1)},
		{"what is no YAML", "a: [b"},
		{"a key that stands twice", "a: 1\na: 2"},
		{"a key that stands twice, as a number and as a text", "1: a\n\"1\": b"},
		{"tabs", "a:\n\tb: 1"},
		{"a template", "{{- if .x }}\na: 1\n{{- end }}"},
		{"a NUL", "a: \x00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := DecodeYAML(test.text); err == nil {
				t.Errorf("got %.80v, want an error", got.GoString())
			}
		})
	}
}

// A mapping costs a step for each of its nodes: yaml.v3 compares each key with
// every other when it decodes into a map.
func TestDecodeYAMLIsLinear(t *testing.T) {
	const keys = 100_000
	var text strings.Builder
	for i := range keys {
		fmt.Fprintf(&text, "k%d: v\n", i)
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text.String()), &document); err != nil {
		t.Fatal(err)
	}
	d := yamlDecoder{left: keys + 10}
	if _, err := d.value(&document, maxYAMLDepth); err != nil {
		t.Errorf("%d keys take more than %d steps: %v", keys, keys+10, err)
	}
	if _, err := DecodeYAML(text.String() + "k7: again\n"); !errors.Is(err, errTwice) {
		t.Errorf("got %v, want that a key stands twice", err)
	}
}

// TestDecodeYAMLAsLibrary compares with yaml.v3's own decoding.
func TestDecodeYAMLAsLibrary(t *testing.T) {
	for _, text := range []string{
		"a: {<<: &x {b: 1, c: 2}, b: 3}", "x: &x {b: 1}\ny: &y {b: 2, d: 4}\nz:\n  <<: [*x, *y]\n  c: 3", "<<: {a: 1}\na: 2", "a: 1\n<<: {a: 2, b: 3}",
		"- 0o17\n- 0x1f\n- 1_000\n- 1e3\n- ~\n- null\n- yes\n- 'true'\n- !!str 1\n- !!int \"3\"\n- !local x", "? a\n: b\n? 2\n: c", "&k a: 1\nb: *k", "[a, {b: [c]}]", "# nothing", "---", "~", "\"\"",
		"!!binary aGk=", "2001-12-14t21:59:43.10-05:00", "a: |\n  x\n  y\n", "{}", "[]", "? !!str 1\n: b", "<<: 1", "<<: [{a: 1}, 2]", "{[a]: b}", "a: *b",
	} {
		var want any
		libraryErr := yaml.Unmarshal([]byte(text), &want)
		got, err := DecodeYAML(text)
		if (err != nil) != (libraryErr != nil) {
			t.Errorf("%q: got the error %v, the library's is %v", text, err, libraryErr)
			continue
		}
		if err == nil && !got.RawEquals(plainValue(want)) {
			t.Errorf("%q: got %#v, want %#v", text, got, want)
		}
	}
}

// plainValue is a decoded Go value as DecodeYAML has it.
func plainValue(node any) cty.Value {
	switch node := node.(type) {
	case map[string]any:
		attrs := map[string]cty.Value{}
		for key, value := range node {
			attrs[key] = plainValue(value)
		}
		return cty.ObjectVal(attrs)
	case map[any]any:
		attrs := map[string]cty.Value{}
		for key, value := range node {
			attrs[fmt.Sprint(key)] = plainValue(value)
		}
		return cty.ObjectVal(attrs)
	case []any:
		elements := make([]cty.Value, len(node))
		for i, value := range node {
			elements[i] = plainValue(value)
		}
		return cty.TupleVal(elements)
	}
	return scalarOf(node)
}

func FuzzYAML(f *testing.F) {
	for _, seed := range []string{"", "a: 1", "[1, .nan]", "? [a]\n: b", "!!binary aGk=", "- &a b\n- *a", "a: 2001-01-01", "{\"a\": {}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if val, err := DecodeYAML(text); err == nil && !val.IsWhollyKnown() {
			t.Errorf("%q decodes to something unknown", text)
		}
	})
}
