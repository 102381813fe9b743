package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const clusterType = "aws_eks_cluster"

// membership says which clusters of the graph something belongs to.
type membership struct {
	Clusters []*graph.Resource // candidates
	Anywhere bool              // it cannot be told: it may belong to any cluster of the graph
	Certain  bool              // it belongs to each candidate, and to no other
	Assumes  []string
}

// clustersOf follows an argument that names a cluster. Nothing is returned for
// a known name that is no cluster's here: the cluster is another plan's.
func clustersOf(g *graph.Graph, name graph.Value) membership {
	link := g.Link(name, clusterType)
	switch {
	case len(link.To) > 0:
		return linked(g, link)
	case link.Open || name.Unset():
		return anywhere(g)
	}
	return membership{}
}

// crowd is how many candidates something may have before it is not said of each
// of them, but once: that they cannot be told apart. In a large graph it is fewer,
// so that a control gives no more than some ten thousand verdicts beside one for
// each resource.
func crowd(g *graph.Graph) int {
	const most, least, all = 50, 4, 20_000
	return max(least, min(most, all/max(1, g.Len())))
}

// linked is the membership of what points at clusters.
func linked(g *graph.Graph, link graph.Link) membership {
	return among(g, membership{Clusters: link.To, Certain: link.Certain && !link.Open, Assumes: link.Assumes})
}

// among keeps the candidates of a membership where they are few enough.
func among(g *graph.Graph, m membership) membership {
	if !m.Certain && len(m.Clusters) > crowd(g) {
		return membership{Anywhere: true}
	}
	return m
}

// anywhere is the membership of what may belong to any cluster. Where there is
// one cluster alone, that one is it.
func anywhere(g *graph.Graph) membership {
	all := g.Resources(clusterType)
	if len(all) == 1 {
		return membership{Clusters: all, Certain: true}
	}
	return membership{Anywhere: true}
}

// member is a resource of a cluster.
type member struct {
	*graph.Resource
	Certain bool // false: it may be another cluster's
	Assumes []string
}

// members holds the resources of clusters, in address order.
type members struct {
	of       map[*graph.Resource][]member
	anywhere []member
}

// membersOf finds, for every cluster, the resources of the types that belong to
// it; belongs says where each does.
func membersOf(g *graph.Graph, belongs func(*graph.Resource) membership, types ...string) members {
	index := members{of: map[*graph.Resource][]member{}}
	for _, r := range g.Resources(types...) {
		m := belongs(r)
		if m.Anywhere {
			index.anywhere = append(index.anywhere, member{Resource: r})
		}
		for _, cluster := range m.Clusters {
			index.of[cluster] = append(index.of[cluster], member{r, m.Certain, m.Assumes})
		}
	}
	return index
}

// Of returns the resources that belong to the cluster, or may.
func (m members) Of(cluster *graph.Resource) []member {
	return slices.Concat(m.of[cluster], m.anywhere)
}

// byClusterName is the membership of what names its cluster in cluster_name:
// node groups, add-ons, access entries and the like.
func byClusterName(g *graph.Graph) func(*graph.Resource) membership {
	return func(r *graph.Resource) membership { return clustersOf(g, r.Attr("cluster_name")) }
}

// byProvider is the membership of what a kubernetes, helm or kubectl provider
// makes: the clusters that the provider's configuration refers to.
func byProvider(g *graph.Graph) func(*graph.Resource) membership {
	byKey := map[string]membership{}
	for _, p := range g.Providers("kubernetes", "helm", "kubectl") {
		byKey[p.Provider] = providerClusters(g, p)
	}
	return func(r *graph.Resource) membership {
		if m, ok := byKey[r.Provider]; ok {
			return m
		}
		return anywhere(g)
	}
}

// providerClusters returns the clusters that a provider configuration talks to,
// from what its host and certificate refer to.
func providerClusters(g *graph.Graph, p *graph.Resource) membership {
	var found []*graph.Resource
	for _, block := range []graph.Value{p.Attr("host"), p.Attr("cluster_ca_certificate"), p.Attr("kubernetes"),
		p.Block("kubernetes").Attr("host"), p.Block("kubernetes").Attr("cluster_ca_certificate")} {
		for _, ref := range block.Origins().Refs {
			if ref.Resource.Type == clusterType && ref.Resource.Mode == graph.Managed && !slices.Contains(found, ref.Resource) {
				found = append(found, ref.Resource)
			}
		}
	}
	if len(found) == 0 {
		return anywhere(g)
	}
	return among(g, membership{Clusters: found, Certain: len(found) == 1})
}
