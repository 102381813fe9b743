package controls_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range controls.Table() {
		switch {
		case e.Key == "" || seen[e.Key]:
			t.Errorf("key %q is empty, or another evaluator's", e.Key)
		case len(e.Subjects) == 0 || len(e.Reads) == 0 || e.Evaluate == nil:
			t.Errorf("%s: an evaluator has subjects, reads and a function", e.Key)
		}
		seen[e.Key] = true
		if got := e.Evaluate(control.Input{Graph: graph.New(nil)}); len(got) > 0 {
			t.Errorf("%s finds in an empty graph: %v", e.Key, got)
		}
	}
}

// Of a plan that knows nothing yet, nothing can be proven; and no shape of an
// argument, however odd, brings an evaluator down or makes it waver.
func TestOddArguments(t *testing.T) {
	null := cty.NullVal(cty.DynamicPseudoType)
	object := func(v cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{"name": v, "": v}) }
	odd := map[string]cty.Value{
		"unknown":         cty.DynamicVal,
		"unknown secret":  cty.DynamicVal.Mark(graph.SensitiveMark),
		"unknown text":    cty.UnknownVal(cty.String),
		"unknown in list": cty.TupleVal([]cty.Value{cty.DynamicVal}),
		"null":            null,
		"null in list":    cty.TupleVal([]cty.Value{null, null}),
		"empty text":      cty.StringVal(""),
		"text":            cty.StringVal("a"),
		"secret":          cty.StringVal("a").Mark(graph.SensitiveMark),
		"JSON":            cty.StringVal(`{"Statement": {"Effect": "Allow"}, "a": [1, null, {"b": {}}]}`),
		"JSON null":       cty.StringVal("null"),
		"YAML":            cty.StringVal("- a: b\n- [c]\n"),
		"several":         cty.StringVal("---\n---\na: {b: c}\n"),
		"number":          cty.NumberFloatVal(-1.5),
		"bool":            cty.True,
		"empty list":      cty.EmptyTupleVal,
		"list of text":    cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.StringVal("a")}),
		"set":             cty.SetVal([]cty.Value{cty.StringVal("a")}),
		"map":             cty.MapVal(map[string]cty.Value{"a": cty.StringVal("b")}),
		"empty object":    cty.EmptyObjectVal,
		"object":          object(cty.StringVal("a")),
		"block":           cty.TupleVal([]cty.Value{object(cty.TupleVal([]cty.Value{object(null)}))}),
		"unknown block":   cty.TupleVal([]cty.Value{object(cty.DynamicVal)}),
	}
	for _, e := range controls.Table() {
		for name, value := range odd {
			t.Run(e.Key+"/"+name, func(t *testing.T) {
				first := judged(t, e, value)
				if diff := cmp.Diff(first, judged(t, e, value)); diff != "" {
					t.Errorf("two runs differ (-first +second):\n%s", diff)
				}
				if !value.IsKnown() && slices.ContainsFunc(first, passes) {
					t.Errorf("passes what is not known yet: %s", first)
				}
			})
		}
	}
}

// judged evaluates a graph with two instances of every type that the evaluator
// knows, all of whose arguments have the value.
func judged(t *testing.T, e control.Evaluator, value cty.Value) []string {
	t.Helper()
	args := graphtest.Args{}
	types := slices.Clone(e.Subjects)
	for _, read := range e.Reads {
		types = append(types, read.Types...)
		for _, name := range read.Arguments {
			args[name] = value
		}
	}
	var resources []*graph.Resource
	for _, typ := range types {
		if name, ok := providerName(typ); ok {
			r := graphtest.Resource(t, name+".this", args)
			r.Mode, r.Address.Mode, r.Provider = graph.Provider, graph.Provider, name
			resources = append(resources, r)
			continue
		}
		for _, address := range []string{typ + ".one", typ + ".two", "data." + typ + ".three"} {
			resources = append(resources, graphtest.Resource(t, address, args))
		}
	}
	var lines []string
	for _, v := range e.Evaluate(control.Input{Graph: graph.New(resources)}) {
		lines = append(lines, line(v))
	}
	return lines
}

func passes(line string) bool {
	return len(line) > len(finding.Pass) && line[:len(finding.Pass)] == string(finding.Pass)
}
