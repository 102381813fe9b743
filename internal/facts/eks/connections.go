package eks

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Connection says which cluster a configuration of the kubernetes, helm or kubectl
// provider talks to. A cluster that is known to be outside the input has a
// [Membership] without candidates.
type Connection struct {
	Membership
	EKS  logic.Truth // whether the cluster is one of EKS
	Site Site
}

// Site tells the clusters of Kubernetes objects apart. Objects of one ID are on
// one cluster. Objects of two IDs are on two clusters if both are Known, and
// otherwise it cannot be determined.
type Site struct {
	ID    string
	Known bool
}

// ConnectionOf returns the connection of a provider configuration.
func ConnectionOf(g *graph.Graph, p *graph.Resource) Connection {
	type key struct{ provider *graph.Resource }
	return graph.Once(&g.Facts, key{p}, func() Connection { return connect(g, p) })
}

// Connections returns the connection of each object that a kubernetes, helm or
// kubectl provider makes.
func Connections(g *graph.Graph) func(*graph.Resource) Connection {
	byKey := map[string]Connection{}
	for _, p := range g.Providers(KubernetesProviders()...) {
		byKey[p.Provider] = ConnectionOf(g, p)
	}
	implied := Connection{Membership: Anywhere(g), EKS: logic.Maybe, Site: Site{ID: impliedSite}}
	return func(r *graph.Resource) Connection {
		if c, ok := byKey[r.Provider]; ok {
			return c
		}
		return implied
	}
}

// impliedSite is the site of configurations that write no connection: the
// environment decides it for all of them.
const impliedSite = "environment"

// connect follows the arguments in the order in which they decide: the host, its
// certificate, how to sign in to it, and the context of a kubeconfig.
func connect(g *graph.Graph, p *graph.Resource) Connection {
	args := connectionOf(p)
	trail := trail{graph: g}
	for _, v := range args.all() {
		trail.follow(v)
	}
	trail.host(args.host)
	trail.exec(args.exec)
	trail.context(args.context)
	c := Connection{Membership: Anywhere(g), EKS: logic.Maybe, Site: Site{ID: args.signature(), Known: false}}
	switch {
	case trail.otherCloud && len(trail.clusters) == 0 && !trail.eks:
		c.EKS = logic.No
	case trail.eks || len(trail.clusters) > 0:
		c.EKS = logic.Yes
	}
	switch {
	case len(trail.clusters) > 0:
		c.Membership = Among(g, Membership{Clusters: trail.clusters, Certain: len(trail.clusters) == 1 && !trail.open})
	case c.EKS == logic.No || trail.away != "":
		c.Membership = Membership{}
	case trail.unread:
		c.Membership = Membership{Anywhere: true}
	}
	switch {
	case len(c.Clusters) == 1 && c.Certain:
		c.Site = Site{ID: "cluster " + c.Clusters[0].String(), Known: true}
	case len(c.Clusters) == 0 && !c.Anywhere && trail.away != "":
		c.Site = Site{ID: "elsewhere " + trail.away, Known: true}
	}
	return c
}

// trail is where the arguments of a provider configuration lead.
type trail struct {
	graph      *graph.Graph
	clusters   []*graph.Resource // of the input
	away       string            // the name of a cluster that is not in the input
	open       bool              // something may lead to another cluster of the input
	eks        bool              // something says that the cluster is one of EKS
	otherCloud bool              // something says that it is another cloud's
	unread     bool              // something leads to a module that was not read
}

// follow adds what a value refers to. What an earlier argument says is not
// changed by a later one.
func (t *trail) follow(v graph.Value) {
	if len(t.clusters) > 0 || t.away != "" {
		return
	}
	o := v.Origins()
	for _, ref := range o.Refs {
		switch {
		case ref.Resource.Type == ClusterType && ref.Resource.Mode == graph.Managed:
			t.add(ref.Resource)
		case ref.Resource.Type == ClusterType, ref.Resource.Type == clusterAuthType:
			t.eks = true
			t.named(ref.Resource.Attr("name"))
		}
	}
	for _, address := range o.Others {
		t.eks = t.eks || isEKS(address)
		t.otherCloud = t.otherCloud || isOtherCloud(address)
	}
	for _, text := range o.Unresolved {
		t.eks = t.eks || word(text, "eks")
		t.unread = t.unread || slices.ContainsFunc(t.graph.Gaps, func(gap graph.Gap) bool {
			rest, ok := strings.CutPrefix(text, gap.Address)
			return gap.Kind == graph.UnreadModule && ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
		})
	}
}

func (t *trail) add(cluster *graph.Resource) {
	if !slices.Contains(t.clusters, cluster) {
		t.clusters = append(t.clusters, cluster)
	}
}

// named adds the clusters of the input that a name or an ARN may mean. Without one
// the cluster is outside the input, unless the name of a cluster is not known.
func (t *trail) named(name graph.Value) {
	link := t.graph.Link(name, ClusterType)
	found := false
	for _, cluster := range link.To {
		if cluster.Mode == graph.Managed {
			t.add(cluster)
			found = true
		}
	}
	text, known := name.Text()
	switch {
	case found:
		t.open = t.open || link.Open
	case known:
		t.outside(text)
	}
}

// outside notes the name of a cluster that no cluster of the input is known to have.
func (t *trail) outside(name string) {
	for _, cluster := range t.graph.Resources(ClusterType) {
		if _, known := cluster.Attr("name").Text(); !known {
			return
		}
	}
	t.away = name
}
