package source

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// build makes the graph of a module and all that it calls.
// What is past the limits is not in it, and the loader notes that it was cut.
func (m *module) build(all []*graph.Resource, count *int) []*graph.Resource {
	if !m.meter.walk(len(m.config.Resources) + len(m.config.Providers) + len(m.config.Calls)) {
		m.past(m.address(), tooMuch, m.called())
		return all
	}
	m.suppress()
	for _, r := range m.config.Resources {
		e := m.expansionOf(r)
		keys, deferred := e.keys, m.deferred || e.unknown
		if deferred {
			keys = []graph.Key{{}}
		}
		if r.Mode == graph.Managed {
			*count += len(keys)
			m.loader.managed[r.Type] = m.loader.managed[r.Type] || len(keys) > 0
		}
		if !m.types[r.Type] {
			continue
		}
		for _, key := range keys {
			if !m.meter.instance(m.depth) {
				m.past(m.address(), tooMuch, &r.Range)
				return all
			}
			made := m.made(m.addressOf(r, key), resourceSource{m.instance(r, key), deferred}, r)
			made.Deferred = deferred
			all = append(all, made)
		}
	}
	for _, p := range m.config.Providers {
		if m.types["provider."+p.Name] {
			all = append(all, m.providers(p)...)
		}
	}
	m.walk(func(in *module) { all = in.build(all, count) })
	return all
}

func (m *module) made(a graph.Address, source resourceSource, r *config.Resource) *graph.Resource {
	made := graph.NewResource(a, source)
	if a.Mode != graph.Provider {
		made.Provider = source.instance.configured().key()
	}
	made.Action = graph.Create
	if a.Mode == graph.Data {
		made.Action = graph.Read
	}
	rng := m.rangeOf(r.Range)
	made.Range, made.Calls = &rng, m.chain()
	m.resources[a.String()] = made
	return made
}

// called is where the module is called, nil for the root module.
func (m *module) called() *hcl.Range {
	if m.caller == nil {
		return nil
	}
	return &m.caller.Range
}

func compareRefs(a, b graph.Ref) int {
	return cmp.Or(a.Resource.Address.Compare(b.Resource.Address), strings.Compare(a.Path, b.Path))
}

// first is the name that a path begins with.
func first(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
