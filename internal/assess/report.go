package assess

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Report gathers what was said of the inputs, one assessment for each and in
// their order.
func (a *Assessor) Report(tool finding.Tool, inputs []finding.Input, assessments []Assessment, diagnostics []finding.Diagnostic) *finding.Report {
	r := &finding.Report{
		SchemaVersion: finding.SchemaVersion,
		Tool:          tool,
		Benchmark:     finding.Benchmark{Version: a.benchmark.Version, Title: a.benchmark.Title},
		Inputs:        append([]finding.Input{}, inputs...),
		Controls:      []finding.Control{},
		Findings:      []finding.Finding{},
		Graph:         finding.Graph{Resources: []finding.Node{}, Links: []finding.Edge{}},
		Diagnostics:   append([]finding.Diagnostic{}, diagnostics...),
	}
	for i, done := range assessments {
		for _, f := range done.Findings {
			f.Input = i
			r.Findings = append(r.Findings, f)
		}
		for _, n := range done.Graph.Resources {
			n.Input = i
			r.Graph.Resources = append(r.Graph.Resources, n)
		}
		for _, e := range done.Graph.Links {
			e.Input = i
			r.Graph.Links = append(r.Graph.Links, e)
		}
	}
	a.order(r.Findings)

	statuses := map[string]finding.Status{}
	for _, f := range r.Findings {
		if known, ok := statuses[f.Control]; ok {
			statuses[f.Control] = finding.Worst(known, f.Status)
		} else {
			statuses[f.Control] = f.Status
		}
		r.Summary.Findings.Add(f.Status)
	}
	for _, j := range a.judges {
		status, ok := statuses[j.ID]
		if !ok {
			status = finding.NotApplicable
		}
		r.Summary.Controls.Add(status)
		r.Controls = append(r.Controls, finding.Control{
			ID:          j.ID,
			Key:         j.Key,
			Title:       j.Title,
			Section:     j.SectionID,
			Severity:    finding.Severity(j.Severity),
			Level:       j.Level,
			Status:      status,
			Remediation: j.Remediation,
		})
	}
	return r
}

// order brings the findings of several inputs together: by control, then the
// worst first, then by input. What an input's own order says beyond that stays.
func (a *Assessor) order(findings []finding.Finding) {
	place := make(map[string]int, len(a.judges))
	for i, j := range a.judges {
		place[j.ID] = i
	}
	slices.SortStableFunc(findings, func(x, y finding.Finding) int {
		if d := place[x.Control] - place[y.Control]; d != 0 {
			return d
		}
		if d := x.Status.Rank() - y.Status.Rank(); d != 0 {
			return d
		}
		return x.Input - y.Input
	})
}
