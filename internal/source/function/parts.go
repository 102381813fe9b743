package function

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Parts calls visit for each value in a value, itself first, without its marks; of
// one that is unknown also for the parts of its type, as values of nothing. It stops
// when visit returns false, and reports whether it came to the end. A value may
// share its parts, so that there are more than it takes in memory.
func Parts(v cty.Value, visit func(part cty.Value) bool) bool {
	if v != cty.NilVal {
		v, _ = v.Unmark()
	}
	switch {
	case !visit(v):
		return false
	case v == cty.NilVal:
	case !v.IsKnown() || v.IsNull():
		return typeParts(v.Type(), func() bool { return visit(cty.NilVal) })
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); !Parts(e, visit) {
				return false
			}
		}
	}
	return true
}

func typeParts(t cty.Type, visit func() bool) bool {
	whole := func(part cty.Type) bool { return typeParts(part, visit) }
	switch {
	case !visit():
		return false
	case t.IsObjectType():
		for _, attribute := range t.AttributeTypes() {
			if !whole(attribute) {
				return false
			}
		}
	case t.IsTupleType():
		return !slices.ContainsFunc(t.TupleElementTypes(), func(e cty.Type) bool { return !whole(e) })
	case t.IsCollectionType():
		return whole(t.ElementType())
	}
	return true
}

// Text returns the text of a known string, and "" of any other value.
func Text(v cty.Value) string {
	if v == cty.NilVal || v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return ""
	}
	return v.AsString()
}

// Huge reports whether a value is a number of more digits than anybody needs: it is
// written out where a text is wanted.
func Huge(v cty.Value) bool {
	if v == cty.NilVal {
		return false
	}
	v, _ = v.Unmark()
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return false
	}
	exponent := v.AsBigFloat().MantExp(nil)
	return exponent > mostBits || exponent < -mostBits
}
