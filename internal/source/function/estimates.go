package function

import "github.com/zclconf/go-cty/cty"

// The estimates of calls that can make much out of little. Each is an upper
// bound, cheap to compute; where an argument does not let it be computed, the
// function itself will answer unknown or fail.

// str is the known string in a value.
func str(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}

func strs(args []cty.Value) ([]string, bool) {
	all := make([]string, len(args))
	for i, arg := range args {
		var ok bool
		if all[i], ok = str(arg); !ok {
			return nil, false
		}
	}
	return all, true
}

// count is the number of elements of a known collection, else 0.
func count(v cty.Value) int64 {
	v, _ = v.Unmark()
	if !v.CanIterateElements() || !v.Length().IsKnown() {
		return 0
	}
	return int64(v.LengthInt())
}

// size is the number of values in a value.
func size(b *Budget, v cty.Value) int64 {
	steps, _, _ := measure(v, b.Steps, b.Bytes)
	return steps
}

// unifying is what it costs to find a type for n values of different types:
// go-cty compares each with each.
func unifying(n int64) int64 { return mul(n, n) / 16 }

// fitsConversion bounds the conversion of an argument to a collection.
func fitsConversion(b *Budget, arg cty.Value, want cty.Type) bool {
	if want.IsSetType() && !arg.Type().IsSetType() && !fitsSets(b, []cty.Value{arg}) {
		return false
	}
	return want.ElementType() != cty.DynamicPseudoType || fitsUnified(b, []cty.Value{arg})
}

func fitsAlike(b *Budget, args []cty.Value) bool {
	return b.spend(unifying(int64(len(args))), 0)
}

func fitsUnified(b *Budget, args []cty.Value) bool {
	if ty := args[0].Type(); !ty.IsTupleType() && !ty.IsObjectType() {
		return true
	}
	return b.spend(unifying(count(args[0])), 0)
}

// hashing is what it costs to put a value into a set, in steps of a set operation
// or of a conversion.
const hashing = 32

func fitsSets(b *Budget, args []cty.Value) bool {
	for _, arg := range args {
		unknown := notKnown(arg) // each of which is compared with each other
		if !b.spend(mul(size(b, arg), hashing), 0) || !b.spend(mul(unknown, unknown)/2, 0) {
			return false
		}
	}
	return true
}

// notKnown counts the elements of a value that are not known in every part.
func notKnown(v cty.Value) int64 {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 0
	}
	var n int64
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); !e.IsWhollyKnown() {
			n++
		}
	}
	return n
}

func fitsToSet(b *Budget, args []cty.Value) bool {
	return args[0].Type().IsSetType() || fitsSets(b, []cty.Value{args[0], args[0]}) && fitsUnified(b, args)
}

func fitsProduct(b *Budget, args []cty.Value) bool {
	elements, ordered := int64(len(args))+1, true
	for _, arg := range args {
		elements = mul(elements, count(arg))
		ordered = ordered && !arg.Type().IsSetType()
		if !fitsUnified(b, []cty.Value{arg}) {
			return false
		}
	}
	if !ordered {
		return b.spend(mul(elements, 2*hashing), 0)
	}
	return b.room(elements, 0)
}

func fitsDistinct(b *Budget, args []cty.Value) bool {
	return b.spend(mul(count(args[0]), size(b, args[0])), 0)
}

func fitsMatches(b *Budget, args []cty.Value) bool {
	return b.spend(mul(size(b, args[1]), count(args[2]))/2, 0)
}
