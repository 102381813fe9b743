package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/networkpolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestNetworkPolicyEvidence(t *testing.T) {
	policy := func(typ, name string) *graph.Resource {
		return graphtest.Resource(t, typ+"."+name, graphtest.Args{"metadata": cty.TupleVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name)}),
		})})
	}
	g := graph.New([]*graph.Resource{
		graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": cty.StringVal("prod")}),
		addon(t, "vpc-cni", cty.StringVal(`{"enableNetworkPolicy": true, "nodeAgent": {"enabled": true}, "env": {"SECRET": "x"}}`)),
		policy("kubernetes_network_policy", "a"), policy("kubernetes_network_policy_v1", "b"),
		policy("kubernetes_network_policy_v1", "c"), policy("kubernetes_network_policy_v1", "d"),
	})
	want := []finding.Evidence{
		{Address: "aws_eks_addon.vpc-cni", Attribute: "configuration_values.enableNetworkPolicy", Value: "true"},
		{Address: "aws_eks_addon.vpc-cni", Attribute: "configuration_values.nodeAgent.enabled", Value: "true"},
		{Address: "kubernetes_network_policy.a", Attribute: "metadata[0].name", Value: "a"},
		{Address: "kubernetes_network_policy_v1.b", Attribute: "metadata[0].name", Value: "b"},
		{Address: "kubernetes_network_policy_v1.c", Attribute: "metadata[0].name", Value: "c"},
	}
	if diff := cmp.Diff(want, networkPolicy().Evaluate(control.Input{Graph: g})[0].Evidence); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNetworkPolicyFacts(t *testing.T) {
	profile := graphtest.Resource(t, "aws_eks_fargate_profile.all", graphtest.Args{
		"cluster_name": cty.StringVal("prod"), "fargate_profile_name": cty.StringVal("all"),
	})
	cilium := graphtest.Resource(t, "helm_release.cilium", graphtest.Args{
		"chart": cty.StringVal("cilium"), "set_sensitive": graphtest.Sets("policyEnforcementMode", "always"),
	})
	leftOut := finding.Evidence{Address: "aws_eks_addon.vpc-cni", Attribute: "configuration_values.enableNetworkPolicy", Value: "(left out)"}
	tests := []struct {
		name string
		with *graph.Resource
		want []finding.Evidence
	}{
		{"the add-on alone", nil, []finding.Evidence{leftOut}},
		{"Fargate", profile, []finding.Evidence{leftOut, {Address: "aws_eks_fargate_profile.all", Attribute: "fargate_profile_name", Value: "all"}}},
		{"Cilium", cilium, []finding.Evidence{{Address: "helm_release.cilium", Attribute: "set_sensitive[0].value", Value: "always"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all := []*graph.Resource{
				graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": cty.StringVal("prod")}),
				addon(t, "vpc-cni", cty.NilVal),
			}
			if test.with != nil {
				all = append(all, test.with)
			}
			got := networkPolicy().Evaluate(control.Input{Graph: graph.New(all)})[0].Evidence
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What may be any cluster's is kept once of a kind: of thousands of clusters and
// thousands of such engines, all pairs would be too many.
func TestEnginesOfAnyCluster(t *testing.T) {
	auto := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"enabled": cty.True})})
	a := graphtest.Resource(t, "aws_eks_cluster.a", graphtest.Args{"compute_config": auto})
	b := graphtest.Resource(t, "aws_eks_cluster.b", nil)
	all := []*graph.Resource{a, b}
	for _, name := range []string{"x", "y", "z"} {
		all = append(all,
			graphtest.Resource(t, "aws_eks_addon."+name, graphtest.Args{"addon_name": cty.StringVal("vpc-cni"), "cluster_name": cty.DynamicVal}),
			graphtest.Resource(t, "helm_release."+name, graphtest.Args{"chart": cty.StringVal("cilium")}),
			graphtest.Resource(t, "kubernetes_config_map."+name, graphtest.Args{
				"metadata": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
					"namespace": cty.StringVal("kube-system"), "name": cty.StringVal("amazon-vpc-cni"),
				})}),
				"data": cty.ObjectVal(map[string]cty.Value{"enable-network-policy-controller": cty.StringVal("true")}),
			}))
	}
	engines := networkpolicy.EnginesOf(graph.New(all))
	for cluster, want := range map[*graph.Resource][]string{
		a: {"EKS Auto Mode", "the add-on vpc-cni", "the chart cilium"},
		b: {"the add-on vpc-cni", "the chart cilium"},
	} {
		var got []string
		for _, e := range engines.Of(cluster) {
			got = append(got, e.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", cluster, diff)
		}
	}
}

func TestNetworkPolicyOfEngines(t *testing.T) {
	on, off := cty.StringVal("enableNetworkPolicy: true"), cty.NilVal
	profile := func(cluster string) *graph.Resource {
		return graphtest.Resource(t, "aws_eks_fargate_profile."+cluster, graphtest.Args{
			"cluster_name": cty.StringVal(cluster), "fargate_profile_name": cty.StringVal("all"),
		})
	}
	chart := func(name cty.Value) *graph.Resource {
		return graphtest.Resource(t, "helm_release.a", graphtest.Args{"chart": name})
	}
	fargate := "fail: the add-on vpc-cni does not enforce network policies, and nothing else in this plan does: " +
		"it works only on EC2 Linux nodes, and the nodes in this plan are all Fargate"
	leftOut := "the add-on vpc-cni does not enforce network policies, and nothing else in this plan does: enableNetworkPolicy is left out"
	enforced := "pass: network policies are enforced by the add-on vpc-cni: enableNetworkPolicy is true"
	tests := []struct {
		name string
		all  []*graph.Resource
		want string
	}{
		{"Fargate", []*graph.Resource{profile("prod"), addon(t, "vpc-cni", on)}, fargate},
		{"Fargate with the add-on off", []*graph.Resource{profile("prod"), addon(t, "vpc-cni", off)}, "fail: " + leftOut},
		{"Fargate of another cluster", []*graph.Resource{profile("other"), addon(t, "vpc-cni", on)}, enforced},
		{"Fargate with any chart", []*graph.Resource{profile("prod"), addon(t, "vpc-cni", on), chart(cty.StringVal("metrics-server"))}, fargate},
		{"Fargate with a chart of unknown name", []*graph.Resource{profile("prod"), addon(t, "vpc-cni", on), chart(cty.DynamicVal)}, enforced},
		{"Fargate with Cilium", []*graph.Resource{profile("prod"), addon(t, "vpc-cni", on), chart(cty.StringVal("cilium"))},
			"pass: network policies are enforced by the chart cilium: it is installed"},
		{"a secret chart", []*graph.Resource{chart(cty.StringVal("cilium").Mark(graph.SensitiveMark))},
			"pass: network policies are enforced by the chart (sensitive): it is installed"},
		{"two that are off", []*graph.Resource{addon(t, "vpc-cni", off), chart(cty.StringVal("aws-vpc-cni"))}, "fail: " + leftOut},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cluster := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": cty.StringVal("prod")})
			g := graph.New(append(test.all, cluster))
			sameVerdict(t, test.want, networkPolicy().Evaluate(control.Input{Graph: g})[0])
		})
	}
}

// What may be any cluster's, and what is one cluster's by its provider.
func TestNetworkPolicyOfClusters(t *testing.T) {
	auto := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"enabled": cty.True})})
	a := graphtest.Resource(t, "aws_eks_cluster.a", graphtest.Args{"compute_config": auto, "name": cty.StringVal("a")})
	b := graphtest.Resource(t, "aws_eks_cluster.b", graphtest.Args{"compute_config": auto, "name": cty.StringVal("b")})
	settings := func(name, provider string) *graph.Resource {
		r := graphtest.Resource(t, "kubernetes_config_map."+name, graphtest.Args{
			"metadata": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"namespace": cty.StringVal("kube-system"), "name": cty.StringVal("amazon-vpc-cni"),
			})}),
			"data": cty.ObjectVal(map[string]cty.Value{"enable-network-policy-controller": cty.StringVal("true")}),
		})
		r.Provider = provider
		return r
	}
	kubernetes := graphtest.TracedProvider("kubernetes", graphtest.Args{"host": cty.DynamicVal}, map[string]graph.Origins{"host": {Refs: []graph.Ref{{Resource: b}}}})
	uncertain := graphtest.Resource(t, "aws_eks_fargate_profile.x", graphtest.Args{"cluster_name": cty.DynamicVal})
	const may, not = "unknown: EKS Auto Mode enforces network policies, but on which cluster cannot be told", "manual: no network policy engine in this plan: EKS Auto Mode " +
		"enforces network policies once the ConfigMap kube-system/amazon-vpc-cni says so, and it is not in this plan"
	tests := []struct {
		name string
		all  []*graph.Resource
		want map[*graph.Resource]string
	}{
		{"a ConfigMap of one", []*graph.Resource{kubernetes, settings("x", "kubernetes")}, map[*graph.Resource]string{
			a: not, b: "pass: network policies are enforced by EKS Auto Mode: enable-network-policy-controller is true",
		}},
		{"a ConfigMap of any", []*graph.Resource{kubernetes, settings("x", "kubernetes.other"), settings("y", "kubernetes.other"), uncertain},
			map[*graph.Resource]string{a: may, b: may}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New(append(test.all, a, b))
			for _, v := range networkPolicy().Evaluate(control.Input{Graph: g}) {
				sameVerdict(t, test.want[v.Subject], v)
			}
		})
	}
}

// A profile that may be another cluster's says nothing of this one's nodes.
func TestNetworkPolicyUncertainFargate(t *testing.T) {
	a := graphtest.Resource(t, "aws_eks_cluster.a", graphtest.Args{"name": cty.StringVal("prod")})
	b := graphtest.Resource(t, "aws_eks_cluster.b", graphtest.Args{"name": cty.StringVal("b")})
	profile := graphtest.TracedResource(t, "aws_eks_fargate_profile.x", graphtest.Args{"cluster_name": cty.DynamicVal},
		map[string]graph.Origins{"cluster_name": {Refs: []graph.Ref{{Resource: a}, {Resource: b}}}})
	g := graph.New([]*graph.Resource{a, b, profile, addon(t, "vpc-cni", cty.StringVal("enableNetworkPolicy: true"))})
	for _, v := range networkPolicy().Evaluate(control.Input{Graph: g}) {
		if v.Subject == a {
			sameVerdict(t, "pass: network policies are enforced by the add-on vpc-cni: enableNetworkPolicy is true", v)
		}
	}
}

// addon is an add-on of the cluster named prod.
func addon(t *testing.T, name string, config cty.Value) *graph.Resource {
	t.Helper()
	return graphtest.Resource(t, "aws_eks_addon."+name, graphtest.Args{
		"cluster_name": cty.StringVal("prod"), "addon_name": cty.StringVal(name), "configuration_values": config,
	})
}
