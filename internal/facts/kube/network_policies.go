package kube

import "github.com/cisbench/terraform-provider-cisbench/internal/graph"

// NetworkPolicyTypes are the resources that are network policies.
func NetworkPolicyTypes() []string {
	return []string{"kubernetes_network_policy", "kubernetes_network_policy_v1"}
}

// NetworkPolicies returns the network policies of the graph, as resources and as documents.
func NetworkPolicies(g *graph.Graph) []Object {
	all := Set{Resources: g.Resources(NetworkPolicyTypes()...), Documents: Manifests(g)}
	return all.Objects(NetworkPolicyTypes(), "networking.k8s.io", "NetworkPolicy")
}
