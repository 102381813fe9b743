package assess

import (
	"maps"
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

	// Partial is true where other reports on the same source are expected to find
	// what this one does not, so that no waiver is said to have no effect.
	Partial bool
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
// A waiver holds to the end of the day on which it expires, one that the report was stored
// with too. What is said of one in a file does not depend on how many failures it is for,
// since a shard of a scan sees but some of them.
func (a *Assessor) Waive(r *finding.Report, w Waivers) *finding.Report {
	waived := *r
	waived.Controls = slices.Clone(r.Controls)
	waived.Findings = slices.Clone(r.Findings)
	waived.Diagnostics = slices.Clone(r.Diagnostics)

	rules := a.rules(w)
	for i := range waived.Findings {
		f := &waived.Findings[i]
		if f.Status != finding.Fail {
			continue
		}
		waiver := rules.waive(*f)
		if waiver == nil && f.Moved != nil {
			before := *f
			before.Address = f.Moved.From
			waiver = rules.waive(before)
		}
		if waiver != nil {
			f.Waiver = waiver
		} else if stored := f.Waiver; stored != nil && a.rule(rule{waiver: *stored}, w.Today, 0).state != holds {
			f.Waiver = nil
		}
	}
	waived.Diagnostics = append(waived.Diagnostics, ended(r, &waived)...)
	// What could not be scanned may be what a waiver is for.
	whole := !w.Partial && !slices.ContainsFunc(r.Diagnostics, func(d finding.Diagnostic) bool { return d.Severity == finding.DiagnosticError })
	waived.Diagnostics = append(waived.Diagnostics, a.diagnostics(rules, whole)...)
	if w.Baseline != nil {
		known, gone := w.Baseline.Split(r, func(f baseline.Failure) bool { return a.assesses(f.Control) })
		for i := range known {
			if f := &waived.Findings[i]; f.Waiver == nil {
				f.Waiver = &finding.Waiver{Kind: finding.BaselineWaiver, Reason: "known since " + w.BaselineName + " was written"}
			}
		}
		for _, input := range slices.Sorted(maps.Keys(gone)) {
			failures := gone[input]
			waived.Diagnostics = append(waived.Diagnostics, mended(w.BaselineName, failures, input))
		}
	}
	waived.Conclude()
	return &waived
}

// assesses reports whether the control of an id was chosen.
func (a *Assessor) assesses(id string) bool {
	return slices.ContainsFunc(a.checks, func(c check) bool { return c.ID == id })
}
