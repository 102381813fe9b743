package control

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Worst returns the first of the worst verdicts, or def if there are no verdicts.
func Worst(verdicts []Verdict, def Verdict) Verdict {
	if len(verdicts) == 0 {
		return def
	}
	return slices.MinFunc(verdicts, func(a, b Verdict) int { return a.Status.Rank() - b.Status.Rank() })
}

// Together returns the worst of a subject's verdicts. The deciding values of others
// with the same status are added to its evidence.
func Together(verdicts []Verdict) Verdict {
	v := Worst(verdicts, Verdict{})
	var facts []finding.Evidence
	seen := map[finding.Evidence]bool{}
	for _, fact := range v.Evidence {
		seen[fact] = true
	}
	for _, other := range verdicts {
		if other.Status == v.Status && other.Status != finding.Pass && other.Decider.Place() != v.Decider.Place() {
			fact := Fact(other.Decider, v.Subject)
			fact.Value = Bare(fact.Value)
			if !seen[fact] { // the number of parts of something sensitive is not said
				seen[fact] = true
				facts = append(facts, fact)
			}
		}
	}
	if len(facts) > 0 {
		v = v.With(facts...)
	}
	return v
}

// Agree combines verdicts on one subject if only one of them will apply: their common
// status, or unknown if they differ.
func Agree(verdicts []Verdict) Verdict {
	first := verdicts[0]
	for _, v := range verdicts[1:] {
		if v.Status != first.Status {
			return Unresolved(first.Decider,
				"it cannot be told yet which holds: %s, or %s", first.Message, v.Message).
				On(first.Subject).In(first.Cluster).With(first.Evidence...).With(v.Evidence...)
		}
		first = first.Assuming(v.Assumes...)
	}
	return first
}
