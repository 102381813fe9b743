package kube

import "github.com/zclconf/go-cty/cty"

// overlay is a value that others are merged into one after the other, as Helm does:
// mappings key by key, anything else replaced. A level is taken apart only once
// something is merged into it: a release may have thousands of sets.
type overlay struct {
	val      cty.Value // where neither of these is there
	names    map[string]*overlay
	elements []*overlay
	steps    *int // taken so far, for tests
}

func newOverlay(val cty.Value) *overlay { return &overlay{val: val, steps: new(int)} }

func (o *overlay) at(val cty.Value) *overlay { return &overlay{val: val, steps: o.steps} }

// cover merges a value. If it is sparse, a null element of a tuple stands for what is
// there already. A null or an unknown is not a mapping, and neither is what is not there.
func (o *overlay) cover(over cty.Value, sparse bool) {
	*o.steps++
	switch {
	case over.Type().IsObjectType() && !over.IsNull() && o.object():
		for name, val := range over.AsValueMap() {
			if under := o.names[name]; under != nil {
				under.cover(val, sparse)
			} else {
				o.names[name] = o.at(val)
			}
		}
	case sparse && over.Type().IsTupleType() && !over.IsNull() && o.tuple():
		for i, val := range over.AsValueSlice() {
			switch {
			case i >= len(o.elements):
				o.elements = append(o.elements, o.at(val))
			case !val.IsNull():
				o.elements[i].cover(val, true)
			}
		}
	default:
		*o = overlay{val: over, steps: o.steps}
	}
}

// object takes an object apart; false if it is something else.
func (o *overlay) object() bool {
	if o.names != nil || o.elements != nil || !o.val.Type().IsObjectType() || o.val.IsNull() {
		return o.names != nil
	}
	o.names = map[string]*overlay{}
	for name, val := range o.val.AsValueMap() {
		*o.steps++
		o.names[name] = o.at(val)
	}
	return true
}

func (o *overlay) tuple() bool {
	if o.names != nil || o.elements != nil || !o.val.Type().IsTupleType() || o.val.IsNull() {
		return o.elements != nil
	}
	o.elements = []*overlay{}
	for _, val := range o.val.AsValueSlice() {
		*o.steps++
		o.elements = append(o.elements, o.at(val))
	}
	return true
}

// value returns what all that was merged gives.
func (o *overlay) value() cty.Value {
	switch {
	case o.names != nil:
		attrs := make(map[string]cty.Value, len(o.names))
		for name, under := range o.names {
			attrs[name] = under.value()
		}
		return cty.ObjectVal(attrs)
	case o.elements != nil:
		elements := make([]cty.Value, len(o.elements))
		for i, under := range o.elements {
			elements[i] = under.value()
		}
		return cty.TupleVal(elements)
	}
	return o.val
}
