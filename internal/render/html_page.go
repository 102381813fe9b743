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
	Worst       htmlState
	Bar         []htmlCount // of controls
	States      []htmlCount // of findings
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

// htmlCount is how many controls or findings have a state, and how many have
// the states before it.
type htmlCount struct {
	State  htmlState
	Count  int
	Before int
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
		Benchmark: clip(heading(r)),
		Outcome:   sentence(clip(v.Outcome)),
		Findings:  len(r.Findings),
	}
	p.Title = p.Benchmark
	p.facts(r)
	p.controls(r)
	p.verdict(text)
	p.inputs(r)
	p.diagnostics(r)
	if !text.nothing() {
		p.drawings(r)
	}
	return p, nil
}

// verdict sums the report up in one line.
func (p *htmlPage) verdict(text page) {
	p.Worst = htmlState(finding.NotApplicable)
	switch {
	case len(text.report.Inputs) == 0:
		p.Verdict = "Nothing was scanned"
		return
	case text.nothing():
		verdict := nothingAssessed(text.report)
		p.Verdict = strings.ToUpper(verdict[:1]) + verdict[1:]
		return
	case len(p.Bar) == 0:
		p.Verdict = "No control was assessed"
		return
	}
	worst := p.Bar[0]
	p.Worst = worst.State
	of := count(len(p.Controls), "control")
	if worst.Count == len(p.Controls) {
		p.Verdict = "All " + of
	} else {
		p.Verdict = fmt.Sprintf("%d of %s", worst.Count, of)
	}
	one := map[bool]string{true: "s"}[worst.Count == 1]
	switch worst.State {
	case htmlState(finding.Fail):
		p.Verdict += " fail" + one
	case htmlState(finding.Unknown):
		p.Verdict += " cannot be decided yet, none fails"
	case htmlState(finding.Manual):
		p.Verdict += " need" + one + " a person to judge, none fails"
	default:
		p.Verdict = "No control fails"
	}
	if failing := failingInputs(text.report); failing != "" {
		p.Verdict = failing + "; " + strings.ToLower(p.Verdict[:1]) + p.Verdict[1:]
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
			where = append(where, lines(d.Location))
		}
		p.Diagnostics = append(p.Diagnostics, htmlDiagnostic{clip(string(d.Severity)), strings.Join(where, " · "), clip(d.Summary), clip(d.Detail)})
	}
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

// lines writes a range of lines as editors take it.
func lines(l *finding.Location) string {
	text := fmt.Sprintf("%s:%d", clip(l.File), l.StartLine)
	if l.EndLine > l.StartLine {
		text += fmt.Sprintf("-%d", l.EndLine)
	}
	return text
}

// Left is where a state begins in the bar of so many, in thousandths.
func (c htmlCount) Left(all int) int { return c.Before * 1000 / max(1, all) }

// Size is how wide a state is in the bar of so many, in thousandths.
func (c htmlCount) Size(all int) int { return (c.Before+c.Count)*1000/max(1, all) - c.Left(all) }
