package graph_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestJoin(t *testing.T) {
	block := func(v cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"a": v})})
	}
	unknown, known := cty.UnknownVal(cty.String), cty.StringVal("x")
	null := cty.NullVal(cty.String)
	tests := []struct {
		name         string
		plan, source graphtest.Args
		deferred     bool
		want         string // what b[0].a is
	}{
		{"source knows it", graphtest.Args{"b": block(unknown)}, graphtest.Args{"b": block(known)}, false, "x"},
		{"source knows that it is null", graphtest.Args{"b": block(unknown)}, graphtest.Args{"b": block(null)}, false, "unset"},
		{"neither knows it", graphtest.Args{"b": block(unknown)}, graphtest.Args{"b": block(unknown)}, false, "unknown"},
		{"the plan stays", graphtest.Args{"b": block(known)}, graphtest.Args{"b": block(cty.StringVal("y"))}, false, "x"},
		{"a block that the provider computes", graphtest.Args{"b": block(unknown)}, graphtest.Args{"b": cty.EmptyTupleVal}, false, "unknown"},
		{"put off to a later plan", graphtest.Args{"b": cty.DynamicVal}, graphtest.Args{"b": block(known)}, true, "unknown"},
		{"null, and put off", graphtest.Args{"b": cty.DynamicVal}, graphtest.Args{"b": block(null)}, true, "unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			planned := graphtest.Resource(t, "aws_eks_cluster.this", test.plan)
			planned.Deferred = test.deferred
			graph.New([]*graph.Resource{planned}).Join(func(graph.Address) *graph.Resource { return graphtest.Resource(t, "aws_eks_cluster.this", test.source) })
			v := planned.Block("b").Arg("a")
			got, ok := v.Text()
			switch {
			case v.Unset():
				got = "unset"
			case !ok:
				got = "unknown"
			}
			if got != test.want {
				t.Errorf("b[0].a is %s, want %s", got, test.want)
			}
		})
	}
}

// What is sensitive in the source is so in the plan: where both have one shape, that
// part of it, and else all of it.
func TestJoinKeepsMarks(t *testing.T) {
	secret := func(v cty.Value) cty.Value { return v.Mark(graph.SensitiveMark) }
	object := func(a, b cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{"a": a, "b": b}) }
	x, unknown := cty.StringVal("x"), cty.UnknownVal(cty.String)
	for name, test := range map[string]struct {
		plan, source cty.Value
		a, b         bool
	}{
		"nothing":              {object(x, x), object(x, x), false, false},
		"a part":               {object(x, x), object(secret(x), x), true, false},
		"an unknown part":      {object(unknown, x), object(secret(unknown), x), true, false},
		"all":                  {object(x, x), secret(object(x, x)), true, true},
		"in another shape":     {object(x, x), cty.TupleVal([]cty.Value{secret(x)}), true, true},
		"the plan's own stays": {object(secret(x), x), object(x, x), true, false},
	} {
		planned := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"o": test.plan})
		graph.New([]*graph.Resource{planned}).Join(func(graph.Address) *graph.Resource {
			return graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"o": test.source})
		})
		o := planned.Attr("o")
		if a, b := o.Attr("a").Sensitive(), o.Attr("b").Sensitive(); a != test.a || b != test.b {
			t.Errorf("%s: sensitive %t and %t", name, a, b)
		}
	}
}

// setSource has a set, which a plan has in another order.
type setSource struct {
	of      []cty.Value
	origins []graph.Origins
}

func (s setSource) Argument(string) cty.Value        { return cty.TupleVal(s.of) }
func (setSource) Unset(cty.Path) bool                { return false }
func (setSource) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }
func (setSource) Unordered(path cty.Path) bool       { return len(path) == 1 }
func (s setSource) Origins(path cty.Path) (o graph.Origins) {
	if len(path) == 1 {
		for _, element := range s.origins {
			o.Refs = append(o.Refs, element.Refs...)
		}
		return o
	}
	n, _ := path[1].(cty.IndexStep).Key.AsBigFloat().Int64()
	return s.origins[n]
}

// Of a set that the plan knows in part, no element is one of the source's by its place;
// of one that it does not know, the elements are the source's.
func TestJoinSets(t *testing.T) {
	unknown := graphtest.UnknownText()
	a, b := graphtest.Build(t, "aws_subnet.a", nil, nil), graphtest.Build(t, "aws_subnet.b", nil, nil)
	source := setSource{[]cty.Value{unknown, unknown}, []graph.Origins{graphtest.RefersTo("id", a), graphtest.RefersTo("id", b)}}
	for name, test := range map[string]struct {
		plan    cty.Value
		certain bool
	}{
		"unknown":       {cty.DynamicVal, true},
		"known in part": {cty.TupleVal([]cty.Value{cty.StringVal("subnet-1"), unknown}), false},
	} {
		planned := graphtest.Resource(t, "aws_eks_node_group.n", graphtest.Args{"subnet_ids": test.plan})
		g := graph.New([]*graph.Resource{planned, a, b})
		g.Join(func(at graph.Address) *graph.Resource {
			if at.Type == "aws_eks_node_group" {
				return graph.NewResource(at, source)
			}
			return nil
		})
		if link := g.Link(planned.Attr("subnet_ids"), "aws_subnet"); len(link.To) != 2 || link.Certain != test.certain {
			t.Errorf("%s: certain %t of %v", name, link.Certain, link.To)
		}
	}
}
