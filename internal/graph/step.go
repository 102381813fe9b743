package graph

import "github.com/zclconf/go-cty/cty"

// Step takes one step into a value that is known, not null and without marks of its
// own: to an attribute of an object, a key of a map, or an element of a list or a
// tuple. ok is false where the value has no such part.
func Step(v cty.Value, step cty.PathStep) (part cty.Value, ok bool) {
	switch step := step.(type) {
	case cty.GetAttrStep:
		return member(v, step.Name)
	case cty.IndexStep:
		if step.Key.Type() == cty.String {
			return member(v, step.Key.AsString())
		}
		if t := v.Type(); step.Key.Type() != cty.Number || !t.IsListType() && !t.IsTupleType() {
			return cty.NilVal, false
		}
		if at, _ := step.Key.AsBigFloat().Int64(); at >= 0 && at < int64(v.LengthInt()) {
			return v.Index(cty.NumberIntVal(at)), true
		}
	}
	return cty.NilVal, false
}

func member(v cty.Value, name string) (part cty.Value, ok bool) {
	switch {
	case v.Type().IsObjectType() && v.Type().HasAttribute(name):
		return v.GetAttr(name), true
	case v.Type().IsMapType() && v.HasIndex(cty.StringVal(name)).True():
		return v.Index(cty.StringVal(name)), true
	}
	return cty.NilVal, false
}
