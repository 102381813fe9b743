package assess

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// rule is one waiver, of a file or of source, while it is applied.
type rule struct {
	waiver   finding.Waiver
	order    int    // of precedence: the first that holds counts
	name     string // of the control, as it is written
	control  string // its id, "" if there is no such control
	assessed bool
	noun     string // what messages call it
	input    int    // where it is written; finding.NoInput for a file
	file     string
	line     int
	state    state
	days     int  // until it expires, when it holds
	hit      bool // there is a failure that it is for, whether it holds or not
}

// state is what a date makes of a waiver.
type state int

const (
	holds state = iota
	expired
	refused // expires later than is allowed
)

// rules lists what may waive something, in the order of precedence.
func (a *Assessor) rules(w Waivers) *rules {
	all := newRules()
	for _, entry := range w.File.Waivers {
		all.addEntry(a.rule(rule{
			waiver: finding.Waiver{Kind: finding.FileWaiver, Reason: entry.Reason, ApprovedBy: entry.ApprovedBy, Expires: entry.Expires},
			name:   entry.Control,
			noun:   "waiver of " + entry.Control + " for " + entry.Address,
			input:  finding.NoInput, file: entry.File, line: entry.Line,
		}, w.Today, w.File.MaxAge), setting.NewPattern(entry.Address))
	}
	for _, same := range comments(w.Suppressions) {
		s := same[0]
		all.addComment(a.rule(rule{
			waiver: finding.Waiver{Kind: finding.InlineWaiver, Reason: s.Reason, Expires: s.Expires},
			name:   s.Control,
			noun:   "inline waiver of " + s.Control,
			input:  s.Input, file: s.File, line: s.Line,
		}, w.Today, 0), same)
	}
	return all
}

// rule fills in what the control and the date say. A greatest age of 0 days is none.
func (a *Assessor) rule(r rule, today time.Time, maxAge int) *rule {
	if control, ok := a.benchmark.Find(r.name); ok {
		r.control, r.assessed = control.ID, a.assesses(control.ID)
	}
	if r.waiver.Expires == "" {
		return &r
	}
	from, errToday := time.Parse(time.DateOnly, today.Format(time.DateOnly))
	to, err := time.Parse(time.DateOnly, r.waiver.Expires)
	r.days = int(to.Sub(from).Hours() / 24)
	switch {
	case err != nil || errToday != nil || r.days < 0: // a date that is none has passed
		r.state = expired
	case maxAge > 0 && r.days > maxAge:
		r.state = refused
	}
	return &r
}

// comments puts together what came from one comment: the source of a module is
// read once for each of its callers.
func comments(all []Suppression) [][]Suppression {
	place := func(x, y Suppression) int {
		return cmp.Or(cmp.Compare(x.Input, y.Input), strings.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line),
			strings.Compare(x.Control, y.Control))
	}
	var groups [][]Suppression
	for _, s := range slices.SortedStableFunc(slices.Values(all), place) {
		if last := len(groups) - 1; last >= 0 && place(groups[last][0], s) == 0 {
			groups[last] = append(groups[last], s)
			continue
		}
		groups = append(groups, []Suppression{s})
	}
	return groups
}

// written is the address of the block that declares an instance, "" for none.
func written(instance string) string {
	address, err := graph.ParseAddress(instance)
	if err != nil {
		return ""
	}
	return address.Config()
}
