package render

import (
	"cmp"
	"fmt"
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

// fewOpen is how many open findings of a control are shown with what they rest
// on, without asking.
const fewOpen = 3

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
			State: htmlState(c.Status), Mend: tell.blocks(help(c)),
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
