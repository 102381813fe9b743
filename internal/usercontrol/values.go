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
	of       shape       // of the value, if it is a block
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

// argument is a top-level argument, with what fills it if it is not set.
func argument(r *graph.Resource, of shape, name string) (graph.Value, shape) {
	inner, _ := of.attr(name)
	if inner.settle {
		return filled(r.Arg(name), inner, r.Attr(name).Opaque()), inner
	}
	return filled(r.Attr(name), inner, false), inner
}

// child is an attribute of a block or an object.
func child(v graph.Value, of shape, name string) (graph.Value, shape) {
	inner, _ := of.attr(name)
	switch {
	case v.Unset(): // of a block that is not there, nothing is filled
		return v.Attr(name), inner
	case inner.settle && !v.Defaulted():
		return filled(v.Arg(name), inner, v.Attr(name).Opaque()), inner
	}
	return filled(v.Attr(name), inner, false), inner
}

// toCty gives a value to an expression. An argument that is not set is null, or empty if
// it is a list, a set, a map or blocks: that has no elements, and == null says that it
// is not set. What an input lacks, of a type whose schema is not known, is in doubt: it
// may be misspelt.
func toCty(v graph.Value, of shape) cty.Value {
	var given cty.Value
	val := v.Cty()
	switch ty := val.Type(); {
	case of.beyond:
		given = cty.DynamicVal.Mark(&trace{resource: v.Resource(), value: v, doubt: "there is no " + v.Path()})
	case v.Absent() && !of.missable():
		return missing(v)
	case v.Unset():
		given = unset(v, of)
	case !val.IsKnown():
		t := &trace{resource: v.Resource(), value: v}
		if v.Defaulted() {
			t.doubt = v.Path() + " is not set, and what AWS or the provider takes for it is not known"
		}
		given = cty.DynamicVal.Mark(t)
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

// unset is an argument that is not set.
func unset(v graph.Value, of shape) cty.Value {
	given := cty.NullVal(cty.DynamicPseudoType)
	switch {
	case of.list, of.typ != cty.NilType && (of.typ.IsListType() || of.typ.IsSetType()):
		given = cty.EmptyTupleVal
	case of.typ != cty.NilType && of.typ.IsMapType():
		given = cty.EmptyObjectVal
	}
	return marked(v, given.Mark(&trace{resource: v.Resource(), value: v, leaf: true}))
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
	object := cty.ObjectVal(attrs).Mark(&trace{resource: v.Resource(), value: v, of: of})
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
	doubt := v.Path() + " is not among the arguments of " + v.Resource().Type + " that are given: is it misspelt?"
	if v.Input() == graph.FromSource { // which has only what is written
		doubt = v.Path() + " is not set, and the arguments of " + v.Resource().Type + " are not known here: a plan tells whether there is such an argument"
	}
	return marked(v, cty.DynamicVal).Mark(&trace{resource: v.Resource(), value: v, doubt: doubt})
}

// follow finds the argument at a path, as far as it is there: blocks that are not set
// have no arguments, which is no mistake. A bare name that an object lacks is in doubt
// if its schema is not known; a key in brackets is that of a map, and is not set.
func follow(r *graph.Resource, path hcl.Traversal) (graph.Value, cty.Value) {
	v, of := locate(r, path)
	return v, toCty(v, of)
}

func locate(r *graph.Resource, path hcl.Traversal) (graph.Value, shape) {
	name, _ := stepName(path[0])
	v, of := argument(r, shapeOf(r.Type), name)
	return along(v, of, path[1:])
}

func along(v graph.Value, of shape, path hcl.Traversal) (graph.Value, shape) {
	for _, step := range path {
		if v.Absent() && !of.missable() || of.beyond {
			return v, of
		}
		name, isName := stepName(step)
		if !isName {
			v, of = element(v, of, step)
			continue
		}
		inBlock := of.known()
		v, of = child(v, of, name)
		if _, bracket := step.(hcl.TraverseIndex); bracket && !inBlock {
			of.leaf = true
		}
	}
	return v, of
}

// element is one element of a list. Blocks that are not set have no arguments; an index
// past the end of a list that is set has no answer.
func element(v graph.Value, of shape, step hcl.Traverser) (graph.Value, shape) {
	index, ok := step.(hcl.TraverseIndex)
	if !ok || index.Key.Type() != cty.Number {
		return v, of
	}
	n, accuracy := index.Key.AsBigFloat().Int64()
	inner := of.element()
	elements := len(v.Elements())
	inner.beyond = !of.list && !v.Unset() && !v.Opaque() && (accuracy != 0 || n < 0 || n >= int64(elements))
	return v.Element(int(n)), inner
}
