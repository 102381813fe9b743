package controls

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// crowdGraph is n clusters, and n of a type whose argument refers to all of them.
func crowdGraph(t *testing.T, n int, typ, argument string) *graph.Graph {
	t.Helper()
	var all []*graph.Resource
	for i := range n {
		all = append(all, build(t, fmt.Sprintf("aws_eks_cluster.n[%d]", i), args("name", unknownText()), nil))
	}
	clusters := refersTo("name", all...)
	for i := range n {
		all = append(all, build(t, fmt.Sprintf("%s.n[%d]", typ, i), args(argument, unknownText()), map[string]graph.Origins{argument: clusters}))
	}
	return graph.New(all)
}

// TestCrowds holds that what may belong to any of many clusters gives a number of
// verdicts that grows with the resources, and none that passes by it.
func TestCrowds(t *testing.T) {
	for _, typ := range []string{nodeGroupType, addonType, accessEntryType, fargateProfileType, podIdentityType, identityProviderType} {
		for _, n := range []int{20, 60, 300} {
			t.Run(fmt.Sprintf("%s %d", typ, n), func(t *testing.T) {
				g := crowdGraph(t, n, typ, "cluster_name")
				for _, e := range Table() {
					verdicts := e.Evaluate(control.Input{Graph: g})
					if most := crowd(g)*n + 2*n; len(verdicts) > most {
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
			g = crowdGraph(t, n/2, addonType, "cluster_name")
		}
		if c := crowd(g); c < 4 || c > 50 || c > 4 && c*g.Len() > 20_000 {
			t.Errorf("%d resources: each is told of %d clusters", g.Len(), c)
		}
	}
}

// TestUncertainPairs holds that attachments that may each be of any role and any
// policy give a number of pairs that does not grow with the product of the three.
func TestUncertainPairs(t *testing.T) {
	const roles, policies, attachments = 30, 30, 100
	var all, holders, held []*graph.Resource
	for i := range roles {
		holders = append(holders, build(t, fmt.Sprintf("aws_iam_role.n[%d]", i), args("name", unknownText()), nil))
	}
	for i := range policies {
		held = append(held, build(t, fmt.Sprintf("aws_iam_policy.n[%d]", i),
			args("arn", unknownText(), "policy", `{"Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}`), nil))
	}
	all = append(append(all, holders...), held...)
	for i := range attachments {
		all = append(all, build(t, fmt.Sprintf("aws_iam_role_policy_attachment.n[%d]", i), args("role", unknownText(), "policy_arn", unknownText()),
			map[string]graph.Origins{"role": refersTo("name", holders...), "policy_arn": refersTo("arn", held...)}))
	}
	p := newIdentityPolicies(graph.New(all))
	if most := mostPairs + attachments; len(p.all) > most {
		t.Errorf("%d pairs, want at most %d", len(p.all), most)
	}
	last := p.all[len(p.all)-1]
	if last.Certain || last.Holder != nil || !last.whole.Open {
		t.Errorf("the last pair is %+v: want a policy that cannot be told, of a role that cannot be told", last.Name())
	}
	for _, role := range holders {
		open := false
		for _, h := range p.Held(role) {
			open = open || h.whole.Open && !h.Certain
		}
		if !open {
			t.Errorf("%s holds nothing that is not known, and pairs were left out", role)
		}
	}
}

// TestLoosePolicies holds what any role may hold to a number, the others being one
// of which nothing is known.
func TestLoosePolicies(t *testing.T) {
	role := build(t, "aws_iam_role.a", args("name", "a"), nil)
	all := []*graph.Resource{role}
	for i := range 3 * mostLoose {
		all = append(all, build(t, fmt.Sprintf("aws_iam_role_policy.n[%d]", i),
			args("role", unknownText(), "policy", fmt.Sprintf(`{"Statement":[{"Sid":"n%d","Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`, i)),
			map[string]graph.Origins{"role": {Unresolved: []string{"each.value"}}}))
	}
	held := newIdentityPolicies(graph.New(all)).Held(role)
	if len(held) != mostLoose+1 {
		t.Fatalf("%d policies, want %d and one for the others", len(held), mostLoose)
	}
	if last := held[mostLoose]; !last.whole.Open || last.Certain {
		t.Errorf("the policy that stands for the others is certain %v, open %v: want one of which nothing is known", last.Certain, last.whole.Open)
	}
}

// TestReadOnce holds that what several controls ask for is read once for an input.
func TestReadOnce(t *testing.T) {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	filters := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
		"scan_frequency":    cty.StringVal("SCAN_ON_PUSH"),
		"repository_filter": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"filter": cty.StringVal("prod-*")})}),
	})})
	registry := build(t, "aws_ecr_registry_scanning_configuration.this", args("rule", filters), nil)
	release := build(t, "helm_release.a", args("values", cty.TupleVal([]cty.Value{cty.StringVal("a: 1")})), nil)
	g := graph.New([]*graph.Resource{registry, release,
		build(t, "kubectl_manifest.a", args("yaml_body", text, "yaml_body_parsed", text), nil),
		build(t, "aws_eks_node_group.a", args("cluster_name", "a"), nil)})
	if a, b := manifests(g), manifests(g); len(a) != 1 || &a[0] != &b[0] {
		t.Error("the manifests are read twice")
	}
	if a, b := scanningRulesOf(registry), scanningRulesOf(registry); len(a) != 1 || &a[0] != &b[0] {
		t.Error("the rules of a registry are read twice")
	}
	if a, b := releaseValues(release), releaseValues(release); len(a.layers) != 1 || &a.layers[0] != &b.layers[0] {
		t.Error("the values of a release are read twice")
	}
	if newNodeRoles(g, newIdentityPolicies(g)) != newNodeRoles(g, newIdentityPolicies(g)) {
		t.Error("the node roles are looked for twice")
	}
}

// TestAskedOnce holds that a question about a policy is put once, however many
// roles hold the policy.
func TestAskedOnce(t *testing.T) {
	all := []*graph.Resource{build(t, "aws_iam_policy.p", args("arn", "arn:aws:iam::111122223333:policy/p", "name", "p", "policy", "{}"), nil)}
	for i := range 5 {
		all = append(all, build(t, fmt.Sprintf("aws_iam_role_policy_attachment.n[%d]", i),
			args("role", fmt.Sprintf("r%d", i), "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil))
	}
	type key struct{}
	times := 0
	for _, held := range newIdentityPolicies(graph.New(all)).all {
		asked(held, key{}, func() bool { times++; return true })
	}
	if times != 1 {
		t.Errorf("asked %d times of one policy that five roles hold, want once", times)
	}
}
