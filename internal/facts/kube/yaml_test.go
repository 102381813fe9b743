package kube

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
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
