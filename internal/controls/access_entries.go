package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// accessEntries evaluates 4.1.7 of eks-2.0.0. A cluster passes if its authentication mode has
// access entries. Whether the access policies are narrow enough is for the reader of the
// evidence to decide.
func accessEntries() control.Evaluator {
	return control.Evaluator{
		Key:      "access-entries",
		Subjects: []string{eks.ClusterType},
		Reads: []control.Read{
			{Types: []string{eks.ClusterType}, Arguments: []string{"name", "id", "arn", "access_config"}},
			{Types: []string{eks.AccessPolicyType}, Arguments: []string{"cluster_name", "principal_arn", "policy_arn", "access_scope"}},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			policies := eks.MembersOf(in.Graph, eks.ByClusterName(in.Graph), eks.AccessPolicyType)
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				v := withAccessEntries(eks.AuthenticationMode(cluster)).On(cluster).In(cluster)
				verdicts = append(verdicts, v.With(accessPolicies(policies.ByCluster[cluster], cluster)...))
			}
			return verdicts
		},
	}
}

// withAccessEntries checks that a cluster's authentication mode has access entries: API or
// API_AND_CONFIG_MAP.
func withAccessEntries(mode graph.Value) control.Verdict {
	switch {
	case mode.Is("API"), mode.Is("API_AND_CONFIG_MAP"):
		return control.Pass(mode, "users are IAM principals with access entries: authentication_mode is %s", control.Show(mode)).Because(mode)
	case mode.Unknown():
		return control.Unknown(mode)
	case mode.Unset():
		return control.Fail(mode, "the cluster has no access entries: authentication_mode is not set, and its default is CONFIG_MAP").Because(mode)
	}
	return control.Fail(mode, "the cluster has no access entries: authentication_mode is %s", control.Show(mode)).Because(mode)
}

// accessPolicies is the evidence of which policies principals have, and for which namespaces.
func accessPolicies(of []eks.Member, cluster *graph.Resource) []finding.Evidence {
	const most = 20
	var facts []finding.Evidence
	for _, policy := range of[:min(len(of), most)] {
		scope := policy.Block("access_scope")
		for _, v := range []graph.Value{policy.Attr("policy_arn"), policy.Attr("principal_arn"), scope.Attr("type"), scope.Attr("namespaces")} {
			if !v.Unset() {
				facts = append(facts, control.Fact(v, cluster))
			}
		}
	}
	return facts
}
