package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

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

// Symbol identifies an argument's expression by the constants and references in it,
// "" if there are none of these. A plan does not show more.
func (s *providerSource) Symbol(name string) string {
	e := s.decode()[name]
	if e == nil {
		return ""
	}
	var b strings.Builder
	b.WriteString(s.config.module)
	if !e.identify(&b) {
		return ""
	}
	return b.String()
}

// identify writes what the plan shows of an expression, and reports whether it shows
// something of each part.
func (e *expression) identify(b *strings.Builder) bool {
	if e.constant != cty.NilVal {
		raw, err := ctyjson.Marshal(e.constant, e.constant.Type())
		b.Write(raw)
		return err == nil
	}
	for _, ref := range e.references {
		fmt.Fprintf(b, "<%s>", ref)
	}
	whole := e.isBlock || len(e.references) > 0
	for _, block := range e.blocks {
		for _, name := range slices.Sorted(maps.Keys(block)) {
			fmt.Fprintf(b, "{%s ", name)
			whole = block[name].identify(b) && whole
			b.WriteString("}")
		}
		b.WriteString(";")
	}
	return whole
}

// madeUp reports whether a key is not a configuration's but one that Terraform made
// up for a module that inherits one. A block without arguments in a module has the
// same look and meaning: it was once the way to say that a caller passes one.
func (c providerConfig) madeUp() bool {
	return c.module != "" && !c.expressions.present()
}

// inherited returns the key of the configuration that stands behind a key, "" if
// the plan does not say which of several it is: a call on the way may pass an alias
// without a trace.
func (ix *index) inherited(key string) string {
	i := slices.IndexFunc(ix.providers, func(c providerConfig) bool { return c.key == key })
	if i < 0 || !ix.providers[i].madeUp() {
		return key
	}
	invented := ix.providers[i]
	found, others := invented.name, 0 // the default one of the root module, written or not
	for _, c := range ix.providers {
		if c.name != invented.name || c.madeUp() || c.key == found {
			continue
		}
		if c.module == "" || strings.HasPrefix(invented.module+".", c.module+".") {
			others++
		}
	}
	if others > 0 {
		return ""
	}
	return found
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
