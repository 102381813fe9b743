package drawing

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// id tells a resource from those of the same address in other inputs.
type id struct {
	input   int
	address string
}

// world is a report by its resources.
type world struct {
	report  *finding.Report
	keys    map[string]string // of controls, by their ids
	nodes   map[id]finding.Node
	order   []id
	uses    map[id][]finding.Edge // by From
	usedBy  map[id][]finding.Edge // by To
	verdict map[id][]int          // findings on a resource
	causes  map[id][]id           // of the failures of a resource: what has the attribute that decided
}

func newWorld(r *finding.Report) *world {
	w := &world{
		report: r, keys: map[string]string{}, nodes: map[id]finding.Node{}, uses: map[id][]finding.Edge{}, usedBy: map[id][]finding.Edge{},
		verdict: map[id][]int{}, causes: map[id][]id{},
	}
	for _, c := range r.Controls {
		w.keys[c.ID] = c.Key
	}
	for _, n := range r.Graph.Resources {
		at := id{n.Input, n.Address}
		if _, twice := w.nodes[at]; !twice {
			w.nodes[at] = n
			w.order = append(w.order, at)
		}
	}
	for _, e := range r.Graph.Links {
		from, to := id{e.Input, e.From}, id{e.Input, e.To}
		if _, ok := w.nodes[from]; !ok {
			continue
		}
		if _, ok := w.nodes[to]; ok && from != to {
			w.uses[from] = append(w.uses[from], e)
			w.usedBy[to] = append(w.usedBy[to], e)
		}
	}
	for i, f := range r.Findings {
		subject := id{f.Input, f.Address}
		if _, ok := w.nodes[subject]; ok {
			w.verdict[subject] = append(w.verdict[subject], i)
		}
		if cause, ok := w.cause(f); ok && f.Status == finding.Fail && f.Waiver == nil {
			w.causes[subject] = append(w.causes[subject], cause)
		}
	}
	for at, findings := range w.verdict {
		slices.SortStableFunc(findings, func(a, b int) int {
			return r.Findings[a].Status.Rank() - r.Findings[b].Status.Rank()
		})
		w.verdict[at] = findings
	}
	return w
}

// cause returns the resource whose attribute decided a finding on another.
func (w *world) cause(f finding.Finding) (id, bool) {
	// The owner's address ends before some dot of the attribute.
	for cut, r := range f.Attribute {
		at := id{f.Input, f.Attribute[:cut]}
		if _, ok := w.nodes[at]; r == '.' && ok && at.address != f.Address {
			return at, true
		}
	}
	return id{}, false
}

func (w *world) statusOf(members []id) finding.Status {
	worst := finding.NotApplicable
	for _, at := range members {
		worst = finding.Worst(worst, w.status(at))
	}
	return worst
}

// status is the worst that is said of a resource. A failure that is waived is
// nobody's failing.
func (w *world) status(at id) finding.Status {
	worst := finding.NotApplicable
	for _, i := range w.verdict[at] {
		if f := w.report.Findings[i]; f.Waiver == nil {
			worst = finding.Worst(worst, f.Status)
		}
	}
	return worst
}
