package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// provider makes a resource of a provider's configuration block: constants are
// known, everything else is unknown and has origins.
func (d *document) provider(c providerConfig) *graph.Resource {
	s := &providerSource{document: d, config: c}
	alias := c.key
	if i := strings.LastIndexByte(alias, ':'); i >= 0 {
		alias = alias[i+1:]
	}
	module, err := graph.ParseModule(c.module)
	if err == nil {
		for _, m := range module {
			s.path = append(s.path, step{m.Name, keyPattern{any: true, key: m.Key, prefer: !m.Key.IsNone()}})
		}
	}
	s.module = d.module(module)
	r := graph.NewResource(graph.Address{Module: module, Mode: graph.Provider, Type: c.name, Name: alias}, s)
	r.Provider = c.key
	return r
}

type providerSource struct {
	document *document
	config   providerConfig
	path     []step
	module   *moduleConfig

	expressions map[string]*expression
	read        bool
}

func (s *providerSource) decode() map[string]*expression {
	if !s.read {
		s.read = true
		s.expressions = s.document.expressions(s.config.expressions)
	}
	return s.expressions
}

// Argument returns an argument's constant, or an unknown where it is an
// expression; of a block, an object of these.
func (s *providerSource) Argument(name string) cty.Value {
	e := s.decode()[name]
	if e == nil {
		return cty.NilVal
	}
	return shown(e, name)
}

// shown is the value that an expression in a provider's block is known to have.
func shown(e *expression, name string) cty.Value {
	v := cty.DynamicVal
	switch {
	case e.isBlock:
		blocks := []cty.Value{}
		for _, b := range e.blocks {
			attrs := map[string]cty.Value{}
			for inner, e := range b {
				attrs[inner] = shown(e, inner)
			}
			blocks = append(blocks, cty.ObjectVal(attrs))
		}
		return cty.TupleVal(blocks)
	case e.constant != cty.NilVal:
		v = e.constant
	}
	if graph.SecretOfProvider(name) {
		v = v.Mark(graph.SensitiveMark)
	}
	return v
}

// Unset is false: what a provider's configuration leaves out is absent.
func (s *providerSource) Unset(cty.Path) bool { return false }

// Origins follows what the argument at a path refers to.
func (s *providerSource) Origins(path cty.Path) graph.Origins {
	t := s.document.tracer()
	sc := scope{path: s.path, config: s.module}
	blocks := []map[string]*expression{s.decode()}
	for i, st := range path {
		name, ok := st.(cty.GetAttrStep)
		if !ok {
			continue
		}
		var next []map[string]*expression
		for _, b := range blocks {
			switch e := b[name.Name]; {
			case e == nil:
			case e.isBlock && i < len(path)-1:
				next = append(next, e.blocks...)
			default:
				t.expression(e, sc, traversal(path[i+1:]))
			}
		}
		blocks = next
	}
	return t.origins
}

// Range returns nothing: a plan has no source.
func (s *providerSource) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }
