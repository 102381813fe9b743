package controls

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// traced is the source of a resource whose arguments have the origins given by
// their paths, and no others.
type traced struct {
	args    graphtest.Args
	origins map[string]graph.Origins
}

func (s traced) Argument(name string) cty.Value {
	if v, ok := s.args[name]; ok {
		return v
	}
	return cty.NilVal
}

func (traced) Unset(cty.Path) bool                   { return false }
func (s traced) Origins(path cty.Path) graph.Origins { return s.origins[graph.FormatPath(path)] }
func (traced) Range(cty.Path) (graph.Range, bool)    { return graph.Range{}, false }

// tracedResource is an instance with such a source.
func tracedResource(t *testing.T, address string, args graphtest.Args, origins map[string]graph.Origins) *graph.Resource {
	t.Helper()
	a, err := graph.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return graph.NewResource(a, traced{args, origins})
}
