package assess

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Report gathers what was said of the inputs, one assessment for each and in
// their order.
func (a *Assessor) Report(tool finding.Tool, inputs []finding.Input, assessments []Assessment, diagnostics []finding.Diagnostic) *finding.Report {
	r := &finding.Report{
		SchemaVersion: finding.SchemaVersion,
		Tool:          tool,
		Benchmark:     describe(a.benchmark),
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
	for _, c := range a.checks {
		r.Controls = append(r.Controls, finding.Control{
			ID:          c.ID,
			Key:         c.Key,
			Title:       c.Title,
			Section:     c.SectionID,
			Severity:    finding.Severity(c.Severity),
			Level:       c.Level,
			Remediation: c.Remediation,
			Rule:        ruleOf(c.Control),
		})
	}
	r.Conclude()
	return r
}

// ruleOf is what a user's own control asks; nil for any other.
func ruleOf(c benchmark.Control) *finding.Rule {
	if c.Rule == nil {
		return nil
	}
	return &finding.Rule{
		Resource:   c.Rule.Resource.Value,
		When:       strings.TrimSpace(c.Rule.When.Value),
		Condition:  strings.TrimSpace(c.Rule.Condition.Value),
		Rationale:  c.Rationale,
		References: c.References,
		SHA256:     c.Rule.SHA256,
	}
}

// describe names the benchmark and its parts.
func describe(b *benchmark.Benchmark) finding.Benchmark {
	d := finding.Benchmark{Version: b.Version, Title: b.Title()}
	for _, p := range b.Parts {
		part := finding.Part{ID: p.ID, Version: p.Version, Title: p.Title, Type: p.Type}
		for _, s := range p.Sections {
			part.Sections = append(part.Sections, finding.Section{ID: s.ID, Title: s.Title})
		}
		d.Parts = append(d.Parts, part)
	}
	return d
}
