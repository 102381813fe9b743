package control

import (
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Verdicts evaluates the control and keeps of each verdict what is proven: it asks
// the gaps of the graph for what the verdict rests on not being there.
func (e Evaluator) Verdicts(in Input) []Verdict {
	verdicts := subjects(e.Evaluate(in))
	absences := e.absences(in.Graph)
	proofs := make([]Verdict, 0, len(verdicts))
	for _, v := range verdicts {
		proofs = append(proofs, proven(stays(v), in.Graph, absences))
	}
	return proofs
}

// absent is an absence with the gaps that may break it.
type absent struct {
	Absence
	gaps []*graph.Gap
}

// absences asks once for all verdicts which gaps may hold what these rest on.
func (e Evaluator) absences(g *graph.Graph) []absent {
	var all []absent
	for _, absence := range e.Absences {
		var gaps []*graph.Gap
		for i := range g.Gaps {
			if gap := &g.Gaps[i]; gap.Passed != nil && gap.MayHold(absence.Types...) || gap.Kind == graph.NotPassed {
				gaps = append(gaps, gap)
			}
		}
		if len(gaps) > 0 {
			all = append(all, absent{absence, gaps})
		}
	}
	return all
}

// proven makes a verdict unknown if it rests on an absence that a gap of the graph
// may break, and names the gap. A gap that was passed nothing of what the absence
// is about is assumed to hold no such thing.
func proven(v Verdict, g *graph.Graph, absences []absent) Verdict {
	proof := unreadParts(v, g)
	if proof.Status != v.Status {
		return proof
	}
	for _, absence := range absences {
		of, rests := v.RestsOn(g, absence.Absence)
		if !rests {
			continue
		}
		var quiet []*graph.Gap
		for _, gap := range absence.gaps {
			to, receipt := receives(gap, of)
			switch {
			case gap.Kind == graph.NotPassed && v.Status == finding.Pass && absence.Of != nil && !absence.Assumed:
				return notPassed(v, absence.Absence)
			case gap.Kind == graph.NotPassed:
				proof = proof.Assuming("what was not passed " + absence.Says)
			case breaks(gap, absence.Absence, receipt):
				return unproven(v, gap, to)
			case !gap.Certain(), gap.Perhaps() && receipt != graph.NotReceived:
				quiet = append(quiet, gap)
			}
		}
		if len(quiet) > 0 {
			which := ", which was not read, "
			if quiet[0].Perhaps() {
				which = ", of which the plan may not have all instances, "
			}
			proof = proof.Assuming(naming(quiet) + which + absence.Says)
		}
	}
	return proof
}

// breaks reports whether the gap may hold what the absence is of.
func breaks(gap *graph.Gap, absence Absence, receipt graph.Receipt) bool {
	switch {
	case gap.Perhaps(), absence.Assumed && !gap.Certain():
		return false
	case receipt == graph.Received:
		return true
	case gap.Certain():
		return receipt == graph.PerhapsReceived || absence.Of == nil
	}
	return absence.Of == nil && absence.Cure && gap.Likely()
}

// receives returns the first of the resources that the gap was passed, or may have
// been.
func receives(gap *graph.Gap, of []*graph.Resource) (to *graph.Resource, most graph.Receipt) {
	for _, r := range of {
		if receipt := gap.Receives(r); receipt > most {
			to, most = r, receipt
		}
	}
	return to, most
}

// unproven is the verdict that a gap keeps from being proven.
func unproven(v Verdict, gap *graph.Gap, to *graph.Resource) Verdict {
	message := "not proven that " + v.Message + ": " + gap.Name() + " " + gap.State()
	if v.Status == finding.Fail {
		message = v.Message + "; that may change by " + gap.Name() + ", which " + gap.State()
	}
	if to != nil {
		message += ", and refers to " + to.String()
	}
	if gap.Why != "" {
		message += " (" + gap.Why + ")"
	}
	if gap.Remedy != "" {
		message += "; " + gap.Remedy
	}
	v.Status, v.Message = finding.Unknown, message
	return v
}

// notPassed leaves to a person what the caller of a function did not pass.
func notPassed(v Verdict, absence Absence) Verdict {
	v.Status = finding.Manual
	v.Message += "; an " + absence.Types[0] + " that was not passed may change that"
	return v
}

// unreadParts says what a verdict is worth where a part of a module is missing that
// may refer to everything: no pass is proven. A failure assumes that an unread file
// does not undo it: otherwise a link that leads nowhere would hide it. Limits undo
// no failure.
func unreadParts(v Verdict, g *graph.Graph) Verdict {
	var parts []*graph.Gap
	for i := range g.Gaps {
		if gap := &g.Gaps[i]; gap.Passed == nil && gap.Kind != graph.NotPassed {
			parts = append(parts, gap)
		}
	}
	switch {
	case len(parts) == 0:
	case v.Status == finding.Pass:
		return unproven(v, parts[0], nil)
	case v.Status == finding.Fail && parts[0].Kind == graph.UnreadFile:
		return v.Assuming(naming(parts) + ", which was not read, does not change it")
	}
	return v
}

// naming names the first of the gaps, and how many more there are.
func naming(gaps []*graph.Gap) string {
	if len(gaps) > 1 {
		return fmt.Sprintf("%s (and %d more)", gaps[0].Name(), len(gaps)-1)
	}
	return gaps[0].Name()
}
