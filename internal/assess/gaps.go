package assess

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// inGaps returns a finding on each gap that may hold a subject of the control.
func (c check) inGaps(g *graph.Graph, strict bool, seen map[string]int) []finding.Finding {
	var findings []finding.Finding
	for _, gap := range g.Gaps {
		if gap.Kind == graph.NotPassed || gap.Perhaps() || !gap.MayHold(c.evaluator.Subjects...) || !gap.Likely() && !strict {
			continue
		}
		f := finding.Finding{Control: c.ID, Status: finding.Unknown, Address: gap.Address, Message: gap.Text(", and may hold a subject for this control")}
		if gap.Range != nil {
			f.Location = locate(*gap.Range)
			f.Location.ModuleCalls = moduleCalls(gap.Calls)
		}
		f.Fingerprint = c.fingerprint(f, seen)
		findings = append(findings, f)
	}
	return findings
}

// mostGaps is how many gaps an input has in a report.
const mostGaps = 100

// Gaps describes what of a graph's input was not read, for a report: each part
// once, and together what a plan does not have of its configuration.
func Gaps(g *graph.Graph) []finding.Gap {
	var gaps []finding.Gap
	for _, gap := range g.Gaps {
		switch gap.Kind {
		case graph.NotPlanned, graph.MoreInstances, graph.NotPassed:
		default:
			if len(gaps) == mostGaps {
				continue
			}
			f := finding.Gap{Address: gap.Address, Message: gap.String()}
			if gap.Range != nil {
				f.Location = locate(*gap.Range)
				f.Location.ModuleCalls = moduleCalls(gap.Calls)
			}
			gaps = append(gaps, f)
		}
	}
	if left := g.NotPlanned(); left != "" {
		gaps = append(gaps, finding.Gap{Message: "the plan does not have " + left + ", which its configuration has: it was targeted, or has deferred changes"})
	}
	return gaps
}
