package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// networkPolicyCoverage evaluates 4.3.2 of eks-2.0.0, which no input decides: which workloads
// need isolation is for a person to say. It lists the network policies of each cluster.
func networkPolicyCoverage() control.Evaluator {
	return control.Evaluator{
		Key:      "network-policy-coverage",
		Subjects: append(kube.NetworkPolicyTypes(), eks.ClusterType, kube.KubernetesManifestType, kube.KubectlManifestType),
		Reads: slices.Concat(eks.ProviderClusterReads(), []control.Read{
			kube.ManifestReads(),
			{Types: kube.NetworkPolicyTypes(), Arguments: []string{"metadata", "spec"}},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			policies := kube.NetworkPolicies(in.Graph)
			belongs := eks.ByProvider(in.Graph)
			byCluster := map[*graph.Resource][]kube.Object{}
			var elsewhere []kube.Object
			for _, p := range policies {
				on := belongs(p.Resource)
				for _, cluster := range on.Clusters {
					byCluster[cluster] = append(byCluster[cluster], p)
				}
				if len(on.Clusters) == 0 {
					elsewhere = append(elsewhere, p)
				}
			}
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, coverage(byCluster[cluster], cluster).On(cluster).In(cluster))
			}
			if len(elsewhere) > 0 {
				verdicts = append(verdicts, coverage(elsewhere, elsewhere[0].Resource).On(elsewhere[0].Resource))
			}
			return verdicts
		},
	}
}

// coverage names the network policies that one cluster has, with their namespaces.
func coverage(policies []kube.Object, subject *graph.Resource) control.Verdict {
	const most = 20
	if len(policies) == 0 {
		return control.Manual(graph.Value{}, "%s has no network policy of the cluster: check that the workloads that need isolation have one", subject.Input())
	}
	var facts []finding.Evidence
	for _, p := range policies[:min(len(policies), most)] {
		for _, v := range []graph.Value{p.Metadata.Attr("namespace"), p.Metadata.Attr("name")} {
			if !v.Unset() {
				facts = append(facts, control.Fact(v, subject))
			}
		}
	}
	return control.Manual(graph.Value{}, "check that the workloads that need isolation are covered by the network policies that %s has", subject.Input()).With(facts...)
}
