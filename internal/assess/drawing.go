package assess

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// crowd is how many resources a link may lead to before it is not drawn: it shows
// nothing, and many such links are a drawing without end.
func crowd(g *graph.Graph) int {
	const most, least, all = 50, 4, 20_000
	return max(least, min(most, all/max(1, g.Len())))
}

type edge struct {
	from, to *graph.Resource
	role     string
}

// Draw returns the shape of a graph: the subjects of the controls, what is linked
// to them, and the links. If a link has several candidates, all are drawn, unless
// they are a crowd.
func (a *Assessor) Draw(g *graph.Graph, findings []finding.Finding) finding.Graph {
	return draw(g, a.Subjects(), findings)
}

func draw(g *graph.Graph, types []string, findings []finding.Finding) finding.Graph {
	var subjects []*graph.Resource
	if len(types) > 0 {
		subjects = slices.DeleteFunc(slices.Clone(g.Resources(types...)), func(r *graph.Resource) bool { return r.Forgotten })
	}
	edges := edgesOf(g, subjects)
	nodes := nodesOf(subjects, edges)
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

func edgesOf(g *graph.Graph, subjects []*graph.Resource) []edge {
	drawn := map[*graph.Resource]bool{}
	for _, r := range subjects {
		drawn[r] = true
	}
	var edges []edge
	seen := map[edge]bool{}
	add := func(l link, wanted func(edge) bool) {
		for _, r := range g.Resources(l.from) {
			if r.Forgotten {
				continue
			}
			for _, to := range targets(g, r, l) {
				if e := (edge{r, to, l.role}); !seen[e] && wanted(e) {
					seen[e], drawn[r], drawn[to] = true, true, true
					edges = append(edges, e)
				}
			}
		}
	}
	for _, l := range links() {
		add(l, func(edge) bool { return true })
	}
	for _, l := range outskirts() {
		add(l.link, func(e edge) bool { return l.outward && drawn[e.from] || !l.outward && drawn[e.to] })
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(byAddress(a.from, b.from), strings.Compare(a.role, b.role), byAddress(a.to, b.to))
	})
	return edges
}

// targets returns what is made here and a link of a resource leads to.
func targets(g *graph.Graph, r *graph.Resource, l link) []*graph.Resource {
	values := []graph.Value{r.Attr(l.path[0])}
	for _, name := range l.path[1:] {
		var inner []graph.Value
		for _, v := range values {
			for _, block := range v.Elements() {
				inner = append(inner, block.Attr(name))
			}
		}
		values = inner
	}
	var to []*graph.Resource
	for _, v := range values {
		link := g.Link(v, l.to...)
		if !link.Certain && len(link.To) > crowd(g) {
			continue
		}
		for _, candidate := range link.To {
			if candidate.Mode == graph.Managed && !candidate.Forgotten {
				to = append(to, candidate)
			}
		}
	}
	return to
}

func nodesOf(subjects []*graph.Resource, edges []edge) []*graph.Resource {
	nodes := slices.Clone(subjects)
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
