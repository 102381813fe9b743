package graph_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// A gap receives a resource by a reference to any of its attributes, or by a known
// text that names it, wherever in a value that stands.
func TestReceives(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node"), nil)
	cluster := graphtest.Build(t, "aws_eks_cluster.c", graphtest.Pairs("name", "shop"), nil)
	other := graphtest.Build(t, "aws_iam_role.other", graphtest.Pairs("name", "other"), nil)
	literal := func(v cty.Value) graph.Origins { return graph.Origins{Literals: []cty.Value{v}} }
	tests := []struct {
		name   string
		passed graph.Origins
		to     *graph.Resource
		want   graph.Receipt
	}{
		{"nothing", graph.Origins{}, role, graph.NotReceived},
		{"an attribute", graphtest.RefersTo("unique_id", role), role, graph.Received},
		{"an attribute of another", graphtest.RefersTo("name", other), role, graph.NotReceived},
		{"the name", literal(cty.StringVal("node")), role, graph.Received},
		{"the name in an object", literal(graphtest.Object("roles", graphtest.Texts("a", "node"))), role, graph.Received},
		{"a sensitive name", literal(cty.StringVal("node").Mark(graph.SensitiveMark)), role, graph.Received},
		{"the name in a longer text", literal(cty.StringVal("node-group")), role, graph.NotReceived},
		{"the ARN of a role", literal(cty.StringVal("arn:aws:iam::111122223333:role/node")), role, graph.Received},
		{"the ARN of a cluster", literal(cty.StringVal("arn:aws:eks:eu-west-1:111122223333:cluster/shop")), cluster, graph.Received},
		{"an unknown", literal(cty.UnknownVal(cty.String)), role, graph.NotReceived},
		{"a local", graph.Origins{Locals: []string{"local.x"}}, role, graph.PerhapsReceived},
		{"what is hidden", graph.Origins{Hidden: true}, role, graph.PerhapsReceived},
		{"a local and an attribute", graph.Origins{Locals: []string{"local.x"}, Refs: graphtest.RefersTo("name", role).Refs}, role, graph.Received},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			gap := graph.Gap{Passed: func() graph.Origins { return test.passed }}
			if got := gap.Receives(test.to); got != test.want {
				t.Errorf("receipt %d, want %d", got, test.want)
			}
		})
	}
	if got := (&graph.Gap{}).Receives(role); got != graph.Received {
		t.Errorf("a gap that refers to what it likes: receipt %d", got)
	}
}

// A stack is a gap if it is passed a cluster of the graph: then it may hold nodes,
// and nothing else that a control looks at.
func TestStackGaps(t *testing.T) {
	cluster := graphtest.Build(t, "aws_eks_cluster.c", graphtest.Pairs("name", "shop"), nil)
	parameters := func(name string) *graph.Resource {
		return graphtest.Build(t, "aws_cloudformation_stack.s", graphtest.Pairs("parameters", graphtest.Object("ClusterName", name)), nil)
	}
	for name, test := range map[string]struct {
		stack *graph.Resource
		gaps  int
	}{
		"by its name":       {parameters("shop"), 1},
		"another's":         {parameters("other"), 0},
		"without":           {graphtest.Build(t, "aws_cloudformation_stack.s", nil, nil), 0},
		"by a reference":    {graphtest.Build(t, "aws_cloudformation_stack.s", graphtest.Pairs("parameters", cty.DynamicVal), map[string]graph.Origins{"parameters": graphtest.RefersTo("name", cluster)}), 1},
		"something unknown": {graphtest.Build(t, "aws_cloudformation_stack.s", graphtest.Pairs("parameters", cty.DynamicVal), map[string]graph.Origins{"parameters": {Unresolved: []string{"var.x"}}}), 0},
	} {
		gaps := graph.New([]*graph.Resource{cluster, test.stack}).StackGaps()
		if len(gaps) != test.gaps {
			t.Errorf("%s: %d gaps, want %d", name, len(gaps), test.gaps)
		}
		for _, gap := range gaps {
			if !gap.MayHold("aws_eks_node_group") || gap.MayHold("aws_ecr_repository") || gap.Certain() {
				t.Errorf("%s: %+v", name, gap)
			}
		}
	}
}
