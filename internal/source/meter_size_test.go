package source

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// The type of an unknown value may be larger than any value that was ever made.
func TestSizeOfUnknown(t *testing.T) {
	typ := cty.String
	for range 40 {
		typ = cty.Tuple([]cty.Type{typ, typ})
	}
	if left := mostInResult; size(cty.UnknownVal(typ), &left) {
		t.Error("a type of 2^40 parts fits the budget of a result")
	}
	if left := mostInResult; !size(cty.UnknownVal(cty.List(cty.String)), &left) {
		t.Error("a list of strings does not")
	}
}
