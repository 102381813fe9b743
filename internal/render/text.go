package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Text writes a report for a person: the worst first, what decided it and how to
// mend it, in one screen for a normal stack and two lines when all is well.
func Text(w io.Writer, r *finding.Report, v View) error {
	p := page{View: v, style: newStyle(v), report: r, severalClusters: severalClusters(r.Findings), waived: waivedControls(r)}
	p.write()
	_, err := io.WriteString(w, p.out.String())
	return err
}

// page is a text while it is written.
type page struct {
	View
	style
	report          *finding.Report
	severalClusters bool
	waived          map[string]bool // the controls, by id, that fail in nothing but what is waived
	out             strings.Builder
}

func (p *page) line(text string) {
	p.out.WriteString(strings.TrimRight(text, " ") + "\n")
}

func (p *page) write() {
	if !p.Quiet {
		p.header()
	}
	p.diagnostics()
	blocks := 0
	for _, c := range p.order() {
		if (p.nothing() || p.allWell() || len(p.report.Inputs) == 0) && !p.Verbose {
			break
		}
		if findings, ok := p.shown(c); ok {
			if blocks == 0 && !p.Quiet {
				p.line("")
			}
			p.control(c, findings)
			blocks++
		}
	}
	if blocks > 0 {
		p.line("")
	}
	p.fleet()
	p.summary()
}

// order sorts the controls: the worst status first, then the most severe. What
// is waived asks nothing of anybody, and comes before what passes.
func (p *page) order() []finding.Control {
	severity := func(c finding.Control) int { return slices.Index(finding.Severities(), c.Severity) }
	status := func(c finding.Control) int {
		if p.waived[c.ID] {
			return 2*finding.Pass.Rank() - 1
		}
		return 2 * c.Status.Rank()
	}
	return slices.SortedStableFunc(slices.Values(p.report.Controls), func(a, b finding.Control) int {
		return cmp.Or(status(a)-status(b), severity(b)-severity(a))
	})
}

// shown returns what is listed below a control, and whether it is shown at all.
func (p *page) shown(c finding.Control) ([]finding.Finding, bool) {
	var findings []finding.Finding
	for _, f := range p.report.Findings {
		switch {
		case f.Control != c.ID:
		case p.Quiet && (f.Status != finding.Fail || f.Waiver != nil):
		case !p.Verbose && (f.Status == finding.Pass || f.Status == finding.NotApplicable):
		default:
			findings = append(findings, f)
		}
	}
	if p.Quiet {
		return findings, c.Status == finding.Fail && !p.waived[c.ID]
	}
	return findings, p.Verbose || c.Status != finding.NotApplicable
}

// nothing reports whether no control found anything to judge. What is left to a
// person's eye in every scan does not count. An input that was not read in full
// may hold something.
func (p *page) nothing() bool {
	none := false
	if len(unreads(p.report)) > 0 {
		return false
	}
	for _, f := range p.report.Findings {
		if f.Status != finding.NotApplicable && (f.Status != finding.Manual || f.Address != "") {
			return false
		}
		none = none || f.Status == finding.NotApplicable
	}
	return none
}

// allWell reports whether there is nothing to do for anybody.
func (p *page) allWell() bool {
	c := p.report.Summary.Controls
	return c.Fail+c.Unknown+c.Manual == 0
}

func (p *page) header() {
	r := p.report
	parts := []string{heading(r)}
	resources, assessed := 0, 0
	for _, in := range r.Inputs {
		resources, assessed = resources+in.Resources, assessed+in.Assessed
	}
	if len(r.Inputs) == 1 {
		parts = append(parts, describe(r.Inputs[0])...)
	} else {
		parts = append(parts, count(len(r.Inputs), "input"))
	}
	if p.nothing() || len(r.Inputs) == 0 {
		parts = append(parts, count(resources, "resource"))
	} else {
		parts = append(parts, fmt.Sprintf("%d of %s assessed", assessed, count(resources, "resource")))
	}
	p.line(p.indent("", strings.Join(parts, " · ")))
	if p.Verbose && len(r.Inputs) > 1 {
		for _, in := range r.Inputs {
			p.line(p.indent("  ", strings.Join(describe(in), " · ")+fmt.Sprintf(" · %d of %d", in.Assessed, in.Resources)))
		}
	}
}

// benchmark names the catalogue as people do: "CIS EKS 1.5.0, section 5".
func (p *page) benchmark() string {
	name := Visible(p.report.Benchmark.Version)
	if own, only := p.ownOnly(); only {
		return own
	}
	version, ok := strings.CutPrefix(name, "eks-")
	if !ok || version == "" || version[0] < '0' || version[0] > '9' { // a STIG is DISA's
		return name
	}
	name = "CIS EKS " + version
	var sections []string
	for _, c := range p.report.Controls {
		section, _, _ := strings.Cut(c.ID, ".")
		sections = append(sections, section)
	}
	if sections = slices.Compact(sections); len(sections) == 1 {
		name += ", section " + Visible(sections[0])
	}
	return name
}

// ownOnly returns the version of the controls file that has every control of the report,
// if that file stands beside a benchmark.
func (p *page) ownOnly() (version string, only bool) {
	for i, c := range p.report.Controls {
		part, _ := placeOf(p.report, c)
		if i > 0 && part.Version != version || part.Version == p.report.Benchmark.Version || strings.HasPrefix(p.report.Benchmark.Version, part.Version+"+") {
			return "", false
		}
		version = part.Version
	}
	return Visible(version), version != ""
}

func describe(in finding.Input) []string {
	parts := []string{input(in)}
	if in.Kind != finding.PlanInput {
		parts = append(parts, string(in.Kind))
	}
	if in.TerraformVersion != "" {
		parts = append(parts, "Terraform "+Visible(in.TerraformVersion))
	}
	if !in.Complete {
		parts = append(parts, "incomplete")
	}
	return parts
}

// input names an input as a person would.
func input(in finding.Input) string {
	name := Visible(in.Path)
	if in.Path == "-" {
		name = "standard input"
	}
	if in.Report != "" {
		name += " (" + Visible(in.Report) + ")"
	}
	return name
}

func (p *page) diagnostics() {
	for _, d := range p.report.Diagnostics {
		if p.Quiet && d.Severity == finding.DiagnosticNote {
			continue
		}
		text := Visible(d.Summary)
		if d.Address != "" {
			text = Visible(d.Address) + ": " + text
		}
		if d.Detail != "" {
			text += ": " + Visible(d.Detail)
		}
		if l := d.Location; l != nil {
			text = fmt.Sprintf("%s:%d: %s", Visible(l.File), l.StartLine, text)
		}
		if len(p.report.Inputs) > 1 && d.Input >= 0 && d.Input < len(p.report.Inputs) {
			text = input(p.report.Inputs[d.Input]) + ": " + text
		}
		word := string(d.Severity)
		painted := p.style.status(word, map[finding.DiagnosticSeverity]finding.Status{
			finding.DiagnosticError: finding.Fail, finding.DiagnosticWarning: finding.Unknown}[d.Severity])
		p.line(strings.Replace(p.indent(word+"  ", text), word, painted, 1))
	}
}

// nothingAssessed says why no control has a verdict. If the controls that look at every
// repository and every cluster were chosen, there is none of these.
func nothingAssessed(r *finding.Report) string {
	var types []string
	for _, in := range r.Inputs {
		types = append(types, in.Unchecked...)
	}
	if len(types) == 0 {
		chosen := map[string]bool{}
		for _, c := range r.Controls {
			chosen[c.Key] = true
		}
		if chosen["ecr-image-scanning"] && chosen["endpoint-access"] {
			return "no EKS or ECR resources: nothing assessed"
		}
		return "no resource that these controls check: nothing assessed"
	}
	slices.Sort(types)
	types = slices.Compact(types)
	for i, t := range types {
		types[i] = Visible(t)
	}
	return "no control checks " + strings.Join(types, ", ") + ": nothing assessed"
}

func (p *page) summary() {
	if len(p.report.Inputs) == 0 {
		p.line(p.spread("nothing was scanned here", p.faint(p.Outcome)))
		return
	}
	if p.nothing() {
		p.line(p.spread(nothingAssessed(p.report), p.faint(p.Outcome)))
		return
	}
	var parts []string
	for _, s := range finding.Statuses() {
		n := p.report.Summary.Controls.Of(s)
		if s == finding.Fail {
			n -= len(p.waived)
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.ReplaceAll(string(s), "-", " ")))
		}
		if s == finding.Fail && len(p.waived) > 0 {
			parts = append(parts, fmt.Sprintf("%d waived", len(p.waived)))
		}
	}
	left := count(len(p.report.Controls), "control") + ": " + strings.Join(parts, ", ")
	if n := p.report.Summary.Findings.Waived; n > 0 {
		left += "; " + count(n, "finding") + " waived"
	}
	p.line(p.spread(left, p.faint(p.Outcome)))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
