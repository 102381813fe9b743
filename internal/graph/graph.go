package graph

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Graph is the set of instances that exist after the apply, with the data
// sources and provider configurations that bear on them. It is not safe for
// concurrent use.
type Graph struct {
	Facts Facts
	Kind  Kind

	resources []*Resource            // in address order
	byType    map[string][]*Resource // managed instances
	data      map[string][]*Resource // data sources
	providers map[string][]*Resource // provider configurations, by local name
	former    map[string][]*Resource // what the plan deletes or changes, as it was
	byAddress map[string]*Resource

	paths      map[string]cty.Path // of top-level attributes, by name
	relevant   []Ref
	identities map[string]map[string][]*Resource // type → identity → instances
	nearest    map[nameKey][]*Resource
	planned    map[*Resource][]*Resource // of what a joined source refers to
	depended   map[string][]*Resource    // what [Graph.Relevant] returned
	referrers  map[referrerKey]map[*Resource][]Referrer
	twins      map[*Resource]*Resource // what data sources read
	maybes     map[*Resource][]string  // what data sources refer to that may read a managed instance
	passing    int                     // how many resources a value was followed through, one after another

	configurations map[string]*configuration // of AWS, by key
	beside         *Graph                    // of the source that a plan was joined with

	// Gaps are the parts of the input that are not in the graph.
	Gaps []Gap
}

// New returns a graph of the resources. Of two with one address the first counts;
// a forgotten one has no address of its own, since its successor may have it.
func New(resources []*Resource) *Graph {
	g := &Graph{
		byType:     map[string][]*Resource{},
		data:       map[string][]*Resource{},
		providers:  map[string][]*Resource{},
		former:     map[string][]*Resource{},
		byAddress:  make(map[string]*Resource, len(resources)),
		paths:      map[string]cty.Path{},
		identities: map[string]map[string][]*Resource{},
		nearest:    map[nameKey][]*Resource{},
		planned:    map[*Resource][]*Resource{},
		depended:   map[string][]*Resource{},
		referrers:  map[referrerKey]map[*Resource][]Referrer{},
		twins:      map[*Resource]*Resource{},
		maybes:     map[*Resource][]string{},

		configurations: map[string]*configuration{},
	}
	sorted := slices.Clone(resources)
	slices.SortStableFunc(sorted, func(a, b *Resource) int { return a.Address.Compare(b.Address) })
	for _, r := range sorted {
		if address := r.String(); !r.Forgotten {
			if g.byAddress[address] != nil {
				continue
			}
			g.byAddress[address] = r
		}
		r.graph = g
		g.resources = append(g.resources, r)
		index := g.index(r.Mode)
		index[r.Type] = append(index[r.Type], r)
	}
	return g
}

func (g *Graph) index(mode Mode) map[string][]*Resource {
	switch mode {
	case Data:
		return g.data
	case Provider:
		return g.providers
	}
	return g.byType
}

// Resources returns the managed instances of the given types, in address order
// type by type; of all types when none is given. Forgotten ones are among them:
// they go on to exist.
func (g *Graph) Resources(types ...string) []*Resource { return g.pick(g.byType, Managed, types) }

// SetFormer tells the graph what the plan deletes or changes, with the values from
// before. These instances are not in the graph.
func (g *Graph) SetFormer(former []*Resource) {
	for _, r := range former {
		r.graph = g
		g.former[r.Type] = append(g.former[r.Type], r)
	}
}

// Former returns the instances of a type that the plan deletes or changes, with the
// values from before: what a computed attribute of another resource may still show.
func (g *Graph) Former(typ string) []*Resource { return g.former[typ] }

// FormerOf returns an instance that the plan updates, with the values from before; nil
// if the plan does not update it.
func (g *Graph) FormerOf(r *Resource) *Resource {
	if r.Action != Update {
		return nil
	}
	type key struct{ typ string }
	return Once(&g.Facts, key{r.Type}, func() map[string]*Resource {
		all := map[string]*Resource{}
		for _, former := range g.former[r.Type] {
			all[former.Address.String()] = former
		}
		return all
	})[r.Address.String()]
}

// Data returns the data sources of the given types.
func (g *Graph) Data(types ...string) []*Resource { return g.pick(g.data, Data, types) }

// Providers returns the provider configurations of the given local names, such
// as "kubernetes".
func (g *Graph) Providers(names ...string) []*Resource { return g.pick(g.providers, Provider, names) }

func (g *Graph) pick(index map[string][]*Resource, mode Mode, types []string) []*Resource {
	if len(types) == 1 {
		return index[types[0]]
	}
	var picked []*Resource
	if len(types) == 0 {
		for _, r := range g.resources {
			if r.Mode == mode {
				picked = append(picked, r)
			}
		}
	}
	for _, t := range types {
		picked = append(picked, index[t]...)
	}
	return picked
}

// Len returns how many instances, data sources and provider configurations there
// are.
func (g *Graph) Len() int { return len(g.resources) }

// Find returns the instance at an address, nil when there is none.
func (g *Graph) Find(address string) *Resource { return g.byAddress[address] }

// SetRelevant tells the graph which attributes the whole input's changes depend
// on, whatever expression refers to them: plan JSON's relevant_attributes. It
// is the only trace of what a dynamic block refers to.
func (g *Graph) SetRelevant(refs []Ref) {
	g.relevant = refs
	clear(g.depended)
}

// Relevant returns the instances of the given types on which some change
// depends by one of the given attributes, or as a whole; in address order.
// Do not change what it returns.
func (g *Graph) Relevant(attrs []string, types ...string) []*Resource {
	key := strings.Join(attrs, " ") + ":" + strings.Join(types, " ")
	if found, ok := g.depended[key]; ok {
		return found
	}
	var found []*Resource
	seen := map[*Resource]bool{}
	for _, ref := range g.relevant {
		if slices.Contains(types, ref.Resource.Type) && (ref.Attr == "" || slices.Contains(attrs, ref.Attr)) && !seen[ref.Resource] {
			seen[ref.Resource] = true
			found = append(found, ref.Resource)
		}
	}
	slices.SortFunc(found, func(a, b *Resource) int { return a.Address.Compare(b.Address) })
	g.depended[key] = found
	return found
}
