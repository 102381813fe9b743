// Package eks has what several controls derive about EKS clusters: which cluster a
// thing belongs to, the endpoint, and who signs in.
//
// It knows no control, and not where the graph came from.
package eks

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const ClusterType = "aws_eks_cluster"

// Membership says which clusters of the graph something belongs to.
type Membership struct {
	Clusters []*graph.Resource // candidates
	Anywhere bool              // it cannot be told: it may belong to any cluster of the graph
	Certain  bool              // it belongs to each candidate, and to no other
	Assumes  []string
}

// ClustersOf follows an argument that names a cluster. Nothing is returned for
// a known name that is no cluster's here: the cluster is another plan's.
func ClustersOf(g *graph.Graph, name graph.Value) Membership {
	link := g.Link(name, ClusterType)
	switch {
	case len(link.To) > 0:
		return Linked(g, link)
	case link.Open || name.Unset():
		return anywhere(g, name.Resource())
	}
	return Membership{}
}

// anywhere is the membership of something of AWS that may belong to any cluster in
// its own account and region.
func anywhere(g *graph.Graph, r *graph.Resource) Membership {
	type key struct{ home graph.Home }
	return graph.Once(&g.Facts, key{g.Home(r)}, func() Membership {
		all := g.Resources(ClusterType)
		possible := g.Near(r, all)
		if len(possible) == len(all) {
			return Anywhere(g)
		}
		return Among(g, Membership{Clusters: possible, Certain: len(possible) == 1})
	})
}

// Crowd is how many candidates something may have before it is not said of each
// of them, but once: that they cannot be told apart. In a large graph it is fewer,
// so that a control gives no more than some ten thousand verdicts beside one for
// each resource.
func Crowd(g *graph.Graph) int {
	const most, least, all = 50, 4, 20_000
	return max(least, min(most, all/max(1, g.Len())))
}

// Linked is the membership of what points at clusters.
func Linked(g *graph.Graph, link graph.Link) Membership {
	return Among(g, Membership{Clusters: link.To, Certain: link.Certain && !link.Open, Assumes: link.Assumes})
}

// Among keeps the candidates of a membership where they are few enough.
func Among(g *graph.Graph, m Membership) Membership {
	if !m.Certain && len(m.Clusters) > Crowd(g) {
		return Membership{Anywhere: true}
	}
	return m
}

// Anywhere is the membership of what may belong to any cluster. Where there is
// one cluster alone, that one is it.
func Anywhere(g *graph.Graph) Membership {
	all := g.Resources(ClusterType)
	gap := g.Lack(ClusterType)
	switch {
	case len(all) != 1, gap != nil && gap.Certain():
		return Membership{Anywhere: true}
	case gap != nil && gap.Kind != graph.NotPassed:
		return Membership{Clusters: all, Certain: true, Assumes: []string{gap.Name() + ", which was not read, has no other cluster"}}
	}
	return Membership{Clusters: all, Certain: true}
}

// Member is a resource of a cluster.
type Member struct {
	*graph.Resource
	Certain bool // false: it may be another cluster's
	Assumes []string
}

// Members holds the resources of clusters, in address order.
type Members struct {
	ByCluster map[*graph.Resource][]Member
	Anywhere  []Member
}

// MembersOf finds, for every cluster, the resources of the types that belong to
// it; belongs says where each does.
func MembersOf(g *graph.Graph, belongs func(*graph.Resource) Membership, types ...string) Members {
	index := Members{ByCluster: map[*graph.Resource][]Member{}}
	for _, r := range g.Resources(types...) {
		m := belongs(r)
		if m.Anywhere {
			index.Anywhere = append(index.Anywhere, Member{Resource: r})
		}
		for _, cluster := range m.Clusters {
			index.ByCluster[cluster] = append(index.ByCluster[cluster], Member{r, m.Certain, m.Assumes})
		}
	}
	return index
}

// ByClusterName is the membership of what names its cluster in cluster_name:
// node groups, add-ons, access entries and the like.
func ByClusterName(g *graph.Graph) func(*graph.Resource) Membership {
	return func(r *graph.Resource) Membership { return ClustersOf(g, r.Attr("cluster_name")) }
}

// ByProvider is the membership of what a kubernetes, helm or kubectl provider
// makes: the clusters that the provider's configuration talks to.
func ByProvider(g *graph.Graph) func(*graph.Resource) Membership {
	connections := Connections(g)
	return func(r *graph.Resource) Membership { return connections(r).Membership }
}

const (
	NodeGroupType       = "aws_eks_node_group"
	AccessEntryType     = "aws_eks_access_entry"
	FargateProfileType  = "aws_eks_fargate_profile"
	InstanceProfileType = "aws_iam_instance_profile"
)
