package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// fargateReads is what [fargateAlone] reads, beside documents and releases.
func fargateReads() []control.Read {
	return []control.Read{
		{Types: []string{fargateProfileType}, Arguments: []string{"cluster_name", "fargate_profile_name"}},
		{Types: []string{nodeGroupType}, Arguments: []string{"cluster_name"}},
		{Types: []string{autoscalingGroupType}, Arguments: []string{"name"}},
	}
}

// fargateAlone returns the clusters whose pods, as far as the plan says, all run
// on Fargate, each with the name of one of its profiles. There are none in a
// plan that starts instances which may be any cluster's nodes.
func fargateAlone(g *graph.Graph, documents []manifest) map[*graph.Resource]graph.Value {
	groups := membersOf(g, byClusterName(g), nodeGroupType)
	if len(groups.anywhere)+len(g.Resources(autoscalingGroupType))+len(nodeClasses(documents)) > 0 {
		return nil
	}
	if slices.ContainsFunc(unreadManifests(g), unread.mayBeNodeClass) {
		return nil
	}
	for _, r := range g.Resources(helmReleaseType) {
		if chart, known := chartOf(r); chart == "karpenter" || !known {
			return nil
		}
	}
	alone := map[*graph.Resource]graph.Value{}
	profiles := membersOf(g, byClusterName(g), fargateProfileType)
	for cluster, of := range profiles.of {
		auto := isOn(cluster.Block("compute_config").Attr("enabled"))
		if profile := pick(of); profile.Certain && len(groups.of[cluster]) == 0 && auto == no {
			alone[cluster] = profile.Attr("fargate_profile_name")
		}
	}
	return alone
}
