package controls

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// drafted is a resource as a configuration has it, for shapes that no plan can
// be made to have: arguments, and what their expressions refer to.
type drafted struct {
	args    map[string]cty.Value
	origins map[string]graph.Origins // by argument
}

func (d drafted) Argument(name string) cty.Value {
	if v, ok := d.args[name]; ok {
		return v
	}
	return cty.NilVal
}

func (d drafted) Unset(cty.Path) bool { return false }

func (d drafted) Origins(path cty.Path) graph.Origins {
	step, _ := path[0].(cty.GetAttrStep)
	return d.origins[step.Name]
}

func (d drafted) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }

// build returns a resource of the arguments. Those in refs are what an
// expression refers to.
func build(t *testing.T, address string, args map[string]cty.Value, origins map[string]graph.Origins) *graph.Resource {
	t.Helper()
	a, err := graph.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return graph.NewResource(a, drafted{args, origins})
}

// refersTo is the origin of an expression that refers to attributes of
// resources, and to nothing else.
func refersTo(attr string, resources ...*graph.Resource) graph.Origins {
	var o graph.Origins
	for _, r := range resources {
		o.Refs = append(o.Refs, graph.Ref{Resource: r, Attr: attr, Path: attr})
	}
	return o
}

func unknownText() cty.Value { return cty.UnknownVal(cty.String) }

func textList(values ...string) cty.Value {
	var list []cty.Value
	for _, v := range values {
		list = append(list, cty.StringVal(v))
	}
	return cty.TupleVal(list)
}
