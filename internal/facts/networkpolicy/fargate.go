package networkpolicy

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// FargateReads is what [fargateAlone] reads, beside documents and releases.
func FargateReads() []control.Read {
	return []control.Read{
		{Types: []string{eks.FargateProfileType}, Arguments: []string{"cluster_name", "fargate_profile_name"}},
		{Types: []string{eks.NodeGroupType}, Arguments: []string{"cluster_name"}},
		{Types: []string{node.AutoscalingGroupType}, Arguments: []string{"name"}},
	}
}

// fargateAlone returns the clusters whose pods, as far as the plan says, all run
// on Fargate, each with the name of one of its profiles. There are none in a
// plan that starts instances which may be any cluster's nodes.
func fargateAlone(g *graph.Graph, documents []kube.Manifest) map[*graph.Resource]graph.Value {
	groups := eks.MembersOf(g, eks.ByClusterName(g), eks.NodeGroupType)
	if len(groups.Anywhere)+len(g.Resources(node.AutoscalingGroupType))+len(node.Classes(documents)) > 0 {
		return nil
	}
	if slices.ContainsFunc(kube.UnreadManifests(g), kube.Unread.MayBeNodeClass) {
		return nil
	}
	for _, r := range g.Resources(kube.HelmReleaseType) {
		if chart, known := kube.ChartOf(r); chart == "karpenter" || !known {
			return nil
		}
	}
	alone := map[*graph.Resource]graph.Value{}
	profiles := eks.MembersOf(g, eks.ByClusterName(g), eks.FargateProfileType)
	for cluster, of := range profiles.ByCluster {
		auto := isOn(cluster.Block("compute_config").Attr("enabled"))
		if profile := eks.Pick(of); profile.Certain && len(groups.ByCluster[cluster]) == 0 && auto == logic.No {
			alone[cluster] = profile.Attr("fargate_profile_name")
		}
	}
	return alone
}
