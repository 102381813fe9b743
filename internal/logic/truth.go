// Package logic has three-valued (Kleene) logic: answers from partial knowledge.
package logic

// Truth is an answer from partial knowledge. The zero value is No, and the
// order No < Maybe < Yes makes "and" the lesser and "or" the greater.
type Truth int

// The three answers.
const (
	No    Truth = iota // what is known proves the opposite
	Maybe              // a part that matters is not known
	Yes                // what is known proves it
)

// And is Yes when both are, No when either is.
func (t Truth) And(o Truth) Truth { return min(t, o) }

// Or is Yes when either is, No when both are.
func (t Truth) Or(o Truth) Truth { return max(t, o) }

// Not turns Yes into No and No into Yes; Maybe stays.
func (t Truth) Not() Truth { return Yes - t }

// String is "no", "maybe" or "yes".
func (t Truth) String() string {
	switch t {
	case No:
		return "no"
	case Yes:
		return "yes"
	default:
		return "maybe"
	}
}

// Of returns Yes or No.
func Of(b bool) Truth {
	if b {
		return Yes
	}
	return No
}
