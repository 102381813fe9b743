// Package graphtest builds graphs for tests from values alone, where no plan can
// have the shape that a test needs. Nothing else uses it.
package graphtest

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Args are the top-level arguments of a resource; an absent one is unset.
type Args map[string]cty.Value

// Resource returns an instance with the given address and arguments. Arguments
// have no origins: a link can only be made by known values.
func Resource(t testing.TB, address string, args Args) *graph.Resource {
	t.Helper()
	return graph.NewResource(parse(t, address), source(args))
}

type source Args

func (s source) Argument(name string) cty.Value {
	if v, ok := s[name]; ok {
		return v
	}
	return cty.NilVal
}

func (source) Unset(cty.Path) bool                { return false }
func (source) Origins(cty.Path) graph.Origins     { return graph.Origins{Hidden: true} }
func (source) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }
