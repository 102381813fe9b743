package control

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Answer is a truth with the argument that decides it; of Maybe, with what is not
// known. The zero value is No.
type Answer struct {
	logic.Truth
	By      graph.Value
	Assumes []string // what it takes for granted
}

// Or returns the answer that is more certain to be yes, by proof rather than by
// assumption; of two that are alike, a.
func (a Answer) Or(b Answer) Answer {
	if b.Truth > a.Truth || b.Truth == a.Truth && len(b.Assumes) < len(a.Assumes) {
		return b
	}
	return a
}

// AtMost returns the answer, no more certain than t.
func (a Answer) AtMost(t logic.Truth) Answer {
	a.Truth = min(a.Truth, t)
	return a
}
