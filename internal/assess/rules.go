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
	name     string // of the control, as it is written
	control  string // its id
	problem  error  // there is no such control
	assessed bool
	noun     string // what messages call it
	input    int    // where it is written; finding.NoInput for a file
	file     string
	line     int
	state    state
	days     int // until it expires, when it holds
	hits     int // failures that it is for, whether it holds or not
	matches  func(f finding.Finding, block string) bool
}

// state is what a date makes of a waiver.
type state int

const (
	holds state = iota
	expired
	refused // expires later than is allowed
)

type rules []*rule

// rules lists what may waive something, in the order of precedence.
func (a *Assessor) rules(w Waivers) rules {
	var all rules
	for _, entry := range w.File.Waivers {
		pattern := setting.NewPattern(entry.Address)
		all = append(all, a.rule(rule{
			waiver: finding.Waiver{Kind: finding.FileWaiver, Reason: entry.Reason, ApprovedBy: entry.ApprovedBy, Expires: entry.Expires},
			name:   entry.Control,
			noun:   "waiver of " + entry.Control + " for " + entry.Address,
			input:  finding.NoInput, file: entry.File, line: entry.Line,
			matches: func(f finding.Finding, _ string) bool { return pattern.Matches(f.Address) },
		}, w.Today, w.File.MaxAge))
	}
	for _, same := range comments(w.Suppressions) {
		s := same[0]
		all = append(all, a.rule(rule{
			waiver: finding.Waiver{Kind: finding.InlineWaiver, Reason: s.Reason, Expires: s.Expires},
			name:   s.Control,
			noun:   "suppression of " + s.Control,
			input:  s.Input, file: s.File, line: s.Line,
			matches: func(f finding.Finding, block string) bool {
				return slices.ContainsFunc(same, func(s Suppression) bool { return s.Input == f.Input && s.covers(block) })
			},
		}, w.Today, 0))
	}
	return all
}

// rule fills in what the control and the date say. A greatest age of 0 days is none.
func (a *Assessor) rule(r rule, today time.Time, maxAge int) *rule {
	control, err := Find(a.benchmark, r.name)
	r.control, r.problem = control.ID, err
	r.assessed = err == nil && a.assesses(control.ID)
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

// waive returns the waiver of a failure, or nil.
func (all rules) waive(f finding.Finding) *finding.Waiver {
	var by *finding.Waiver
	block := written(f.Address)
	for _, r := range all {
		if r.control != f.Control || r.problem != nil || !r.matches(f, block) {
			continue
		}
		r.hits++
		if r.state == holds && by == nil {
			by = &r.waiver
		}
	}
	return by
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

// covers reports whether a block is that of the suppression, or stands in its module.
func (s Suppression) covers(block string) bool {
	return block == s.Address || strings.HasPrefix(block, s.Address+".")
}

// written is the address of the block that declares an instance, "" for none.
func written(instance string) string {
	address, err := graph.ParseAddress(instance)
	if err != nil {
		return ""
	}
	return address.Config()
}
