package assess

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

type edge struct {
	from, to *graph.Resource
	role     string
}

// draw gives the shape of a graph: the resources of the judged types, those
// linked to them, and the links. Where a link has several candidates, all are
// drawn.
func draw(g *graph.Graph, judged []string, findings []finding.Finding) finding.Graph {
	edges := edgesOf(g)
	nodes := nodesOf(g, judged, edges)
	clusters := clustersOf(edges, findings)

	drawing := finding.Graph{Resources: []finding.Node{}, Links: []finding.Edge{}}
	for _, r := range nodes {
		address := r.String()
		node := finding.Node{Address: address, Type: r.Type, Cluster: clusters[address]}
		if r.Type == "aws_eks_cluster" {
			node.Cluster = address
		}
		drawing.Resources = append(drawing.Resources, node)
	}
	for _, e := range edges {
		drawing.Links = append(drawing.Links, finding.Edge{From: e.from.String(), To: e.to.String(), Role: e.role})
	}
	return drawing
}

func edgesOf(g *graph.Graph) []edge {
	var edges []edge
	seen := map[edge]bool{}
	for _, l := range links() {
		for _, r := range g.Resources(l.from) {
			for _, to := range g.Link(r.Lookup(l.path...), l.to...).To {
				if e := (edge{r, to, l.role}); to.Mode == graph.Managed && !seen[e] {
					seen[e] = true
					edges = append(edges, e)
				}
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(byAddress(a.from, b.from), strings.Compare(a.role, b.role), byAddress(a.to, b.to))
	})
	return edges
}

func nodesOf(g *graph.Graph, judged []string, edges []edge) []*graph.Resource {
	var nodes []*graph.Resource
	if len(judged) > 0 {
		nodes = slices.Clone(g.Resources(judged...))
	}
	for _, e := range edges {
		nodes = append(nodes, e.from, e.to)
	}
	slices.SortFunc(nodes, byAddress)
	return slices.Compact(nodes)
}

// clustersOf tells by address which cluster a resource belongs to, where there
// is exactly one.
func clustersOf(edges []edge, findings []finding.Finding) map[string]string {
	clusters := map[string]string{}
	several := map[string]bool{}
	add := func(address, cluster string) {
		if known := clusters[address]; known != "" && known != cluster {
			several[address] = true
		}
		clusters[address] = cluster
	}
	for _, e := range edges {
		if e.role == "cluster" {
			add(e.from.String(), e.to.String())
		}
	}
	for _, f := range findings {
		if f.Cluster != "" && f.Address != "" {
			add(f.Address, f.Cluster)
		}
	}
	for address := range several {
		delete(clusters, address)
	}
	return clusters
}
