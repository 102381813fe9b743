package assess

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// OfReport returns an assessor that knows the controls of a stored report and of its version
// of the benchmark, to apply waivers to it. It evaluates nothing.
func OfReport(r *finding.Report) *Assessor {
	b, err := benchmark.Open(r.Benchmark.Version)
	if err != nil { // a controls file, or several
		b = &benchmark.Benchmark{Version: r.Benchmark.Version}
	}
	a := &Assessor{benchmark: b}
	var others []benchmark.Control
	for _, c := range r.Controls {
		control := benchmark.Control{ID: c.ID, Key: c.Key, Title: c.Title}
		a.checks = append(a.checks, check{Control: control})
		if _, ok := b.Find(c.ID); !ok {
			others = append(others, control)
		}
	}
	b.Parts = append(b.Parts, benchmark.Part{Sections: []benchmark.Section{{Controls: others}}})
	return a
}

// ended warns of the waivers that a report was stored with and that hold no more: one
// warning for each control and day.
func ended(stored, now *finding.Report) []finding.Diagnostic {
	type end struct{ control, expires string }
	failures := map[end]int{}
	for i, f := range stored.Findings {
		if f.Waiver != nil && now.Findings[i].Waiver == nil {
			failures[end{f.Control, f.Waiver.Expires}]++
		}
	}
	var all []finding.Diagnostic
	for e, n := range failures {
		all = append(all, finding.Diagnostic{
			Severity: finding.DiagnosticWarning,
			Summary:  "a waiver of " + e.control + " in the stored report expired on " + e.expires,
			Detail:   count(n, "failure") + " that it was for " + map[bool]string{true: "counts", false: "count"}[n == 1] + " again",
			Input:    finding.NoInput,
		})
	}
	slices.SortFunc(all, func(x, y finding.Diagnostic) int {
		return cmp.Or(strings.Compare(x.Summary, y.Summary), strings.Compare(x.Detail, y.Detail))
	})
	return all
}
