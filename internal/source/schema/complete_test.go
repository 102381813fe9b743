package schema_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

func TestComplete(t *testing.T) {
	marks := cty.NewValueMarks(origin("aws_x.a"), origin("module.b"))
	after := func(typ cty.Type) cty.Value { return cty.UnknownVal(typ).WithMarks(marks) }
	completed := func(on cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"on": on, "arn": after(cty.String), "deep": noDeep})
	}
	nullText := cty.NullVal(cty.String)
	secret := cty.True.Mark(graph.SensitiveMark)
	open := cty.DynamicVal.Mark(origin("var.a"))
	tests := map[string]struct {
		name string
		in   cty.Value // cty.NilVal: left out
		want cty.Value
	}{
		"left out":                           {"flag", cty.NilVal, cty.NullVal(cty.Bool)},
		"left out and computed":              {"id", cty.NilVal, after(cty.String)},
		"left out, optional and computed":    {"text", cty.NilVal, after(cty.String)},
		"left out and of any type":           {"anything", cty.NilVal, cty.NullVal(cty.DynamicPseudoType)},
		"left out and a set":                 {"rules", cty.NilVal, after(cty.Set(ruleType))},
		"written":                            {"text", cty.StringVal("a"), cty.StringVal("a")},
		"null":                               {"flag", cty.NullVal(cty.Bool), cty.NullVal(cty.Bool)},
		"null, optional and computed":        {"text", nullText, after(cty.String)},
		"marked null, optional and computed": {"text", nullText.Mark(graph.SensitiveMark), after(cty.String).Mark(graph.SensitiveMark)},
		"written and unknown":                {"text", cty.UnknownVal(cty.String), cty.UnknownVal(cty.String)},
		"not in the schema":                  {"newer", cty.True, cty.True},

		"no blocks":                 {"list", cty.NilVal, cty.ListValEmpty(innerType)},
		"no blocks in a set":        {"set", cty.NilVal, cty.SetValEmpty(innerType)},
		"no single block":           {"single", cty.NilVal, cty.NullVal(innerType)},
		"no blocks in a map":        {"map", cty.NilVal, cty.MapValEmpty(innerType)},
		"no blocks of any type":     {"open", cty.NilVal, cty.EmptyTupleVal},
		"the provider fills blocks": {"filled", cty.NilVal, after(cty.List(innerType))},
		"none, and it fills them":   {"filled", cty.EmptyTupleVal.Mark(graph.SensitiveMark), after(cty.List(innerType)).Mark(graph.SensitiveMark)},
		"it fills what is left":     {"filled", tuple(object("on", cty.True)), cty.ListVal([]cty.Value{completed(cty.True)})},
		"blocks": {"list", tuple(object("on", secret).Mark(origin("each.key")), cty.EmptyObjectVal),
			cty.ListVal([]cty.Value{completed(secret).Mark(origin("each.key")), completed(cty.NullVal(cty.Bool))})},
		"unknown blocks":    {"list", open, cty.UnknownVal(cty.List(innerType)).Mark(origin("var.a"))},
		"one unknown block": {"list", tuple(open), cty.ListVal([]cty.Value{cty.UnknownVal(innerType).Mark(origin("var.a"))})},
		"a single block":    {"single", tuple(object("on", secret)), completed(secret)},
		"a map of blocks":   {"map", object("a", object("on", cty.True)), cty.MapVal(map[string]cty.Value{"a": completed(cty.True)})},
		"a set of blocks": {"set", tuple(object("on", secret)), cty.SetVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"on": cty.True, "arn": cty.UnknownVal(cty.String), "deep": noDeep,
		})}).WithMarks(marks, cty.NewValueMarks(graph.SensitiveMark))},
		"what is no block": {"list", cty.StringVal("a"), cty.StringVal("a")},
	}
	block := example()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			values := map[string]cty.Value{}
			if test.in != cty.NilVal {
				values[test.name] = block.Conform(test.name, test.in)
			}
			before := maps.Clone(values)
			got := block.Complete(values, cty.DynamicVal.WithMarks(marks))
			same(t, test.want, got[test.name])
			want := slices.Concat(slices.Collect(maps.Keys(values)),
				slices.Collect(maps.Keys(block.Attributes)), slices.Collect(maps.Keys(block.Blocks)))
			slices.Sort(want)
			if diff := cmp.Diff(slices.Compact(want), slices.Sorted(maps.Keys(got))); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(values))); diff != "" {
				t.Errorf("the given map was changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestCompleteWithoutSchema(t *testing.T) {
	var none *schema.Block
	got := none.Complete(map[string]cty.Value{"a": cty.True}, cty.DynamicVal)
	if len(got) != 1 {
		t.Errorf("got %v, want what was given", got)
	}
	same(t, cty.True, got["a"])
}

// A nil value in the map is an argument that was left out.
func TestCompleteNil(t *testing.T) {
	got := example().Complete(map[string]cty.Value{"flag": cty.NilVal, "id": cty.NilVal, "list": cty.NilVal}, cty.DynamicVal)
	same(t, cty.NullVal(cty.Bool), got["flag"])
	same(t, cty.UnknownVal(cty.String), got["id"])
	same(t, cty.ListValEmpty(innerType), got["list"])
}
