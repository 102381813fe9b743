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
	instance instance
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
		wanted = append(wanted, s.document.wanted.arguments[s.instance.address.Type]...)
	}
	if v, ok := s.values[name]; ok {
		delete(s.values, name)
		return v
	}
	if len(wanted) == 1 && slices.Contains(s.document.wanted.arguments[s.instance.address.Type], name) {
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
	masks := [2]mask{}
	for i, at := range []span{s.instance.unknown, s.instance.sensitive} {
		raw, err := s.document.read(at)
		if err != nil {
			return unreadable()
		}
		masks[i] = decodeMask(raw)
	}
	unknown, sensitive := masks[0], masks[1]
	raw, err := s.document.read(s.instance.values)
	if err != nil {
		return unreadable()
	}
	dec := newDecoder(raw)
	if len(raw) > 0 && dec.PeekKind() == '{' {
		_, _ = dec.ReadToken()
		for dec.PeekKind() == '"' {
			token, err := dec.ReadToken()
			if err != nil {
				return unreadable()
			}
			if name := token.String(); slices.Contains(names, name) {
				values[name] = dec.value(unknown.attr(name), sensitive.attr(name))
			} else if dec.SkipValue() != nil {
				return unreadable()
			}
		}
	}
	if dec.refused > 0 {
		s.document.refuse(s.resource, dec.refused)
	}
	rest := map[string]mask{}
	for _, name := range names {
		if m := unknown.attr(name); m.any() {
			rest[name] = m
		}
	}
	addUnknown(values, mask{object: rest}, sensitive)
	return values
}

// Range returns nothing: a plan has no source.
func (s *instanceSource) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }
