package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// fake is a source of values whose unknown arguments have the given origins.
type fake struct {
	args    map[string]cty.Value
	unset   map[string]bool
	origins map[string]Origins
}

func (f fake) Argument(name string) cty.Value {
	if v, ok := f.args[name]; ok {
		return v
	}
	return cty.NilVal
}
func (f fake) Unset(path cty.Path) bool      { return f.unset[FormatPath(path)] }
func (f fake) Origins(path cty.Path) Origins { return f.origins[FormatPath(path)] }
func (fake) Range(cty.Path) (Range, bool)    { return Range{}, false }
func resource(address string, source fake) *Resource {
	a, err := ParseAddress(address)
	if err != nil {
		panic(err)
	}
	return NewResource(a, source)
}

func object(pairs ...any) cty.Value {
	attrs := map[string]cty.Value{}
	for i := 0; i < len(pairs); i += 2 {
		attrs[pairs[i].(string)] = pairs[i+1].(cty.Value)
	}
	return cty.ObjectVal(attrs)
}

func TestValueStates(t *testing.T) {
	r := resource("aws_x.y", fake{args: map[string]cty.Value{
		"known":   cty.StringVal("a"),
		"null":    cty.NullVal(cty.String),
		"unknown": cty.UnknownVal(cty.String),
		"partly":  cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.UnknownVal(cty.String)}),
		"empty":   cty.EmptyTupleVal,
	}})
	tests := []struct {
		name                          string
		unset, known, unknown, opaque bool
	}{
		{"known", false, true, false, false},
		{"null", true, false, false, false},
		{"absent", true, false, false, false},
		{"unknown", false, false, true, true},
		{"partly", false, false, true, false},
		{"empty", false, true, false, false},
	}
	for _, tt := range tests {
		v := r.Attr(tt.name)
		if v.Unset() != tt.unset || v.Known() != tt.known || v.Unknown() != tt.unknown || v.Opaque() != tt.opaque {
			t.Errorf("%s: unset %v known %v unknown %v opaque %v", tt.name, v.Unset(), v.Known(), v.Unknown(), v.Opaque())
		}
	}
}

func TestValueOr(t *testing.T) {
	r := resource("aws_x.y", fake{
		args: map[string]cty.Value{
			"set":      cty.False,
			"written":  cty.UnknownVal(cty.Bool),
			"left_out": cty.UnknownVal(cty.Bool),
		},
		unset: map[string]bool{"left_out": true},
	})
	if v := r.Attr("set").Or(cty.True); !v.IsFalse() || v.Defaulted() {
		t.Error("a set value gives way to the default")
	}
	if v := r.Attr("written").Or(cty.True); !v.Unknown() || v.Defaulted() {
		t.Error("an unknown value that is written gives way to the default")
	}
	for _, name := range []string{"left_out", "absent"} {
		if v := r.Arg(name).Or(cty.True); !v.IsTrue() || !v.Defaulted() || v.Path() != name {
			t.Errorf("%s: the default is not taken", name)
		}
	}
	if !r.Attr("left_out").Or(cty.True).Unknown() {
		t.Error("an argument that is not Computed is taken for left out where it is unknown")
	}
	if !r.Attr("left_out").Unknown() || !r.Arg("left_out").Unset() {
		t.Error("Attr must give an argument as the input has it, Arg as unset")
	}
}

func TestValuePaths(t *testing.T) {
	r := resource("aws_x.y", fake{args: map[string]cty.Value{
		"block": cty.TupleVal([]cty.Value{object("inner", cty.TupleVal([]cty.Value{object("a.b", cty.True)}))}),
		"gone":  cty.UnknownVal(cty.DynamicPseudoType),
		"text":  cty.StringVal("x"),
	}})
	tests := map[string]Value{
		`block[0].inner[0]["a.b"]`: r.Block("block").Block("inner").Attr("a.b"),
		`block[0].absent`:          r.Block("block").Attr("absent"),
		`absent[0].x`:              r.Block("absent").Attr("x"),
		`gone.x`:                   r.Block("gone").Attr("x"),
		`text.x`:                   r.Block("text").Attr("x"),
	}
	for want, v := range tests {
		if v.Path() != want {
			t.Errorf("path %q, want %q", v.Path(), want)
		}
	}
	if !r.Block("block").Block("inner").Attr("a.b").IsTrue() {
		t.Error("the value at a path is lost")
	}
	if !r.Block("gone").Attr("x").Unknown() || !r.Block("absent").Attr("x").Unset() || !r.Block("text").Attr("x").Unset() {
		t.Error("an attribute of an unknown block must be unknown, of an absent one unset")
	}
	if v := r.Lookup("block", "inner"); v.Path() != "block[0].inner" || !v.Known() {
		t.Errorf("Lookup gives %s", v.Path())
	}
}

func TestValueTexts(t *testing.T) {
	r := resource("aws_x.y", fake{args: map[string]cty.Value{
		"string": cty.StringVal("12"), "bool": cty.True, "number": cty.NumberIntVal(12), "fraction": cty.NumberFloatVal(1.5),
		"truth": cty.StringVal("true"), "list": cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.UnknownVal(cty.String), cty.StringVal("b")}),
	}})
	for name, want := range map[string]string{"string": "12", "bool": "true", "number": "12", "fraction": "1.5"} {
		if got, ok := r.Attr(name).Text(); !ok || got != want {
			t.Errorf("%s: Text() = %q, %v", name, got, ok)
		}
	}
	for _, name := range []string{"string", "number"} {
		if n, ok := r.Attr(name).Int(); !ok || n != 12 {
			t.Errorf("%s: Int() = %d, %v", name, n, ok)
		}
	}
	if _, ok := r.Attr("fraction").Int(); ok {
		t.Error("1.5 is taken for a whole number")
	}
	if !r.Attr("truth").IsTrue() || r.Attr("truth").IsFalse() || !r.Attr("bool").Is("true") {
		t.Error(`the string "true" and the bool must both be true`)
	}
	texts, all := r.Attr("list").Strings()
	if diff := cmp.Diff([]string{"a", "b"}, texts); diff != "" || all {
		t.Errorf("Strings() says all=%v (-want +got):\n%s", all, diff)
	}
}

func TestValueSensitive(t *testing.T) {
	r := resource("aws_x.y", fake{args: map[string]cty.Value{
		"secret": cty.StringVal("s").Mark(SensitiveMark),
		"block":  cty.TupleVal([]cty.Value{object("a", cty.StringVal("s").Mark(SensitiveMark), "b", cty.True)}),
		"whole":  object("a", cty.True).Mark(SensitiveMark),
		"list":   cty.TupleVal([]cty.Value{cty.True}).Mark(SensitiveMark),
	}})
	if !r.Attr("secret").Sensitive() || !r.Attr("block").Sensitive() || !r.Block("block").Attr("a").Sensitive() {
		t.Error("a sensitive value is not known as one")
	}
	if r.Block("block").Attr("b").Sensitive() {
		t.Error("what stands beside a sensitive value is taken for one")
	}
	if !r.Attr("whole").Attr("a").Sensitive() || !r.Attr("list").Elements()[0].Sensitive() {
		t.Error("a part of a sensitive whole is not known as sensitive")
	}
	if !r.Attr("secret").Is("s") {
		t.Error("a control cannot judge a sensitive value")
	}
}

// The keys and indexes of something sensitive are in no path, and that it lacks one
// is as sensitive; the path of what is marked itself stays whole.
func TestSensitivePath(t *testing.T) {
	secret := func(v cty.Value) cty.Value { return v.Mark(SensitiveMark) }
	r := NewResource(Address{Type: "t", Name: "n"}, fake{args: map[string]cty.Value{
		"whole": secret(cty.ObjectVal(map[string]cty.Value{"key": cty.TupleVal([]cty.Value{cty.StringVal("x")})})),
		"leaf":  cty.ObjectVal(map[string]cty.Value{"key": secret(cty.StringVal("x")), "other": cty.StringVal("x")}),
		"text":  secret(cty.StringVal("{}")),
		"list":  secret(cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"key": cty.True})})),
	}})
	whole, leaf := r.Attr("whole"), r.Attr("leaf")
	for _, test := range []struct {
		name      string
		v         Value
		path      string
		sensitive bool
	}{
		{"marked", whole, "whole", true},
		{"a part", whole.Attr("key"), "whole", true},
		{"a part of a part", whole.Attr("key").First(), "whole", true},
		{"what is not there", whole.Attr("none").Attr("none").First(), "whole", true},
		{"decoded", r.Attr("text").Decoded(cty.ObjectVal(map[string]cty.Value{"key": cty.True})).Attr("key"), "text", true},
		{"an element", r.Attr("list").Elements()[0], "list", true},
		{"a part of an element", r.Attr("list").First().Attr("key"), "list", true},
		{"next to it", leaf.Attr("other"), "leaf.other", false},
		{"a marked part", leaf.Attr("key"), "leaf.key", true},
	} {
		if got := test.v.Path(); got != test.path || test.v.Sensitive() != test.sensitive {
			t.Errorf("%s: path %q, sensitive %t", test.name, got, test.v.Sensitive())
		}
	}
	if whole.Attr("key").Place() == whole.Attr("none").Place() {
		t.Error("two parts are one place")
	}
}
