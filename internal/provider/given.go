package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// givenName stands for a resource's own name in addresses: nobody tells the
// provider what a resource that it is handed is called in the configuration.
const givenName = "given"

// given is the source of a resource that a configuration handed over, with all
// its attributes. An attribute is unset only where it is null or absent: one
// that was left out and is computed cannot be told from one that is not known.
type given struct {
	args map[string]cty.Value
	// rest is what an attribute is that args does not have.
	rest cty.Value
	// withheld is true where a caller cannot hand over more than args.
	withheld bool
}

func (g given) Argument(name string) cty.Value {
	if v, ok := g.args[name]; ok {
		return v
	}
	return g.rest
}

func (given) Unset(cty.Path) bool { return false }

func (g given) Origins(cty.Path) graph.Origins {
	return graph.Origins{Hidden: true, Withheld: g.withheld}
}

func (given) Range(cty.Path) (graph.Range, bool) { return graph.Range{}, false }

func newGiven(typ string, key graph.Key, source given) *graph.Resource {
	r := graph.NewResource(graph.Address{Type: typ, Name: givenName, Key: key}, source)
	r.Action = graph.Create
	return r
}

// instances makes resources of a value that is one resource, the list of them
// that count makes, or the map of them that for_each makes. Null is none.
// arguments are names by which a resource of the type is recognised.
func instances(typ string, v cty.Value, arguments []string) ([]*graph.Resource, error) {
	switch {
	case !v.IsKnown():
		return []*graph.Resource{instance(typ, graph.Key{}, v)}, nil
	case v.IsNull():
		return nil, nil
	case !v.CanIterateElements():
		return nil, unexpected(typ, v)
	case isInstance(v, arguments) && !areInstances(v, arguments):
		return []*graph.Resource{instance(typ, graph.Key{}, v)}, nil
	}
	var all []*graph.Resource
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		switch {
		case !e.IsKnown() || isInstance(e, arguments):
			all = append(all, instance(typ, keyOf(k), e))
		case !e.IsNull():
			return nil, unexpected(typ, v)
		}
	}
	return all, nil
}

// areInstances tells the map of for_each, whose keys may be called like
// arguments, from a resource.
func areInstances(v cty.Value, arguments []string) bool {
	some := false
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		switch {
		case isInstance(e, arguments):
			some = true
		case e.IsKnown() && !e.IsNull():
			return false
		}
	}
	return some
}

func instance(typ string, key graph.Key, v cty.Value) *graph.Resource {
	if !v.IsKnown() {
		return newGiven(typ, key, given{rest: v})
	}
	return newGiven(typ, key, given{args: v.AsValueMap()})
}

// isInstance reports whether the value is one resource: an object with some
// argument of its type.
func isInstance(v cty.Value, arguments []string) bool {
	return v.IsKnown() && !v.IsNull() && v.Type().IsObjectType() && slices.ContainsFunc(arguments, v.Type().HasAttribute)
}

func keyOf(k cty.Value) graph.Key {
	if k.Type() == cty.String {
		return graph.StringKey(k.AsString())
	}
	n, _ := k.AsBigFloat().Int64()
	return graph.IntKey(int(n))
}

func unexpected(typ string, v cty.Value) error {
	found := v.Type().FriendlyName()
	switch {
	case v.Type().IsObjectType():
		names := slices.Sorted(maps.Keys(v.Type().AttributeTypes()))
		const most = 5
		if len(names) > most {
			names = append(names[:most], "…")
		}
		found = "an object with " + strings.Join(names, ", ")
	case v.Type().IsTupleType():
		found = "a list of something else"
	}
	return fmt.Errorf("expected the whole resource %s.NAME, a list of such (count) or a map of such (for_each), found %s", typ, found)
}
