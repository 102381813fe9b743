package assess

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// mostMatches is how often wildcards of a waivers file are matched in one report:
// some seconds of work. Past it a waiver with wildcards waives nothing.
const mostMatches = 2_000_000

// rules are waivers, found by what they are for: there may be very many of them,
// and of failures.
type rules struct {
	all      []*rule
	exact    map[place][]*rule     // of the file, by control and address
	wild     map[string][]wildcard // of the file, by control
	comments map[place]*covering   // of source, by control, input and block

	matches   int // still to be made
	exhausted bool
}

// place is what a waiver is for.
type place struct {
	control, address string
	input            int
}

// wildcard is a rule with an address that has wildcards.
type wildcard struct {
	*rule
	pattern setting.Pattern
}

// covering are the rules of comments at one block.
type covering struct {
	rules []*rule
	met   bool  // a failure of the block, or in it, was met
	first *rule // that holds, nil if none does
}

func newRules() *rules {
	return &rules{exact: map[place][]*rule{}, wild: map[string][]wildcard{}, comments: map[place]*covering{}, matches: mostMatches}
}

func (rs *rules) add(r *rule) {
	r.order = len(rs.all)
	rs.all = append(rs.all, r)
}

// addEntry adds a rule of a waivers file.
func (rs *rules) addEntry(r *rule, p setting.Pattern) {
	rs.add(r)
	if address, ok := p.Literal(); ok {
		at := place{control: r.control, address: address}
		rs.exact[at] = append(rs.exact[at], r)
		return
	}
	rs.wild[r.control] = append(rs.wild[r.control], wildcard{r, p})
}

// addComment adds a rule of a comment, which may be there for several blocks: the
// source of a module is read once for each of its callers.
func (rs *rules) addComment(r *rule, same []Suppression) {
	rs.add(r)
	for _, s := range same {
		at := place{r.control, s.Address, s.Input}
		if rs.comments[at] == nil {
			rs.comments[at] = &covering{}
		}
		rs.comments[at].rules = append(rs.comments[at].rules, r)
	}
}

// waive returns the waiver of a failure, or nil.
func (rs *rules) waive(f finding.Finding) *finding.Waiver {
	var by *rule
	take := func(r *rule) {
		if r != nil && r.state == holds && (by == nil || r.order < by.order) {
			by = r
		}
	}
	steps := setting.Steps(f.Address)
	for _, r := range rs.exact[place{control: f.Control, address: steps}] {
		r.hit = true
		take(r)
	}
	for _, w := range rs.wild[f.Control] {
		if w.pattern.Near(steps) && rs.match(w.pattern, steps) {
			w.hit = true
			take(w.rule)
		}
	}
	block := written(f.Address)
	for end := range len(block) + 1 {
		if end == len(block) || block[end] == '.' {
			if c := rs.comments[place{f.Control, block[:end], f.Input}]; c != nil {
				take(c.meet())
			}
		}
	}
	if by == nil {
		return nil
	}
	return &by.waiver
}

func (rs *rules) match(p setting.Pattern, steps string) bool {
	if rs.matches--; rs.matches < 0 {
		rs.exhausted = true
		return false
	}
	return p.MatchesSteps(steps)
}

// meet returns the first rule that holds. Those of one block are all met at once.
func (c *covering) meet() *rule {
	if c.met {
		return c.first
	}
	c.met = true
	for _, r := range c.rules {
		r.hit = true
		if r.state == holds && c.first == nil {
			c.first = r
		}
	}
	return c.first
}

// diagnostics says what somebody should know about the waivers. Those of comments
// are counted where there are many. whole is false when something could not be
// scanned.
func (a *Assessor) diagnostics(rs *rules, whole bool) []finding.Diagnostic {
	const most = 50 // of one input
	var all []finding.Diagnostic
	shown, more := map[int]int{}, map[int]int{}
	var inputs []int // that have more, in order
	for _, r := range rs.all {
		if !r.remarkable(whole) {
			continue
		}
		if r.input != finding.NoInput {
			if shown[r.input]++; shown[r.input] > most {
				if more[r.input]++; more[r.input] == 1 {
					inputs = append(inputs, r.input)
				}
				continue
			}
		}
		all = append(all, a.remarks(r, whole)...)
	}
	for _, input := range inputs {
		all = append(all, finding.Diagnostic{
			Severity: finding.DiagnosticWarning,
			Summary:  count(more[input], "more inline waiver") + " expired, will expire soon, or have no effect",
			Input:    input,
		})
	}
	if rs.exhausted {
		all = append(all, finding.Diagnostic{
			Severity: finding.DiagnosticWarning,
			Summary:  "the waivers file has too many wildcards for so many failures: some waivers have no effect",
			Detail:   "write addresses without wildcards, or begin them with the name of a module",
			Input:    finding.NoInput,
		})
	}
	return all
}
