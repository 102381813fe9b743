package graph

import "github.com/zclconf/go-cty/cty"

// Decoded returns what the text of the value stands for, such as the object in
// a JSON or YAML document. It stands at the value's own place and is as
// sensitive as the text.
func (v Value) Decoded(val cty.Value) Value {
	if v.Sensitive() {
		val = val.Mark(SensitiveMark)
	}
	v.val = val
	return v
}

// At gives the value the place of another, of which it is a rendering: what a
// provider computes from an argument without the argument's secrets, say.
func (v Value) At(other Value) Value {
	v.resource, v.path, v.hidden = other.resource, other.path, other.hidden
	return v
}
