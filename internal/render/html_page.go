package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlPage is what the template shows. Every text in it is disarmed.
type htmlPage struct {
	Style, Script htmlAsset

	Title       string
	Tool        string
	Benchmark   string
	Facts       []htmlFact
	Outcome     string
	Verdict     string
	Worst       finding.Status
	Nothing     bool
	Bar         []htmlShare
	Statuses    []htmlChoice // of findings
	Severities  []string
	Controls    []htmlControl // in the order of the benchmark
	Sections    []htmlControl // the same, the worst first
	Inputs      []htmlInput
	MoreInputs  int
	Clusters    []string
	Diagnostics []htmlDiagnostic
	MoreNotes   int
	Drawings    []htmlDrawing
	MoreDrawn   int
	Shown       int
	Findings    int
	LeftOut     int
}

// htmlFact is a line of the header's list of facts.
type htmlFact struct{ Name, Value, Whole string }

// htmlShare is a part of the bar.
type htmlShare struct {
	Status finding.Status
	Word   string
	Count  int
	Before int // the counts of the parts to its left
}

// htmlChoice is a value of a filter, with how many findings have it.
type htmlChoice struct {
	Value, Word string
	Count       int
}

type htmlDiagnostic struct{ Severity, Where, Summary, Detail string }

// Limits of the page, so that a browser stays quick whatever was scanned. They
// are counted in findings, inputs and bytes of HTML.
const (
	maxHTMLFindings    = 4000
	maxHTMLBytes       = 8 << 20
	maxHTMLInputs      = 500
	maxHTMLDiagnostics = 200
	maxHTMLText        = 2000 // characters of one text
)

func newHTMLPage(r *finding.Report, v View) (*htmlPage, error) {
	style, err := newHTMLAsset("style.css")
	if err != nil {
		return nil, err
	}
	script, err := newHTMLAsset("script.js")
	if err != nil {
		return nil, err
	}
	text := page{report: r}
	p := &htmlPage{
		Style: style, Script: script,
		Tool:      strings.TrimSpace(clip(r.Tool.Name) + " " + clip(r.Tool.Version)),
		Benchmark: clip(text.benchmark()),
		Outcome:   sentence(clip(v.Outcome)),
		Nothing:   text.nothing(),
		Findings:  len(r.Findings),
	}
	p.Title = p.Benchmark
	p.verdict(r)
	p.facts(r)
	p.bar(r)
	p.controls(r)
	p.inputs(r)
	p.diagnostics(r)
	p.drawings(r)
	return p, nil
}

// verdict sums the report up in one line.
func (p *htmlPage) verdict(r *finding.Report) {
	c, all := r.Summary.Controls, len(r.Controls)
	of := func(n int, verb string) string {
		if n == 1 {
			verb += "s"
		}
		if n == all {
			return fmt.Sprintf("All %s %s", count(all, "control"), verb)
		}
		return fmt.Sprintf("%d of %s %s", n, count(all, "control"), verb)
	}
	p.Worst = finding.NotApplicable
	for _, s := range finding.Statuses() {
		if c.Of(s) > 0 {
			p.Worst = finding.Worst(p.Worst, s)
		}
	}
	switch {
	case p.Nothing:
		p.Verdict, p.Worst = "Nothing to assess", finding.NotApplicable
	case c.Fail > 0:
		p.Verdict = of(c.Fail, "fail")
	case c.Unknown > 0:
		p.Verdict = "Nothing fails; " + count(c.Unknown, "control") + " cannot be decided yet"
	case c.Manual > 0:
		p.Verdict = "Nothing fails; " + count(c.Manual, "control") + " for a person to judge"
	default:
		p.Verdict = of(c.Pass, "pass")
		if c.Pass == 1 {
			p.Verdict = strings.TrimSuffix(p.Verdict, "s") + "es"
		}
	}
}

func (p *htmlPage) facts(r *finding.Report) {
	resources, assessed := 0, 0
	for _, in := range r.Inputs {
		resources, assessed = resources+in.Resources, assessed+in.Assessed
	}
	add := func(name, value, whole string) { p.Facts = append(p.Facts, htmlFact{name, value, whole}) }
	if len(r.Inputs) == 1 {
		in := r.Inputs[0]
		kind := string(in.Kind)
		if !in.Complete {
			kind += ", incomplete"
		}
		add("Input", clip(input(in)), "")
		add("Kind", clip(kind), "")
		if in.TerraformVersion != "" {
			add("Terraform", clip(in.TerraformVersion), "")
		}
		if in.SHA256 != "" {
			add("SHA-256", clip(in.SHA256)[:min(12, len(clip(in.SHA256)))], clip(in.SHA256))
		}
	} else {
		add("Inputs", fmt.Sprint(len(r.Inputs)), "")
	}
	add("Assessed", fmt.Sprintf("%d of %s", assessed, count(resources, "resource")), "")
	add("Findings", fmt.Sprint(len(r.Findings)), "")
	add("Tool", p.Tool, "")
}

func (p *htmlPage) bar(r *finding.Report) {
	before := 0
	for _, s := range finding.Statuses() {
		n := r.Summary.Controls.Of(s)
		if n > 0 {
			p.Bar = append(p.Bar, htmlShare{s, statusWord(s), n, before})
			before += n
		}
		if n := r.Summary.Findings.Of(s); n > 0 {
			p.Statuses = append(p.Statuses, htmlChoice{string(s), statusWord(s), n})
		}
	}
}

func (p *htmlPage) diagnostics(r *finding.Report) {
	for i, d := range r.Diagnostics {
		if i == maxHTMLDiagnostics {
			p.MoreNotes = len(r.Diagnostics) - i
			return
		}
		var where []string
		if len(r.Inputs) > 1 && d.Input >= 0 && d.Input < len(r.Inputs) {
			where = append(where, clip(input(r.Inputs[d.Input])))
		}
		if d.Address != "" {
			where = append(where, clip(d.Address))
		}
		if d.Location != nil {
			where = append(where, place(d.Location))
		}
		p.Diagnostics = append(p.Diagnostics, htmlDiagnostic{clip(string(d.Severity)), strings.Join(where, " · "), clip(d.Summary), clip(d.Detail)})
	}
}

func statusWord(s finding.Status) string {
	return map[finding.Status]string{finding.Fail: "Fail", finding.Unknown: "Unknown", finding.Manual: "Manual",
		finding.Pass: "Pass", finding.NotApplicable: "Not applicable"}[s]
}

// sentence begins a text with a capital letter.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return strings.TrimPrefix(string(unicode.ToUpper(first)), "\uFFFD") + s[size:]
}

// clip disarms a text, and cuts what nobody would read to the end.
func clip(s string) string {
	if len(s) > maxHTMLText {
		if runes := []rune(s[:min(len(s), 4*maxHTMLText)]); len(runes) > maxHTMLText {
			s = string(runes[:maxHTMLText]) + "…"
		}
	}
	return Visible(s)
}

// place writes a range of lines as editors take it.
func place(l *finding.Location) string {
	lines := fmt.Sprintf("%s:%d", clip(l.File), l.StartLine)
	if l.EndLine > l.StartLine {
		lines += fmt.Sprintf("-%d", l.EndLine)
	}
	return lines
}

// Left is where a share begins in the bar, in thousandths.
func (s htmlShare) Left(all int) int { return s.Before * 1000 / max(1, all) }

// Size is how wide a share is in the bar, in thousandths.
func (s htmlShare) Size(all int) int { return (s.Before+s.Count)*1000/max(1, all) - s.Left(all) }
