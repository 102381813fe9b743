package plan

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// instanceSource gives a graph the arguments of one instance.
type instanceSource struct {
	document *document
	resource *graph.Resource
	parts    parts
	siblings *siblings
	module   *moduleConfig
	config   *resourceConfig
	deferred bool

	values map[string]cty.Value // decoded and not yet asked for
	read   bool
}

// Argument decodes the argument, and with the first of them all that some
// control reads of the type.
func (s *instanceSource) Argument(name string) cty.Value {
	if s.deferred {
		return cty.DynamicVal
	}
	wanted := []string{name}
	if !s.read {
		s.read = true
		wanted = append(wanted, s.document.wanted.arguments[s.resource.Address.Type]...)
	}
	if v, ok := s.values[name]; ok {
		delete(s.values, name)
		return v
	}
	if len(wanted) == 1 && slices.Contains(s.document.wanted.arguments[s.resource.Address.Type], name) {
		return cty.NilVal // decoded with the others, and absent
	}
	decoded := s.decode(wanted)
	for name, v := range decoded {
		decoded[name] = s.derived(name).mark(v)
	}
	if s.values == nil {
		s.values = decoded
	} else {
		maps.Copy(s.values, decoded) // an argument that nothing announced, beside those that wait
	}
	v, ok := s.values[name]
	delete(s.values, name)
	if !ok {
		return cty.NilVal
	}
	return v
}

// decode reads the named arguments from the instance's ranges. An input that
// cannot be read again gives unknowns: doubt, never a pass.
func (s *instanceSource) decode(names []string) map[string]cty.Value {
	values := map[string]cty.Value{}
	unreadable := func() map[string]cty.Value {
		for _, name := range names {
			values[name] = cty.DynamicVal
		}
		return values
	}
	texts, err := s.document.readAll(s.parts.values, s.parts.unknown, s.parts.sensitive)
	if err != nil {
		return unreadable()
	}
	unknown, sensitive := s.masks(texts[1], names), s.masks(texts[2], names)
	if raw := texts[0]; len(raw) > 0 && raw[0] == '{' {
		dec := s.document.decoder(raw)
		if !dec.object(func(name string) {
			if slices.Contains(names, name) {
				values[name] = dec.value(unknown.attr(name), sensitive.attr(name))
			} else {
				_ = dec.SkipValue()
			}
		}) {
			return unreadable()
		}
		if dec.refused > 0 {
			s.document.refuse(s.resource, dec.refused)
		}
	}
	rest := unknown
	if unknown.all {
		rest = mask{object: make(map[string]mask, len(names))}
		for _, name := range names {
			rest.object[name] = unknown
		}
	}
	addUnknown(values, rest, sensitive)
	return values
}

// masks reads the masks of the named arguments.
func (s *instanceSource) masks(raw []byte, names []string) (m mask) {
	if len(raw) == 0 {
		return m
	}
	dec := s.document.decoder(raw)
	if raw[0] != '{' {
		return dec.mask()
	}
	dec.object(func(name string) {
		if slices.Contains(names, name) {
			m.set(name, dec.mask())
		} else {
			_ = dec.SkipValue()
		}
	})
	return m
}

// Range returns nothing: a plan has no source.
func (s *instanceSource) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }
