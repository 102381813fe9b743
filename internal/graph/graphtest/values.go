package graphtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Pairs returns arguments from names and values in turn; a value is a string or a
// cty.Value.
func Pairs(pairs ...any) Args {
	args := Args{}
	for i := 0; i < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case string:
			args[pairs[i].(string)] = cty.StringVal(v)
		case cty.Value:
			args[pairs[i].(string)] = v
		}
	}
	return args
}

// Object returns an object from names and values in turn.
func Object(pairs ...any) cty.Value { return cty.ObjectVal(Pairs(pairs...)) }

// One returns a list with one element.
func One(v cty.Value) cty.Value { return cty.TupleVal([]cty.Value{v}) }

// Block returns one block with the attributes, given as names and values in turn.
func Block(pairs ...any) cty.Value { return One(Object(pairs...)) }

// Texts returns a list of strings.
func Texts(values ...string) cty.Value {
	var list []cty.Value
	for _, v := range values {
		list = append(list, cty.StringVal(v))
	}
	return cty.TupleVal(list)
}

// UnknownText returns a string that is not known.
func UnknownText() cty.Value { return cty.UnknownVal(cty.String) }

// RefersTo returns the origins of an expression that refers to an attribute of
// resources, and to nothing else.
func RefersTo(attr string, resources ...*graph.Resource) graph.Origins {
	o := graph.Origins{Functions: true}
	for _, r := range resources {
		o.Refs = append(o.Refs, graph.Ref{Resource: r, Attr: attr, Path: attr})
	}
	return o
}
