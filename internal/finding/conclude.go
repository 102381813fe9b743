package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Conclude puts a report in order and draws from its findings what follows from
// them: the controls' statuses and the summary. It is what makes a report of
// the same findings the same, whether they came from one scan or from several.
//
// Findings are ordered by control as Controls has them, then the worst first,
// then by input; the graph and the diagnostics by input, with what is about no
// input before the rest, by its words and once. Beyond that the order stays.
func (r *Report) Conclude() {
	r.sort()
	r.count()
}

func (r *Report) count() {
	r.Summary = Summary{}
	statuses := map[string]Status{}
	for _, f := range r.Findings {
		if known, ok := statuses[f.Control]; ok {
			statuses[f.Control] = Worst(known, f.Status)
		} else {
			statuses[f.Control] = f.Status
		}
		r.Summary.Findings.Add(f.Status)
		if f.Status == Fail && f.Waiver != nil {
			r.Summary.Findings.Waived++
		}
	}
	for i := range r.Controls {
		c := &r.Controls[i]
		c.Status = NotApplicable
		if status, ok := statuses[c.ID]; ok {
			c.Status = status
		}
		r.Summary.Controls.Add(c.Status)
	}
}

func (r *Report) sort() {
	place := make(map[string]int, len(r.Controls))
	for i, c := range r.Controls {
		place[c.ID] = i
	}
	slices.SortStableFunc(r.Findings, func(x, y Finding) int {
		return cmp.Or(place[x.Control]-place[y.Control], x.Status.Rank()-y.Status.Rank(), x.Input-y.Input)
	})
	slices.SortStableFunc(r.Graph.Resources, func(x, y Node) int { return x.Input - y.Input })
	slices.SortStableFunc(r.Graph.Links, func(x, y Edge) int { return x.Input - y.Input })
	slices.SortStableFunc(r.Diagnostics, func(x, y Diagnostic) int {
		if x.Input == NoInput && y.Input == NoInput {
			return byWords(x, y)
		}
		return x.Input - y.Input
	})
	r.Diagnostics = slices.CompactFunc(r.Diagnostics, func(x, y Diagnostic) bool {
		return x.Input == NoInput && y.Input == NoInput && byWords(x, y) == 0
	})
}

// byWords orders diagnostics by all that they say.
func byWords(x, y Diagnostic) int {
	place := func(d Diagnostic) Location {
		if d.Location == nil {
			return Location{}
		}
		return *d.Location
	}
	return cmp.Or(
		strings.Compare(x.Summary, y.Summary),
		strings.Compare(x.Detail, y.Detail),
		strings.Compare(x.Address, y.Address),
		strings.Compare(string(x.Severity), string(y.Severity)),
		strings.Compare(place(x).File, place(y).File),
		place(x).StartLine-place(y).StartLine,
		place(x).StartColumn-place(y).StartColumn,
	)
}
