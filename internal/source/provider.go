package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// providers makes resources of a provider's configuration: one, or one for each
// instance under for_each.
func (m *module) providers(p *config.Provider) []*graph.Resource {
	var all []*graph.Resource
	e := m.providerInstances(p)
	keys := e.keys
	if e.unknown {
		keys = []graph.Key{{}}
	}
	for _, key := range keys {
		if !m.meter.instance(m.depth) {
			break
		}
		in := m.providerInstance(p, key)
		a := graph.Address{Module: m.address(), Mode: graph.Provider, Type: p.Name, Name: in.block.Name, Key: key}
		made := m.made(a, resourceSource{in, m.deferred}, in.block)
		made.Provider = configured{owner: m, block: p, instance: key}.key()
		all = append(all, made)
	}
	return all
}

// providerInstances is how often a configuration is there.
func (m *module) providerInstances(p *config.Provider) *expansion {
	e, ok := m.configurations[p]
	if !ok {
		e = m.expand(nil, p.ForEach, nil, func() string { return "provider." + p.Name })
		m.configurations[p] = e
	}
	return e
}

func (m *module) providerInstance(p *config.Provider, key graph.Key) *instance {
	ref := config.ProviderRef{Name: p.Name, Alias: p.Alias}
	block := &config.Resource{Mode: graph.Provider, Type: p.Name, Name: ref.String(), Body: p.Body, Range: p.Range}
	in := &instance{module: m, block: block, scope: m.providerInstances(p).scope(key)}
	if s, ok := schema.Find(graph.Provider, p.Name); ok {
		in.schema = s
	}
	return in
}

// configured is the configuration that a block uses.
type configured struct {
	owner    *module          // the module that has the block, or would have it
	block    *config.Provider // nil if none is written
	ref      config.ProviderRef
	instance graph.Key
	unknown  bool // which instance it is cannot be determined
}

// configured finds the provider configuration of the instance: the one that its
// block names, or the default one of its type.
func (in *instance) configured() configured {
	ref := in.block.Provider
	if ref.Name == "" {
		name, _, _ := strings.Cut(in.block.Type, "_")
		ref = config.ProviderRef{Name: name}
	}
	return in.module.configured(ref, in.scope)
}

// configured finds a provider configuration through the callers that pass it. The
// key of an instance is evaluated where it is written.
func (m *module) configured(ref config.ProviderRef, sc scope) configured {
	// What a caller passes comes before a block of the module itself, which is then
	// an empty one: the old way of saying that a provider is passed.
	if m.parent != nil {
		if up, ok := m.caller.Providers[ref.String()]; ok {
			return m.parent.configured(up, m.scope)
		}
	}
	found := configured{owner: m, block: m.config.Provider(ref), ref: ref.Whole()}
	if found.block == nil && m.parent != nil && ref.Alias == "" {
		return m.parent.configured(ref, m.scope)
	}
	if ref.Key != nil {
		found.instance, found.unknown = m.keyOf(ref.Key, sc)
	} else if found.block != nil {
		found.unknown = found.block.ForEach != nil
	}
	return found
}

// keyOf evaluates the key of an instance.
func (m *module) keyOf(expr hcl.Expression, sc scope) (key graph.Key, unknown bool) {
	v, _ := m.eval(expr, sc).Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return graph.Key{}, true
	}
	return graph.StringKey(v.AsString()), false
}

// key tells provider configurations apart, as plan JSON does; "" if it cannot be
// determined which instance of one it is.
func (c configured) key() string {
	if c.unknown {
		return ""
	}
	if c.block != nil {
		c.ref = config.ProviderRef{Name: c.block.Name, Alias: c.block.Alias}
	}
	key := c.ref.String() + c.instance.String()
	if c.owner.parent != nil {
		key = c.owner.address().String() + ":" + key
	}
	return key
}

// argument evaluates an argument of the configuration, unknown if none is written.
func (c configured) argument(name string) cty.Value {
	if c.block == nil || c.block.Body.Attributes[name] == nil || c.unknown {
		return cty.DynamicVal
	}
	return c.owner.eval(c.block.Body.Attributes[name].Expr, c.owner.providerInstances(c.block).scope(c.instance))
}
