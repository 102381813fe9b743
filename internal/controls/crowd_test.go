package controls

import (
	"fmt"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/networkpolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// crowdGraph is n clusters, and n of a type whose argument refers to all of them.
func crowdGraph(t *testing.T, n int, typ, argument string) *graph.Graph {
	t.Helper()
	var all []*graph.Resource
	for i := range n {
		all = append(all, graphtest.Build(t, fmt.Sprintf("aws_eks_cluster.n[%d]", i), graphtest.Pairs("name", graphtest.UnknownText()), nil))
	}
	clusters := graphtest.RefersTo("name", all...)
	for i := range n {
		all = append(all, graphtest.Build(t, fmt.Sprintf("%s.n[%d]", typ, i), graphtest.Pairs(argument, graphtest.UnknownText()), map[string]graph.Origins{argument: clusters}))
	}
	return graph.New(all)
}

// TestCrowds holds that what may belong to any of many clusters gives a number of
// verdicts that grows with the resources, and none that passes by it.
func TestCrowds(t *testing.T) {
	for _, typ := range []string{eks.NodeGroupType, networkpolicy.AddonType, eks.AccessEntryType, eks.FargateProfileType, podIdentityType, eks.IdentityProviderType} {
		for _, n := range []int{20, 60, 300} {
			t.Run(fmt.Sprintf("%s %d", typ, n), func(t *testing.T) {
				g := crowdGraph(t, n, typ, "cluster_name")
				for _, e := range Table() {
					verdicts := e.Evaluate(control.Input{Graph: g})
					if most := eks.Crowd(g)*n + 2*n; len(verdicts) > most {
						t.Errorf("%s: %d verdicts on %d clusters and %d resources, want at most %d", e.Key, len(verdicts), n, n, most)
					}
					for _, v := range verdicts {
						if v.Status == finding.Pass {
							t.Errorf("%s: %s passes: %s", e.Key, v.Subject, v.Message)
						}
						if len(v.Message) > 1000 || len(v.Evidence) > 20 {
							t.Errorf("%s: a message of %d bytes with %d facts", e.Key, len(v.Message), len(v.Evidence))
						}
					}
				}
			})
		}
	}
}

// TestCrowdShrinks holds the number of verdicts that uncertain links make of a
// graph of any size to some ten thousand beside one for each resource.
func TestCrowdShrinks(t *testing.T) {
	for _, n := range []int{1, 100, 400, 2000, 100_000} {
		g := graph.New(make([]*graph.Resource, 0))
		if n <= 2000 {
			g = crowdGraph(t, n/2, networkpolicy.AddonType, "cluster_name")
		}
		if c := eks.Crowd(g); c < 4 || c > 50 || c > 4 && c*g.Len() > 20_000 {
			t.Errorf("%d resources: each is told of %d clusters", g.Len(), c)
		}
	}
}

// TestReadOnce holds that what several controls ask for is read once for an input.
func TestReadOnce(t *testing.T) {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	g := graph.New([]*graph.Resource{
		graphtest.Build(t, "kubectl_manifest.a", graphtest.Pairs("yaml_body", text, "yaml_body_parsed", text), nil),
		graphtest.Build(t, "aws_eks_node_group.a", graphtest.Pairs("cluster_name", "a"), nil)})
	if a, b := kube.Manifests(g), kube.Manifests(g); len(a) != 1 || &a[0] != &b[0] {
		t.Error("the manifests are read twice")
	}
	if node.NewRoles(g, iam.NewIdentityPolicies(g)) != node.NewRoles(g, iam.NewIdentityPolicies(g)) {
		t.Error("the node roles are looked for twice")
	}
}
