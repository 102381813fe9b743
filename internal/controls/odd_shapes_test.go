package controls_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// oddShapes are values that no schema has for an argument that a control reads:
// a plan is only text, and anybody may have written it.
func oddShapes() map[string]cty.Value {
	object := cty.ObjectVal(map[string]cty.Value{
		"name": cty.EmptyTupleVal, "key": cty.NumberIntVal(1), "policy": cty.True, "spec": cty.StringVal("x"),
		"statement": cty.NullVal(cty.String), "vpc_config": cty.StringVal(""), "id": cty.UnknownVal(cty.Bool),
	})
	return map[string]cty.Value{
		"null":             cty.NullVal(cty.DynamicPseudoType),
		"unknown":          cty.DynamicVal,
		"empty string":     cty.StringVal(""),
		"string":           cty.StringVal(`[{"kind": [`),
		"number":           cty.NumberFloatVal(-1e300),
		"bool":             cty.True,
		"empty list":       cty.EmptyTupleVal,
		"list of nulls":    cty.TupleVal([]cty.Value{cty.NullVal(cty.DynamicPseudoType)}),
		"list of lists":    cty.TupleVal([]cty.Value{cty.TupleVal([]cty.Value{cty.EmptyTupleVal})}),
		"list of unknowns": cty.TupleVal([]cty.Value{cty.DynamicVal, cty.UnknownVal(cty.String)}),
		"list of numbers":  cty.TupleVal([]cty.Value{cty.NumberIntVal(3)}),
		"object":           object,
		"list of objects":  cty.TupleVal([]cty.Value{object, object}),
		"unknown set":      cty.UnknownVal(cty.Set(cty.String)),
		"map of unknowns":  cty.MapVal(map[string]cty.Value{"mapRoles": cty.UnknownVal(cty.String)}),
		"sensitive":        cty.StringVal("hunter2").Mark(graph.SensitiveMark),
		"sensitive list":   cty.TupleVal([]cty.Value{cty.StringVal("hunter2")}).Mark(graph.SensitiveMark),
		"sensitive object": object.Mark(graph.SensitiveMark),
	}
}

// TestOddShapes gives every argument that a control reads a value of each odd
// shape: no control may panic, print what is sensitive, or say nothing.
func TestOddShapes(t *testing.T) {
	for _, e := range controls.Table() {
		t.Run(e.Key, func(t *testing.T) {
			for name, shape := range oddShapes() {
				t.Run(name, func(t *testing.T) {
					for _, v := range e.Evaluate(control.Input{Graph: graph.New(shaped(t, e, shape))}) {
						if v.Message == "" {
							t.Errorf("%s %v: no message", v.Status, v.Subject)
						}
						if said := fmt.Sprint(v.Message, v.Evidence); strings.Contains(said, "hunter2") {
							t.Errorf("%s %v prints what is sensitive: %s", v.Status, v.Subject, said)
						}
					}
				})
			}
		})
	}
}

// shaped returns two instances of every type that the evaluator reads, in both
// modes, and of each provider's configuration, all of whose arguments are the
// value.
func shaped(t *testing.T, e control.Evaluator, value cty.Value) []*graph.Resource {
	t.Helper()
	args := map[string]graphtest.Args{}
	for _, read := range e.Reads {
		for _, typ := range read.Types {
			if args[typ] == nil {
				args[typ] = graphtest.Args{}
			}
			for _, name := range read.Arguments {
				args[typ][name] = value
			}
		}
	}
	var resources []*graph.Resource
	for typ, own := range args {
		if name, ok := providerName(typ); ok {
			r := graphtest.Resource(t, name+".this", own)
			r.Mode, r.Address.Mode, r.Provider = graph.Provider, graph.Provider, name
			resources = append(resources, r)
			continue
		}
		for _, address := range []string{typ + ".a", "module.m[0]." + typ + `.b["x"]`, "data." + typ + ".c"} {
			resources = append(resources, graphtest.Resource(t, address, own))
		}
	}
	return resources
}
