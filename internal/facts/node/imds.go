package node

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// imdsReads is what [ShieldedCredentials] reads, beside what [GroupReads]
// does.
func IMDSReads() []control.Read {
	return []control.Read{{Types: []string{launchTemplateType, "aws_launch_configuration"}, Arguments: []string{"metadata_options"}}}
}

// ShieldedCredentials returns, for each cluster, the launch templates of its
// nodes that keep pods from the node's credentials: the metadata service asks
// for a token, which does not come further than the node itself (EKS best
// practices, "Restrict access to the instance profile").
func ShieldedCredentials(g *graph.Graph, selfManaged []SelfManagedGroup) map[*graph.Resource][]finding.Evidence {
	type shield struct{ cluster, template *graph.Resource }
	seen := map[shield]bool{}
	found := map[*graph.Resource][]finding.Evidence{}
	for _, group := range GroupsOf(g, selfManaged) {
		for _, launch := range group.Launches {
			for _, template := range launch.Candidates {
				if launch.Unseen != "" || seen[shield{group.Cluster, template}] {
					continue
				}
				seen[shield{group.Cluster, template}] = true
				options := template.Block("metadata_options")
				hops := options.Attr("http_put_response_hop_limit")
				if options.Attr("http_tokens").Is("required") && hops.Is("1") {
					found[group.Cluster] = append(found[group.Cluster], control.Fact(hops, group.Cluster))
				}
			}
		}
	}
	return found
}
