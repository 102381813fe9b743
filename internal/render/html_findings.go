package render

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlControl is a control with its findings: what is open, and what is not.
type htmlControl struct {
	ID, Anchor, Title string
	Severity          string
	Level             int
	Status            finding.Status
	Word              string
	Counts            []htmlChoice
	Mend              []htmlBlock
	Open, Closed      []htmlFinding
	ClosedWord        string
	LeftOut           int
}

type htmlFinding struct {
	Unfold      bool
	Anchor      string
	Status      finding.Status
	Word        string
	Severity    string
	Control     string
	Input       int
	InputName   string // where there are several
	Cluster     string
	ClusterName string // where a reader must be told
	Address     string
	Message     []htmlSpan
	Attribute   string
	Evidence    []htmlEvidence
	Assumes     []string
	Where       string
	Calls       []string
	Waiver      string
	Expires     string
	Reason      string
	Fingerprint string
}

// fewOpen is how many open findings of a control are shown with what they rest
// on, without asking.
const fewOpen = 3

type htmlEvidence struct{ Address, Attribute, Value string }

// controls gathers the findings by control. When there are too many, the worst
// are shown.
func (p *htmlPage) controls(r *finding.Report) {
	shown := p.choose(r)
	several := severalClusters(r.Findings)
	byControl := map[string]int{}
	for i, c := range r.Controls {
		byControl[c.ID] = i
		severity := clip(string(c.Severity))
		p.Controls = append(p.Controls, htmlControl{
			ID: clip(c.ID), Anchor: "control-" + strconv.Itoa(i), Title: clip(unlabelled(c.Title)), Severity: severity, Level: c.Level,
			Status: c.Status, Word: statusWord(c.Status), Mend: prose(c.Remediation),
		})
		if severity != "" && !slices.Contains(p.Severities, severity) {
			p.Severities = append(p.Severities, severity)
		}
	}
	slices.SortStableFunc(p.Severities, func(a, b string) int {
		return slices.Index(finding.Severities(), finding.Severity(b)) - slices.Index(finding.Severities(), finding.Severity(a))
	})
	counts := make([]map[finding.Status]int, len(p.Controls))
	clusters := map[string]bool{}
	for i, f := range r.Findings {
		at, ok := byControl[f.Control]
		if !ok {
			continue
		}
		c := &p.Controls[at]
		if counts[at] == nil {
			counts[at] = map[finding.Status]int{}
		}
		counts[at][f.Status]++
		if !shown[i] {
			c.LeftOut++
			p.LeftOut++
			continue
		}
		p.Shown++
		one := newHTMLFinding(r, i, several)
		one.Severity = c.Severity
		clusters[one.Cluster] = true
		if f.Status == finding.Pass || f.Status == finding.NotApplicable {
			c.Closed = append(c.Closed, one)
		} else {
			c.Open = append(c.Open, one)
		}
	}
	for i, c := range p.Controls {
		for _, s := range finding.Statuses() {
			if n := counts[i][s]; n > 0 {
				p.Controls[i].Counts = append(p.Controls[i].Counts, htmlChoice{string(s), strings.ToLower(statusWord(s)), n})
			}
		}
		p.Controls[i].ClosedWord = closedWord(c.Closed)
		for j := range c.Open {
			c.Open[j].Unfold = len(c.Open) <= fewOpen
		}
	}
	p.Sections = slices.Clone(p.Controls)
	slices.SortStableFunc(p.Sections, func(a, b htmlControl) int {
		return cmp.Or(a.Status.Rank()-b.Status.Rank(), slices.Index(p.Severities, a.Severity)-slices.Index(p.Severities, b.Severity))
	})
	for c := range clusters {
		if c != "" && len(clusters) > 2 {
			p.Clusters = append(p.Clusters, c)
		}
	}
	slices.Sort(p.Clusters)
}

// Mends tells whether there is something to mend, and Failing whether there is
// for certain.
func (c htmlControl) Mends() bool {
	return len(c.Mend) > 0 && c.Status.Rank() < finding.Pass.Rank()
}

func (c htmlControl) Failing() bool { return c.Status == finding.Fail }

// State is what a finding looks like: a failure that is waived is none of today's.
func (f htmlFinding) State() string {
	if f.Waiver != "" {
		return "waived"
	}
	return string(f.Status)
}

func closedWord(closed []htmlFinding) string {
	passed := 0
	for _, f := range closed {
		if f.Status == finding.Pass {
			passed++
		}
	}
	switch rest := len(closed) - passed; {
	case rest == 0:
		return fmt.Sprintf("%d passed", passed)
	case passed == 0:
		return "Not applicable"
	default:
		return fmt.Sprintf("%d passed, %d not applicable", passed, rest)
	}
}

// choose tells which findings are shown: the worst, as long as there is room.
func (p *htmlPage) choose(r *finding.Report) []bool {
	shown := make([]bool, len(r.Findings))
	several := severalClusters(r.Findings)
	found, bytes := 0, 0
	for _, s := range finding.Statuses() {
		for i, f := range r.Findings {
			if f.Status != s || found == maxHTMLFindings {
				continue
			}
			cost := newHTMLFinding(r, i, several).bytes()
			if bytes+cost > maxHTMLBytes {
				continue
			}
			shown[i] = true
			found, bytes = found+1, bytes+cost
		}
	}
	return shown
}

func newHTMLFinding(r *finding.Report, i int, severalClusters bool) htmlFinding {
	f := r.Findings[i]
	one := htmlFinding{
		Anchor: "finding-" + strconv.Itoa(i), Status: f.Status, Word: statusWord(f.Status), Control: clip(f.Control), Input: f.Input,
		Cluster: clip(f.Cluster), Address: clip(f.Address), Message: spans(clip(f.Message)), Attribute: clip(f.Attribute), Fingerprint: clip(f.Fingerprint),
	}
	if severalClusters && f.Cluster != f.Address {
		one.ClusterName = one.Cluster
	}
	if len(r.Inputs) > 1 && f.Input >= 0 && f.Input < len(r.Inputs) {
		one.InputName = clip(input(r.Inputs[f.Input]))
	}
	const most = 50 // of a finding's facts
	for _, e := range f.Evidence[:min(most, len(f.Evidence))] {
		one.Evidence = append(one.Evidence, htmlEvidence{clip(e.Address), clip(e.Attribute), clip(e.Value)})
	}
	for _, a := range f.Assumes[:min(most, len(f.Assumes))] {
		one.Assumes = append(one.Assumes, clip(a))
	}
	if l := f.Location; l != nil {
		one.Where = place(l)
		for _, call := range l.ModuleCalls[:min(most, len(l.ModuleCalls))] {
			one.Calls = append(one.Calls, fmt.Sprintf("module.%s at %s:%d", clip(call.Name), clip(call.File), call.Line))
		}
	}
	if w := f.Waiver; w != nil {
		one.Waiver, one.Reason, one.Expires = clip(w.Kind), clip(w.Reason), clip(w.Expires)
	}
	return one
}

// bytes is about how many bytes of the page a finding takes, and not less.
func (f htmlFinding) bytes() int {
	const frame, line, word = 1600, 160, 16
	sum := frame
	add := func(times int, texts ...string) {
		for _, t := range texts {
			sum += times * len(html.EscapeString(t))
		}
	}
	add(3, f.Address, f.Cluster)
	add(1, f.InputName, f.Attribute, f.Where, f.Waiver, f.Reason, f.Expires, f.Fingerprint, f.Control)
	for _, s := range f.Message {
		add(1, s.Text)
		sum += word
	}
	for _, e := range f.Evidence {
		add(1, e.Address, e.Attribute, e.Value)
		sum += line
	}
	for _, t := range slices.Concat(f.Assumes, f.Calls) {
		add(1, t)
		sum += line
	}
	return sum
}
