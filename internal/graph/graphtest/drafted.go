package graphtest

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Drafted is the source of a resource as a configuration has it, for shapes that no
// plan can be made to have: its arguments, and what their expressions refer to.
type Drafted struct {
	Args    Args
	Origins map[string]graph.Origins // by argument
}

func (d Drafted) source() draftedSource { return draftedSource{d} }

type draftedSource struct{ Drafted }

func (d draftedSource) Argument(name string) cty.Value { return source(d.Args).Argument(name) }
func (draftedSource) Unset(cty.Path) bool              { return false }
func (draftedSource) Range(cty.Path) (graph.Range, bool) {
	return graph.Range{}, false
}

func (d draftedSource) Origins(path cty.Path) graph.Origins {
	step, _ := path[0].(cty.GetAttrStep)
	o := d.Drafted.Origins[step.Name]
	if len(path) > 1 { // they are the argument's
		_, o.Whole = path[len(path)-1].(cty.IndexStep)
	}
	return o
}

// At returns the instance with the given address.
func (d Drafted) At(a graph.Address) *graph.Resource { return graph.NewResource(a, d.source()) }

// Build returns a resource with arguments, whose expressions have the origins given
// by argument.
func Build(t testing.TB, address string, args Args, origins map[string]graph.Origins) *graph.Resource {
	t.Helper()
	return Drafted{args, origins}.At(parse(t, address))
}

// Sourced returns a resource whose arguments with origins are unknown.
func Sourced(t testing.TB, address string, origins map[string]graph.Origins, more Args) *graph.Resource {
	t.Helper()
	values := Args{}
	for name := range origins {
		values[name] = UnknownText()
	}
	for name, value := range more {
		values[name] = value
	}
	return Build(t, address, values, origins)
}

// Traced is the source of a resource whose arguments have the origins given by
// their paths, and no others.
type Traced struct {
	Args    Args
	Origins map[string]graph.Origins // by path, as graph.FormatPath writes it
}

type tracedSource struct{ Traced }

func (s tracedSource) Argument(name string) cty.Value { return source(s.Args).Argument(name) }
func (tracedSource) Unset(cty.Path) bool              { return false }
func (tracedSource) Range(cty.Path) (graph.Range, bool) {
	return graph.Range{}, false
}

func (s tracedSource) Origins(path cty.Path) graph.Origins {
	return s.Traced.Origins[graph.FormatPath(path)]
}

// TracedResource returns an instance with such a source.
func TracedResource(t testing.TB, address string, args Args, origins map[string]graph.Origins) *graph.Resource {
	t.Helper()
	return graph.NewResource(parse(t, address), tracedSource{Traced{args, origins}})
}

// TracedProvider returns a provider's configuration with such a source.
func TracedProvider(typ string, args Args, origins map[string]graph.Origins) *graph.Resource {
	r := graph.NewResource(graph.Address{Mode: graph.Provider, Type: typ, Name: typ}, tracedSource{Traced{args, origins}})
	r.Provider = typ
	return r
}

func parse(t testing.TB, address string) graph.Address {
	t.Helper()
	a, err := graph.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
