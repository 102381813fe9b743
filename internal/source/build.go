package source

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// build makes the graph of a module and all that it calls.
// What is past the limits is not in it, and the loader notes that it was cut.
func (m *module) build(all []*graph.Resource, count *int) []*graph.Resource {
	if !m.meter.walk(len(m.config.Resources) + len(m.config.Providers) + len(m.config.Calls)) {
		m.past(m.address().Config(), tooMuch, m.called())
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
		}
		if !m.types[r.Type] {
			continue
		}
		for _, key := range keys {
			if !m.meter.instance(m.depth) {
				m.past(m.address().Config(), tooMuch, &r.Range)
				return all
			}
			made := m.made(m.addressOf(r, key), resourceSource{m.instance(r, key), deferred}, r)
			made.Deferred = deferred
			made.Provider = m.providerKey(m.providerOf(r))
			all = append(all, made)
		}
	}
	for _, p := range m.config.Providers {
		if m.types["provider."+p.Name] {
			all = append(all, m.provider(p))
		}
	}
	m.walk(func(in *module) { all = in.build(all, count) })
	return all
}

func (m *module) made(a graph.Address, source resourceSource, r *config.Resource) *graph.Resource {
	made := graph.NewResource(a, source)
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

// provider makes a resource of a provider's configuration.
func (m *module) provider(p *config.Provider) *graph.Resource {
	name := p.Name
	if p.Alias != "" {
		name += "." + p.Alias
	}
	block := &config.Resource{Mode: graph.Provider, Type: p.Name, Name: name, Body: p.Body, Range: p.Range}
	in := &instance{module: m, block: block}
	if s, ok := schema.Find(graph.Provider, p.Name); ok {
		in.schema = s
	}
	made := m.made(graph.Address{Module: m.address(), Mode: graph.Provider, Type: p.Name, Name: name}, resourceSource{in, m.deferred}, block)
	made.Provider = m.providerKey(config.ProviderRef{Name: p.Name, Alias: p.Alias})
	return made
}

// providerOf is the configuration that a block uses: the one that it names, or
// the default one of its type.
func (m *module) providerOf(r *config.Resource) config.ProviderRef {
	if r.Provider.Name != "" {
		return r.Provider
	}
	name, _, _ := strings.Cut(r.Type, "_")
	return config.ProviderRef{Name: name}
}

// configured finds the module that configures a provider, through the callers
// that hand it down, and the block; the block is nil where there is none.
func (m *module) configured(ref config.ProviderRef) (*module, *config.Provider, config.ProviderRef) {
	// What a caller hands down comes before a block of the module itself, which is
	// then an empty one: the old way of saying that a provider is handed down.
	if m.parent != nil {
		if up, ok := m.caller.Providers[ref.String()]; ok {
			return m.parent.configured(up)
		}
	}
	if p := m.config.Provider(ref); p != nil {
		return m, p, ref
	}
	if m.parent == nil {
		return m, nil, ref
	}
	if ref.Alias == "" {
		return m.parent.configured(ref)
	}
	return m, nil, ref
}

// providerKey tells provider configurations apart.
func (m *module) providerKey(ref config.ProviderRef) string {
	owner, _, ref := m.configured(ref)
	key := ref.Name
	if ref.Alias != "" {
		key += "." + ref.Alias
	}
	if owner.parent != nil {
		key = owner.address().String() + ":" + key
	}
	return key
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
