package assess

import (
	"slices"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/baseline"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Waivers are all that may keep a failure from counting. Where several are for
// one failure, the file's goes before the source's, and both before the baseline.
type Waivers struct {
	File         setting.Waivers
	Suppressions []Suppression
	Baseline     *baseline.Baseline // nil when there is none
	BaselineName string             // what a reader knows the baseline by
	Today        time.Time          // the day alone counts
}

// Suppression is one in the source of an input. It is for every instance of its
// block, and below a module block for everything in the module.
type Suppression struct {
	setting.Suppression
	Input int // index into the report's inputs
}

// Waive returns the report with the failures marked that are waived, and with
// diagnostics on waivers that need somebody's eye. No status changes: who accepts
// a failure does not make it a pass.
//
// A waiver holds to the end of the day on which it expires.
func (a *Assessor) Waive(r *finding.Report, w Waivers) *finding.Report {
	waived := *r
	waived.Findings = slices.Clone(r.Findings)
	waived.Diagnostics = slices.Clone(r.Diagnostics)

	rules := a.rules(w)
	for i := range waived.Findings {
		if f := &waived.Findings[i]; f.Status == finding.Fail {
			f.Waiver = rules.waive(*f)
		}
	}
	// What could not be scanned may be what a waiver is for.
	whole := !slices.ContainsFunc(r.Diagnostics, func(d finding.Diagnostic) bool { return d.Severity == finding.DiagnosticError })
	for _, rule := range rules {
		if d, ok := rule.diagnostic(whole); ok {
			waived.Diagnostics = append(waived.Diagnostics, d)
		}
	}
	if w.Baseline != nil {
		known, gone := w.Baseline.Split(r)
		for i := range known {
			if f := &waived.Findings[i]; f.Waiver == nil {
				f.Waiver = &finding.Waiver{Kind: finding.BaselineWaiver, Reason: "in the baseline " + w.BaselineName}
			}
		}
		gone = slices.DeleteFunc(gone, func(f baseline.Failure) bool { return !a.assesses(f.Control) })
		if len(gone) > 0 && whole {
			waived.Diagnostics = append(waived.Diagnostics, mended(w.BaselineName, len(gone), len(w.Baseline.Failures)))
		}
	}
	waived.Summary.Findings.Waived = 0
	for _, f := range waived.Findings {
		if f.Waiver != nil {
			waived.Summary.Findings.Waived++
		}
	}
	return &waived
}

// assesses reports whether the control of an id was chosen.
func (a *Assessor) assesses(id string) bool {
	return slices.ContainsFunc(a.judges, func(j judge) bool { return j.ID == id })
}
