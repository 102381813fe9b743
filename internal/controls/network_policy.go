package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// networkPolicy decides 5.4.4. A cluster passes when something enforces network
// policies on it; the policies themselves are evidence, since without an engine
// nobody enforces them.
func networkPolicy() control.Evaluator {
	return control.Evaluator{
		Key:      "network-policy",
		Subjects: []string{clusterType},
		Reads: slices.Concat(engineReads(), fargateReads(), providerClusterReads(), []control.Read{
			{Types: []string{clusterType}, Arguments: []string{"compute_config", "bootstrap_self_managed_addons"}},
			{Types: networkPolicyTypes(), Arguments: []string{"metadata"}},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			engines := enginesOf(in.Graph)
			policies := membersOf(in.Graph, byProvider(in.Graph), networkPolicyTypes()...)
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(clusterType) {
				v := enforced(cluster, engines.of(cluster), in.Settings.NetworkPolicyEngine)
				if v.Status == finding.Fail && !in.Graph.Complete && !in.Graph.Chosen {
					v = control.Unresolved(v.Decider, "%s; another engine may be in what is not read here", v.Message).On(cluster)
				}
				verdicts = append(verdicts, v.In(cluster).With(policyFacts(policies, cluster)...))
			}
			return verdicts
		},
	}
}

func enforced(cluster *graph.Resource, engines []placedEngine, outside string) control.Verdict {
	var off, unsure, hint *placedEngine
	for i, e := range engines {
		switch {
		case e.on == yes && e.certain:
			return control.Pass(e.switched, "network policies are enforced by %s: %s", e.name, e.why).
				On(cluster).Because(e.facts...).Assuming(e.assumes...)
		case e.on != no:
			unsure = first(unsure, &engines[i])
		case e.suggested:
			hint = first(hint, &engines[i])
		case e.cni:
			off = first(off, &engines[i])
		}
	}
	switch {
	case unsure != nil:
		return perhapsEnforced(*unsure).On(cluster)
	case hint != nil:
		return control.Manual(hint.switched, "%s may enforce network policies: only its name says so", hint.name).
			On(cluster).Because(hint.facts...)
	case off != nil && outside == "":
		return control.Fail(off.switched, "%s does not enforce network policies, and nothing else in this plan does: %s", off.name, off.why).
			On(cluster).Because(off.facts...).Assuming(off.assumes...)
	case outside != "":
		return control.Manual(graph.Value{}, "the setting network_policy_engine names %s, installed outside this plan: see that it runs", outside).
			On(cluster)
	default:
		return noEngine(cluster, engines)
	}
}

func first(have, next *placedEngine) *placedEngine {
	if have != nil {
		return have
	}
	return next
}

// perhapsEnforced is the verdict where an engine may be on, or may be another
// cluster's.
func perhapsEnforced(e placedEngine) control.Verdict {
	if e.on == yes {
		return control.Unresolved(e.switched, "%s enforces network policies, but on which cluster cannot be told", e.name)
	}
	message := e.name + " may enforce network policies: " + e.why
	if waits := e.switched.Waits(); waits != "" {
		message += ": " + waits
	}
	return control.Unresolved(e.switched, "%s", message)
}

// noEngine is the verdict where the plan has neither an engine nor a CNI's
// configuration: EKS then installs the VPC CNI by itself, without network policy.
func noEngine(cluster *graph.Resource, engines []placedEngine) control.Verdict {
	auto := cluster.Block("compute_config").Attr("enabled")
	bare := cluster.Attr("bootstrap_self_managed_addons")
	switch {
	case len(engines) > 0:
		e := engines[0]
		return control.Manual(e.switched, "%s does not enforce network policies, and nothing else in this plan does: %s", e.name, e.why).
			On(cluster).Because(e.facts...)
	case auto.IsTrue():
		return control.Manual(auto, "no network policy engine in this plan: EKS Auto Mode enforces network policies once the "+
			"ConfigMap kube-system/amazon-vpc-cni says so, and it is not in this plan").Because(auto)
	case bare.IsFalse():
		return control.Manual(bare, "no network policy engine and no CNI configuration in this plan, and EKS installs no CNI by itself here").Because(bare)
	default:
		return control.Manual(graph.Value{}, "no network policy engine and no CNI configuration in this plan: "+
			"the VPC CNI that EKS installs by itself has network policy off").On(cluster)
	}
}

func networkPolicyTypes() []string {
	return []string{"kubernetes_network_policy", "kubernetes_network_policy_v1"}
}

// policyFacts names some of the network policies that a cluster has.
func policyFacts(policies members, cluster *graph.Resource) []finding.Evidence {
	const most = 3
	var facts []finding.Evidence
	for _, some := range [][]member{policies.of[cluster], policies.anywhere} {
		for _, p := range some[:min(len(some), most-len(facts))] {
			facts = append(facts, control.Fact(p.Block("metadata").Attr("name"), cluster))
		}
	}
	return facts
}
