package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/networkpolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// networkPolicy decides 5.4.4. A cluster passes when something enforces network
// policies on it; the policies themselves are evidence, since without an engine
// nobody enforces them.
func networkPolicy() control.Evaluator {
	return control.Evaluator{
		Key:      "network-policy",
		Subjects: []string{eks.ClusterType},
		Reads: slices.Concat(networkpolicy.EngineReads(), networkpolicy.FargateReads(), eks.ProviderClusterReads(), []control.Read{
			{Types: []string{eks.ClusterType}, Arguments: []string{"compute_config", "bootstrap_self_managed_addons"}},
			{Types: networkPolicyTypes(), Arguments: []string{"metadata"}},
		}),
		Absences: []control.Absence{
			{Types: []string{eks.FargateProfileType}, Of: control.OfCluster, Says: "runs no pods of the cluster on Fargate", Assumed: true},
			{
				Types: []string{networkpolicy.AddonType, eks.NodeGroupType}, Of: control.OfCluster,
				Says: "installs no engine for network policies", Cure: true,
			},
			{
				Types: slices.Concat(kube.ConfigMapTypes(), []string{node.AutoscalingGroupType, kube.HelmReleaseType, kube.KubernetesManifestType, kube.KubectlManifestType}),
				Says:  "installs no engine for network policies", Cure: true,
			},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			engines := networkpolicy.EnginesOf(in.Graph)
			policies := eks.MembersOf(in.Graph, eks.ByProvider(in.Graph), networkPolicyTypes()...)
			nodes := eks.MembersOf(in.Graph, eks.ByClusterName(in.Graph), eks.NodeGroupType)
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				v := enforced(cluster, engines.Of(cluster), in.Settings.NetworkPolicyEngine)
				v = v.In(cluster).With(policyFacts(policies, cluster)...).Lacking()
				if len(nodes.ByCluster[cluster]) > 0 {
					v = v.Complete() // not all pods run on Fargate
				}
				verdicts = append(verdicts, v)
			}
			return verdicts
		},
	}
}

func enforced(cluster *graph.Resource, engines []networkpolicy.PlacedEngine, outside string) control.Verdict {
	var off, unsure, hint *networkpolicy.PlacedEngine
	for i, e := range engines {
		switch {
		case e.On == logic.Yes && e.Certain:
			return control.Pass(e.Switched, "network policies are enforced by %s: %s", e.Name, e.Why).
				On(cluster).Because(e.Facts...).Assuming(e.Assumes...)
		case e.On != logic.No:
			unsure = first(unsure, &engines[i])
		case e.Suggested:
			hint = first(hint, &engines[i])
		case e.Cni:
			off = first(off, &engines[i])
		}
	}
	switch {
	case unsure != nil:
		return perhapsEnforced(*unsure).On(cluster)
	case hint != nil:
		return control.Manual(hint.Switched, "%s may enforce network policies: only its name says so", hint.Name).
			On(cluster).Because(hint.Facts...)
	case off != nil && outside == "":
		return control.Fail(off.Switched, "%s does not enforce network policies, and nothing else in %s does: %s", off.Name, off.Switched.Input(), off.Why).
			On(cluster).Because(off.Facts...).Assuming(off.Assumes...)
	case outside != "":
		return control.Manual(graph.Value{}, "the setting network_policy_engine names %s, installed outside %s: see that it runs", outside, cluster.Input()).
			On(cluster)
	default:
		return noEngine(cluster, engines)
	}
}

func first(have, next *networkpolicy.PlacedEngine) *networkpolicy.PlacedEngine {
	if have != nil {
		return have
	}
	return next
}

// perhapsEnforced is the verdict where an engine may be on, or may be another
// cluster's.
func perhapsEnforced(e networkpolicy.PlacedEngine) control.Verdict {
	if e.On == logic.Yes {
		return control.Unresolved(e.Switched, "%s enforces network policies, but on which cluster cannot be told", e.Name)
	}
	message := e.Name + " may enforce network policies: " + e.Why
	if waits := e.Switched.Waits(); waits != "" {
		message += ": " + waits
	}
	return control.Unresolved(e.Switched, "%s", message)
}

// noEngine is the verdict where the plan has neither an engine nor a CNI's
// configuration: EKS then installs the VPC CNI by itself, without network policy.
func noEngine(cluster *graph.Resource, engines []networkpolicy.PlacedEngine) control.Verdict {
	auto := cluster.Block("compute_config").Attr("enabled")
	bare := cluster.Attr("bootstrap_self_managed_addons")
	switch {
	case len(engines) > 0:
		e := engines[0]
		return control.Manual(e.Switched, "%s does not enforce network policies, and nothing else in %s does: %s", e.Name, e.Switched.Input(), e.Why).
			On(cluster).Because(e.Facts...)
	case auto.IsTrue():
		return control.Manual(auto, "no network policy engine in %[1]s: EKS Auto Mode enforces network policies once the "+
			"ConfigMap kube-system/amazon-vpc-cni says so, and it is not in %[1]s", cluster.Input()).Because(auto)
	case bare.IsFalse():
		return control.Manual(bare, "no network policy engine and no CNI configuration in %s, and EKS installs no CNI by itself here", cluster.Input()).Because(bare)
	default:
		return control.Manual(graph.Value{}, "no network policy engine and no CNI configuration in %s: "+
			"the VPC CNI that EKS installs by itself has network policy off", cluster.Input()).On(cluster)
	}
}

func networkPolicyTypes() []string {
	return []string{"kubernetes_network_policy", "kubernetes_network_policy_v1"}
}

// policyFacts names some of the network policies that a cluster has.
func policyFacts(policies eks.Members, cluster *graph.Resource) []finding.Evidence {
	const most = 3
	var facts []finding.Evidence
	for _, some := range [][]eks.Member{policies.ByCluster[cluster], policies.Anywhere} {
		for _, p := range some[:min(len(some), most-len(facts))] {
			facts = append(facts, control.Fact(p.Block("metadata").Attr("name"), cluster))
		}
	}
	return facts
}
