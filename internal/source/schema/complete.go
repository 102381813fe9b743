package schema

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// Complete returns the arguments, which come as [Block.Conform] returns them,
// with all that the schema names beside them, in nested blocks too, so that
// every reference to an attribute finds one. What the provider computes and the
// configuration leaves out, or gives as null, is unknown, of the attribute's
// type and with the marks of unknown; anything else that is left out is null,
// or no block. The given map is not changed.
func (b *Block) Complete(values map[string]cty.Value, unknown cty.Value) map[string]cty.Value {
	_, marks := unknown.Unmark()
	return b.complete(values, marks)
}

func (b *Block) complete(values map[string]cty.Value, marks cty.ValueMarks) map[string]cty.Value {
	all := make(map[string]cty.Value, len(values))
	maps.Copy(all, values)
	if b == nil {
		return all
	}
	for name, a := range b.Attributes {
		v, written := all[name]
		written = written && v != cty.NilVal
		switch {
		case a.Computed && !written:
			all[name] = cty.UnknownVal(a.Type).WithMarks(marks)
		case a.Computed && isNull(v):
			_, own := v.Unmark()
			all[name] = cty.UnknownVal(a.Type).WithMarks(marks, own)
		case !written:
			all[name] = cty.NullVal(a.Type)
		}
	}
	for name, n := range b.Blocks {
		v, written := all[name]
		all[name] = n.complete(v, written && v != cty.NilVal, marks)
	}
	return all
}

func (n Nested) complete(v cty.Value, written bool, marks cty.ValueMarks) cty.Value {
	if !written {
		v = n.none()
	}
	bare, own := v.Unmark()
	switch t := bare.Type(); {
	case !bare.IsKnown():
		return v
	case n.Computed && isNone(bare):
		return cty.UnknownVal(n.ImpliedType()).WithMarks(marks, own)
	case isNone(bare):
		return v
	case isSequence(t):
		blocks := bare.AsValueSlice()
		for i, block := range blocks {
			blocks[i] = n.Block.completeObject(block, marks)
		}
		return n.gather(blocks, bare).WithMarks(own)
	case n.Nesting == Map && hasFields(t):
		blocks := bare.AsValueMap()
		for label, block := range blocks {
			blocks[label] = n.Block.completeObject(block, marks)
		}
		return gatherMap(n, blocks).WithMarks(own)
	}
	return n.Block.completeObject(v, marks)
}

// completeObject completes one nested block.
func (b *Block) completeObject(v cty.Value, marks cty.ValueMarks) cty.Value {
	bare, own := v.Unmark()
	if !hasFields(bare.Type()) || !bare.IsKnown() || bare.IsNull() {
		return v
	}
	return cty.ObjectVal(b.complete(bare.AsValueMap(), marks)).WithMarks(own)
}

func isNull(v cty.Value) bool {
	bare, _ := v.Unmark()
	return bare.IsNull()
}

// isNone reports whether a value without marks stands for no block.
func isNone(v cty.Value) bool {
	return v.IsNull() || v.CanIterateElements() && v.LengthInt() == 0
}
