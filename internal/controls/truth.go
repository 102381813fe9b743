package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// truth is an answer that may not be known yet. It counts as iampolicy.Truth
// does, so that one converts to the other.
type truth int

const (
	no truth = iota
	maybe
	yes
)

// truthOf is yes or no.
func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// agree returns the verdict that all of the verdicts come to, which are on one
// subject and of which one will hold. Where they differ, it is unknown which.
func agree(verdicts []control.Verdict) control.Verdict {
	first := verdicts[0]
	for _, v := range verdicts[1:] {
		if v.Status != first.Status {
			return control.Unresolved(first.Decider,
				"it cannot be told yet which holds: %s, or %s", first.Message, v.Message).
				On(first.Subject).In(first.Cluster).With(first.Evidence...).With(v.Evidence...)
		}
		first = first.Assuming(v.Assumes...)
	}
	return first
}
