package render

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strconv"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlControl is a control with its findings: what is open, and what is not.
type htmlControl struct {
	ID, Anchor, Title string
	Severity          string
	Level             int
	State             htmlState
	Counts            []htmlCount
	Mend              []htmlBlock
	Open, Closed      []htmlFinding
	ClosedWord        string
	LeftOut           int
}

type htmlFinding struct {
	Unfold      bool
	Anchor      string
	State       htmlState
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
	Fingerprint string
}

// fewOpen is how many open findings of a control are shown with what they rest
// on, without asking.
const fewOpen = 3

type htmlEvidence struct{ Address, Attribute, Value string }

// controls gathers the findings by control. When there are too many, the worst
// are shown.
func (p *htmlPage) controls(r *finding.Report) {
	tell := htmlTeller{newProse(), r, severalClusters(r.Findings)}
	shown := tell.choose()
	waived := waivedControls(r)
	byControl := map[string]int{}
	for i, c := range r.Controls {
		byControl[c.ID] = i
		severity := clip(string(c.Severity))
		p.Controls = append(p.Controls, htmlControl{
			ID: clip(c.ID), Anchor: "control-" + strconv.Itoa(i), Title: clip(unlabelled(c.Title)), Severity: severity, Level: c.Level,
			State: htmlState(c.Status), Mend: tell.blocks(c.Remediation),
		})
		if waived[c.ID] {
			p.Controls[i].State = waivedWord
		}
		if severity != "" && !slices.Contains(p.Severities, severity) {
			p.Severities = append(p.Severities, severity)
		}
	}
	slices.SortStableFunc(p.Severities, func(a, b string) int {
		return slices.Index(finding.Severities(), finding.Severity(b)) - slices.Index(finding.Severities(), finding.Severity(a))
	})
	counts := make([]map[htmlState]int, len(p.Controls))
	inAll := map[htmlState]int{}
	clusters := map[string]bool{}
	for i, f := range r.Findings {
		at, ok := byControl[f.Control]
		if !ok {
			continue
		}
		c := &p.Controls[at]
		if counts[at] == nil {
			counts[at] = map[htmlState]int{}
		}
		counts[at][stateOf(f)]++
		inAll[stateOf(f)]++
		if !shown[i] {
			c.LeftOut++
			p.LeftOut++
			continue
		}
		p.Shown++
		one := tell.finding(i)
		one.Severity = c.Severity
		clusters[one.Cluster] = true
		if one.State.Settled() {
			c.Closed = append(c.Closed, one)
		} else {
			c.Open = append(c.Open, one)
		}
	}
	for i, c := range p.Controls {
		p.Controls[i].Counts = inOrder(counts[i])
		p.Controls[i].ClosedWord = closedWord(c.Closed)
		for j := range c.Open {
			c.Open[j].Unfold = len(c.Open) <= fewOpen
		}
	}
	states := map[htmlState]int{}
	for _, c := range p.Controls {
		states[c.State]++
	}
	p.Bar, p.States = inOrder(states), inOrder(inAll)
	p.Sections = slices.Clone(p.Controls)
	slices.SortStableFunc(p.Sections, func(a, b htmlControl) int {
		return cmp.Or(a.State.rank()-b.State.rank(), slices.Index(p.Severities, a.Severity)-slices.Index(p.Severities, b.Severity))
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
func (c htmlControl) Mends() bool   { return len(c.Mend) > 0 && !c.State.Settled() }
func (c htmlControl) Failing() bool { return c.State == htmlState(finding.Fail) }

// inOrder lists the states that there are, the worst first.
func inOrder(counts map[htmlState]int) []htmlCount {
	var all []htmlCount
	before := 0
	for _, s := range htmlStates() {
		if n := counts[s]; n > 0 {
			all = append(all, htmlCount{s, n, before})
			before += n
		}
	}
	return all
}

func closedWord(closed []htmlFinding) string {
	passed := 0
	for _, f := range closed {
		if f.State == htmlState(finding.Pass) {
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
func (t htmlTeller) choose() []bool {
	r := t.report
	shown := make([]bool, len(r.Findings))
	found, bytes := 0, 0
	for _, s := range htmlStates() {
		for i, f := range r.Findings {
			if stateOf(f) != s {
				continue
			}
			bytes += t.finding(i).bytes()
			if found == maxHTMLFindings || bytes > maxHTMLBytes {
				return shown
			}
			shown[i] = true
			found++
		}
	}
	return shown
}

// htmlTeller puts findings into words.
type htmlTeller struct {
	prose
	report          *finding.Report
	severalClusters bool
}

func (t htmlTeller) finding(i int) htmlFinding {
	r, f := t.report, t.report.Findings[i]
	one := htmlFinding{
		Anchor: "finding-" + strconv.Itoa(i), State: stateOf(f), Control: clip(f.Control), Input: f.Input,
		Cluster: clip(f.Cluster), Address: clip(f.Address), Message: t.spans(clip(f.Message)), Attribute: clip(f.Attribute), Fingerprint: clip(f.Fingerprint),
	}
	if t.severalClusters && f.Cluster != f.Address {
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
		one.Where = lines(l)
		for _, call := range l.ModuleCalls[:min(most, len(l.ModuleCalls))] {
			one.Calls = append(one.Calls, fmt.Sprintf("module.%s at %s:%d", clip(call.Name), clip(call.File), call.Line))
		}
	}
	if w := f.Waiver; w != nil {
		one.Waiver = clip(sentence(waiver(w)))
	}
	return one
}

// bytes is about how many bytes of the page a finding takes, and not less.
func (f htmlFinding) bytes() int {
	const frame, line, word = 1200, 120, 16
	sum := frame
	add := func(times int, texts ...string) {
		for _, t := range texts {
			sum += times * len(html.EscapeString(t))
		}
	}
	add(3, f.Address, f.Cluster)
	add(1, f.InputName, f.Attribute, f.Where, f.Waiver, f.Fingerprint, f.Control)
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
