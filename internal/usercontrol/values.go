package usercontrol

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// trace is a mark on what a resource gives to an expression: it tells which
// resource or block an object stands for, and why an unknown value is unknown. A
// pointer to it is the mark.
type trace struct {
	resource *graph.Resource
	value    graph.Value // zero where the resource itself is meant
	whole    bool        // the resource itself
	leaf     bool        // a text, number or bool, or null
	doubt    string      // why it is not known, where the value does not tell
	outside  bool        // it is not in this plan, so that it never will be known
}

// object is a resource with the named arguments. What a data source does not give is in doubt,
// since it lacks most of what the resource has.
func object(r *graph.Resource, names []string) cty.Value {
	attrs := map[string]cty.Value{}
	if r.Mode == graph.Data {
		for _, name := range names {
			if v := r.Attr(name); v.Unset() {
				attrs[name] = outside(r, r.String()+" only reads it: what is set there is not in "+r.Input().String())
			} else {
				attrs[name] = toCty(v, shape{leaf: true})
			}
		}
		return cty.ObjectVal(attrs).Mark(&trace{resource: r, whole: true})
	}
	of := shapeOf(r.Type)
	for _, name := range names {
		v, inner := argument(r, of, name)
		attrs[name] = toCty(v, inner)
	}
	return cty.ObjectVal(attrs).Mark(&trace{resource: r, whole: true})
}

// argument is a top-level argument. Unless the schema says that the provider
// computes what is left out, an unknown value stays one.
func argument(r *graph.Resource, of shape, name string) (graph.Value, shape) {
	inner, _ := of.attr(name)
	if inner.computed {
		return r.Arg(name), inner
	}
	return r.Attr(name), inner
}

// child is an attribute of a block or an object.
func child(v graph.Value, of shape, name string) (graph.Value, shape) {
	inner, _ := of.attr(name)
	if inner.computed {
		return v.Arg(name), inner
	}
	return v.Attr(name), inner
}

// toCty gives a value to an expression. Left out is null, but for blocks: then
// there are none of them. What an input lacks, of a type whose schema is not
// known, is in doubt: it may be misspelt.
func toCty(v graph.Value, of shape) cty.Value {
	var given cty.Value
	val := v.Cty()
	switch ty := val.Type(); {
	case v.Absent() && !of.missable():
		return missing(v)
	case v.Unset() && of.list:
		given = cty.EmptyTupleVal
	case v.Unset():
		given = left(v)
	case !val.IsKnown():
		given = cty.DynamicVal.Mark(&trace{resource: v.Resource(), value: v})
	case ty.IsTupleType() || ty.IsListType() || ty.IsSetType():
		return list(v, of)
	case ty.IsObjectType() || ty.IsMapType():
		return block(v, val, of)
	default:
		given = val.Mark(&trace{resource: v.Resource(), value: v, leaf: true})
	}
	return marked(v, given)
}

// marked is what a value gives to an expression, as sensitive as the value.
func marked(v graph.Value, given cty.Value) cty.Value {
	if isSecret(v) {
		return given.Mark(graph.SensitiveMark)
	}
	return given
}

// left is what is left out.
func left(v graph.Value) cty.Value {
	return marked(v, cty.NullVal(cty.DynamicPseudoType).Mark(&trace{resource: v.Resource(), value: v, leaf: true}))
}

func list(v graph.Value, of shape) cty.Value {
	elements := v.Elements()
	secret := v.Sensitive()
	values := make([]cty.Value, len(elements))
	for i, e := range elements {
		values[i] = toCty(e, of.element())
		secret = secret && e.Sensitive()
	}
	tuple := cty.TupleVal(values)
	if secret { // how many there are is as secret as they are
		tuple = tuple.Mark(graph.SensitiveMark)
	}
	return tuple
}

func block(v graph.Value, val cty.Value, of shape) cty.Value {
	attrs := map[string]cty.Value{}
	secret := v.Sensitive()
	for it := val.ElementIterator(); it.Next(); {
		key, _ := it.Element()
		name := key.AsString()
		attr, inner := child(v, of, name)
		attrs[name] = toCty(attr, inner)
		secret = secret && attr.Sensitive()
	}
	for _, name := range of.names() { // source has only what is written
		if _, has := attrs[name]; !has {
			attrs[name] = toCty(child(v, of, name))
		}
	}
	object := cty.ObjectVal(attrs).Mark(&trace{resource: v.Resource(), value: v})
	if secret {
		object = object.Mark(graph.SensitiveMark)
	}
	return object
}

// outside is what another stack decides.
func outside(r *graph.Resource, why string) cty.Value {
	return cty.DynamicVal.Mark(&trace{resource: r, doubt: why, outside: true})
}

func missing(v graph.Value) cty.Value {
	return marked(v, cty.DynamicVal).Mark(&trace{resource: v.Resource(), value: v,
		doubt: v.Path() + " is not among the arguments of " + v.Resource().Type + " that are given: is it misspelt?"})
}

// follow finds the argument at a path, as far as it is there: blocks that are
// left out have no arguments, which is no mistake. A bare name that an object
// lacks is in doubt where its schema is not known; a key in brackets is that of a
// map, and is left out.
func follow(r *graph.Resource, path hcl.Traversal) (graph.Value, cty.Value) {
	name, _ := stepName(path[0])
	v, of := argument(r, shapeOf(r.Type), name)
	return along(v, of, path[1:])
}

func along(v graph.Value, of shape, path hcl.Traversal) (graph.Value, cty.Value) {
	for _, step := range path {
		if v.Unset() {
			if v.Absent() && !of.missable() {
				return v, missing(v)
			}
			return v, left(v)
		}
		name, isName := stepName(step)
		if !isName {
			next, ok := element(v, step)
			if !ok {
				return v, left(v)
			}
			v, of = next, of.element()
			continue
		}
		inBlock := of.known()
		v, of = child(v, of, name)
		if _, bracket := step.(hcl.TraverseIndex); bracket && !inBlock {
			of.leaf = true
		}
	}
	return v, toCty(v, of)
}

// element is one element of a list; false when the list is shorter.
func element(v graph.Value, step hcl.Traverser) (graph.Value, bool) {
	index, ok := step.(hcl.TraverseIndex)
	if !ok || index.Key.Type() != cty.Number {
		return v, false
	}
	if v.Opaque() {
		return v, true
	}
	n, accuracy := index.Key.AsBigFloat().Int64()
	elements := v.Elements()
	if accuracy != 0 || n < 0 || n >= int64(len(elements)) {
		return v, false
	}
	return elements[n], true
}
