package function

import (
	"math"

	"github.com/zclconf/go-cty/cty"
)

// Budget is how much work a scan's function calls may still do. It is not safe
// for concurrent use.
type Budget struct {
	Steps int64 // values that functions visit or make, at half a microsecond each
	Bytes int64 // of strings that functions make

	refused string
}

// DefaultBudget is ample for real configurations: about two seconds of work, and
// a few hundred megabytes at the worst.
func DefaultBudget() *Budget { return &Budget{Steps: 4_000_000, Bytes: 64 << 20} }

// Exceeded reports whether any call was refused, so that its result is unknown
// though Terraform would know it.
func (b *Budget) Exceeded() bool { return b.refused != "" }

// Refused is the name of the first function whose call was refused, or "".
func (b *Budget) Refused() string { return b.refused }

func (b *Budget) refuse(name string) {
	if b.refused == "" {
		b.refused = name
	}
}

// spend takes from the budget, and reports whether it was enough.
func (b *Budget) spend(steps, bytes int64) bool {
	b.Steps -= min(steps, max(b.Steps, 0)+1)
	b.Bytes -= min(bytes, max(b.Bytes, 0)+1)
	return b.Steps >= 0 && b.Bytes >= 0
}

// room reports whether a call that makes this much may go ahead; what it really
// makes is charged afterwards.
func (b *Budget) room(steps, bytes int64) bool { return steps <= b.Steps && bytes <= b.Bytes }

// mul multiplies sizes, and sticks at the largest number.
func mul(sizes ...int64) int64 {
	product := int64(1)
	for _, size := range sizes {
		if size == 0 {
			return 0
		}
		if product > math.MaxInt64/size {
			return math.MaxInt64
		}
		product *= size
	}
	return product
}

// Past mostDepth, the recursive walks of go-cty cost more than their result is
// worth. Numbers past mostBits, twice what a float64 reaches, are written with so
// many digits that a few bytes of source become gigabytes.
const (
	mostDepth = 256
	mostBits  = 1 << 11
)

// measure is the size of a value: the values in it, and the bytes of its
// strings, attribute names, and numbers written out. It reports false once the size is past the
// limits, the value is too deep, or a number in it is too large to be written.
func measure(v cty.Value, steps, bytes int64) (int64, int64, bool) {
	m := meter{steps: steps, bytes: bytes}
	ok := m.walk(v, 0)
	return steps - m.steps, bytes - m.bytes, ok
}

type meter struct{ steps, bytes int64 }

func (m *meter) walk(v cty.Value, depth int) bool {
	m.steps--
	if m.steps < 0 || m.bytes < 0 || depth > mostDepth {
		return false
	}
	v, _ = v.Unmark()
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return true
	}
	switch ty := v.Type(); {
	case ty == cty.String:
		m.bytes -= int64(len(v.AsString()))
		return m.bytes >= 0
	case ty == cty.Number:
		n := v.AsBigFloat()
		if n.IsInf() {
			return true
		}
		bits := max(n.MantExp(nil), -n.MantExp(nil), int(n.MinPrec()))
		m.bytes -= int64(bits)/3 + 1
		return bits < mostBits && m.bytes >= 0
	case v.CanIterateElements():
		named := ty.IsMapType() || ty.IsObjectType()
		if ty.IsSetType() { // which is sorted whenever somebody looks at it
			m.steps -= 4 * int64(v.LengthInt())
		}
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			if named {
				m.bytes -= int64(len(key.AsString()))
			}
			if !m.walk(element, depth+1) {
				return false
			}
		}
	}
	return true
}
