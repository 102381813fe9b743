package source

import (
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// resource finds the block that declares something, nil where nothing does.
func (m *module) resource(mode graph.Mode, typ, name string) *config.Resource {
	return m.config.Resource(mode, typ, name)
}

func (m *module) expansionOf(r *config.Resource) *expansion {
	if e, ok := m.instances[r]; ok {
		return e
	}
	m.instances[r] = &expansion{unknown: true} // of one that depends on itself
	e := m.expand(r.Count, r.ForEach, r.Enabled, func() string { return m.addressOf(r, graph.Key{}).String() })
	m.instances[r] = e
	return e
}

func (m *module) addressOf(r *config.Resource, key graph.Key) graph.Address {
	return graph.Address{Module: m.address(), Mode: r.Mode, Type: r.Type, Name: r.Name, Key: key}
}

// reference gives the value that an expression sees under a resource's name.
func (m *module) reference(w mention, loose bool) cty.Value {
	r := m.resource(w.mode, w.typ, w.name)
	if r == nil {
		return open(graph.Address{Mode: w.mode, Type: w.typ, Name: w.name}.String())
	}
	e := m.expansionOf(r)
	if e.unknown || m.deferred {
		return cty.DynamicVal.Mark(m.origin(r, graph.Key{}, "")).WithMarks(e.marks)
	}
	return e.value(func(key graph.Key) cty.Value {
		in := m.instance(r, key)
		// Whoever refers to one instance of many is given them all.
		if len(e.keys) > 1 && !m.meter.walk(1+len(in.known)) {
			return spent
		}
		if loose && w.attrs.whole && in.schema == nil {
			return cty.DynamicVal.Mark(m.origin(r, key, ""))
		}
		return in.value(w.attrs.names)
	})
}

// origin is the mark of what an instance's attribute gives.
func (m *module) origin(r *config.Resource, key graph.Key, path string) any {
	address := m.addressOf(r, key)
	if !m.types[r.Type] {
		return otherMark{address.Config()}
	}
	return refMark{address.String(), path}
}

// instance is one instance of a resource or data block.
type instance struct {
	module *module
	block  *config.Resource
	scope  scope
	schema *schema.Block // nil when the type is in no table

	body *written
	sets map[string]cty.Value // those in body as tuples, by path

	arguments map[string]cty.Value // as a graph sees them
	known     map[string]cty.Value // as others see it
	whole     cty.Value            // all of known together; NilVal until somebody asks, and when known grows
}

type instanceKey struct {
	module *module
	block  *config.Resource
	key    graph.Key
}

func (m *module) instance(r *config.Resource, key graph.Key) *instance {
	at := instanceKey{m, r, key}
	if in, ok := m.evaluated[at]; ok {
		return in
	}
	in := &instance{module: m, block: r, scope: m.expansionOf(r).scope(key)}
	in.scope.key = key
	if s, ok := schema.Find(r.Mode, r.Type); ok {
		in.schema = s
	}
	m.evaluated[at] = in
	return in
}

// written evaluates the block.
func (in *instance) written() *written {
	if in.body == nil {
		in.body = &written{} // of one that depends on itself
		in.body = in.module.body(in.block, in.schema, in.scope)
	}
	return in.body
}

// value is what others see of the instance: its arguments as they are written,
// and unknowns for what its provider computes. names are attributes that are
// asked for; without a schema nothing else says that they exist.
func (in *instance) value(names []string) cty.Value {
	m := in.module
	if in.known == nil {
		in.known = map[string]cty.Value{} // of one that depends on itself
		values := maps.Clone(in.written().values)
		if values == nil {
			values = map[string]cty.Value{}
		}
		for name, v := range in.computed() {
			if own, ok := values[name]; !ok || isNull(own) { // a region that is written is that one
				values[name] = v
			}
		}
		if in.schema != nil {
			values = in.schema.Complete(values, cty.DynamicVal)
			in.defaulted(values)
		}
		passes := graph.Carried(in.block.Type)
		for attr, v := range values {
			origin := m.origin(in.block, in.scope.key, attr)
			switch _, isWritten := in.written().values[attr]; {
			case passes[attr] != "":
			case isWritten:
				values[attr] = passed(v, origin, graph.IsName(in.block.Type, attr))
			default:
				values[attr] = through(v, origin)
			}
		}
		for attr, argument := range passes {
			if v, ok := in.written().values[argument]; ok {
				values[attr] = v
				if attr != argument {
					values[attr] = later(v)
				}
			}
		}
		in.known, in.whole = values, cty.NilVal
	}
	values := in.known
	for _, name := range names {
		if _, ok := values[name]; !ok {
			values[name] = cty.DynamicVal.Mark(m.origin(in.block, in.scope.key, name))
			in.whole = cty.NilVal
		}
	}
	if in.whole == cty.NilVal {
		in.whole = cty.ObjectVal(values)
	}
	return in.whole
}

// isNull reports whether a value is known to be null, whatever its marks.
func isNull(v cty.Value) bool {
	bare, _ := v.Unmark()
	return bare.IsKnown() && bare.IsNull()
}

// defaulted makes unknown what is left out and may have a default: a schema does
// not tell those of a provider, which a plan has in the place of null.
func (in *instance) defaulted(values map[string]cty.Value) {
	for name, a := range in.schema.Attributes {
		if _, ok := in.written().values[name]; !ok && a.Optional && !a.Computed && a.Type.IsPrimitiveType() {
			values[name] = cty.UnknownVal(a.Type)
		}
	}
}

// later is a value that a provider gives back: known after apply, as a plan has
// it, though it is known what it will be made of.
func later(v cty.Value) cty.Value {
	marks := marksOf(v)
	if len(lasting(marks)) == len(marks) {
		marks = union(marks, cty.NewValueMarks(openMark{"terraform_data"}))
	}
	return cty.DynamicVal.WithMarks(marks)
}
