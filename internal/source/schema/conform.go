package schema

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Conform converts an argument, or all nested blocks of one type, as written to
// the type that the schema gives it: "true" to true, a tuple to a list or a
// set, one object to a list of it where JSON syntax has one block. Nested blocks
// come as a tuple or list of objects; in what comes back every object has all
// that the schema names, null or empty where it was left out.
//
// Marks stay where they are, but those inside a set become the set's own. What
// is unknown stays so, with its type. What cannot be converted, and what the
// schema does not name, comes back as it is; blocks that differ in type by that
// stay a tuple.
func (b *Block) Conform(name string, v cty.Value) cty.Value {
	if b == nil || v == cty.NilVal {
		return v
	}
	if a, ok := b.Attributes[name]; ok {
		return a.conform(v)
	}
	if n, ok := b.Blocks[name]; ok {
		return n.conform(v)
	}
	return v
}

func (a Attribute) conform(v cty.Value) cty.Value {
	// Some attributes are written as blocks, such as aws_route_table.route.
	if n, ok := asBlocks(a.Type); ok {
		if bare, marks := v.Unmark(); bare.IsKnown() && bare.IsNull() {
			return cty.NullVal(a.Type).WithMarks(marks)
		}
		return n.conform(v)
	}
	converted, err := Convert(v, a.Type)
	if err != nil {
		return v
	}
	return converted
}

// asBlocks is the schema of blocks that have the type; ok is false where none
// have. Conversion would refuse an object that leaves an attribute out, and drop
// what a newer provider has.
func asBlocks(t cty.Type) (n Nested, ok bool) {
	object := t
	switch {
	case t.IsListType():
		n.Nesting, object = List, t.ElementType()
	case t.IsSetType():
		n.Nesting, object = Set, t.ElementType()
	case t.IsMapType():
		n.Nesting, object = Map, t.ElementType()
	default:
		n.Nesting = Single
	}
	if !object.IsObjectType() {
		return Nested{}, false
	}
	n.Block = &Block{Attributes: map[string]Attribute{}}
	for name, typ := range object.AttributeTypes() {
		n.Block.Attributes[name] = Attribute{Type: typ}
	}
	return n, true
}

func (n Nested) conform(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	switch t := bare.Type(); {
	case !isSequence(t) && !hasFields(t) && t != cty.DynamicPseudoType:
		return v
	case !bare.IsKnown():
		return cty.UnknownVal(n.ImpliedType()).WithMarks(marks)
	case bare.IsNull():
		return n.none().WithMarks(marks)
	}
	switch {
	case n.Nesting == Map && hasFields(bare.Type()):
		blocks := bare.AsValueMap()
		for label, block := range blocks {
			blocks[label] = n.Block.conformObject(block)
		}
		return gatherMap(n, blocks).WithMarks(marks)
	case n.Nesting == Map:
		return v // labels are lost
	case hasFields(bare.Type()):
		return n.gather([]cty.Value{n.Block.conformObject(bare)}, v).WithMarks(marks)
	}
	var blocks []cty.Value
	for _, block := range bare.AsValueSlice() {
		blocks = append(blocks, n.Block.conformObject(block))
	}
	return n.gather(blocks, v).WithMarks(marks)
}

// conformObject conforms one nested block.
func (b *Block) conformObject(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	switch t := bare.Type(); {
	case !hasFields(t) && t != cty.DynamicPseudoType:
		return v
	case !bare.IsKnown():
		return cty.UnknownVal(b.ImpliedType()).WithMarks(marks)
	case bare.IsNull():
		return cty.NullVal(b.ImpliedType()).WithMarks(marks)
	}
	written := bare.AsValueMap()
	fields := make(map[string]cty.Value, len(b.Attributes)+len(b.Blocks))
	for name, a := range b.Attributes {
		fields[name] = cty.NullVal(a.Type)
	}
	for name, n := range b.Blocks {
		fields[name] = n.none()
	}
	for name, value := range written {
		fields[name] = b.Conform(name, value)
	}
	return cty.ObjectVal(fields).WithMarks(marks)
}

// none is what stands for no block of the type.
func (n Nested) none() cty.Value {
	switch t := n.ImpliedType(); {
	case t.IsListType():
		return cty.ListValEmpty(t.ElementType())
	case t.IsSetType():
		return cty.SetValEmpty(t.ElementType())
	case t.IsMapType():
		return cty.MapValEmpty(t.ElementType())
	case n.Nesting == Single:
		return cty.NullVal(t)
	}
	return cty.EmptyTupleVal
}

// gather makes one value of blocks: of their schema's type if they have one
// type, else a tuple. It is the written value if a block that may stand only
// once stands more often.
func (n Nested) gather(blocks []cty.Value, written cty.Value) cty.Value {
	switch {
	case n.Nesting == Single && len(blocks) > 1:
		return written
	case n.Nesting == Single && len(blocks) == 1:
		return blocks[0]
	case len(blocks) == 0:
		return n.none()
	case !sameType(blocks) || !hasFields(blocks[0].Type()):
		return cty.TupleVal(blocks)
	case n.Nesting == Set && !crowded(blocks):
		return cty.SetVal(blocks)
	}
	return cty.ListVal(blocks)
}

// crowded reports whether a set of the values would compare very many with each
// other. A list of them is as good to a graph.
func crowded(values []cty.Value) bool {
	unknown := 0
	for _, v := range values {
		if !v.IsWhollyKnown() {
			unknown++
		}
	}
	return unknown > mostUnknown
}

func gatherMap(n Nested, blocks map[string]cty.Value) cty.Value {
	switch {
	case len(blocks) == 0:
		return n.none()
	case !sameType(slices.Collect(maps.Values(blocks))):
		return cty.ObjectVal(blocks)
	}
	return cty.MapVal(blocks)
}

func sameType(values []cty.Value) bool {
	return !slices.ContainsFunc(values, func(v cty.Value) bool { return !v.Type().Equals(values[0].Type()) })
}

func isSequence(t cty.Type) bool { return t.IsListType() || t.IsSetType() || t.IsTupleType() }

func hasFields(t cty.Type) bool { return t.IsObjectType() || t.IsMapType() }
