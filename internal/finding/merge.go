package finding

import (
	"errors"
	"fmt"
	"slices"
)

// Stored is a report with the name of the file that it is stored in.
type Stored struct {
	Name string
	*Report
}

// Merge makes one report of several: of the shards of one scan, or of whole
// reports, such as those of several workspaces. It changes none of them.
//
// Of shards it makes the report that the undivided scan would have made, byte
// for byte, in whatever order they are given. One that is missing is an error
// in the diagnostics. Whole reports are put one behind the other.
//
// It fails when the reports judge by different controls, when shards are mixed
// with whole reports or are not of one scan, and when there is no report.
func Merge(stored ...Stored) (*Report, error) {
	if len(stored) == 0 {
		return nil, errors.New("expected a report to merge")
	}
	first := stored[0]
	for _, s := range stored[1:] {
		if err := sameControls(first, s); err != nil {
			return nil, err
		}
	}
	r := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          first.Tool,
		Benchmark:     first.Benchmark,
		Controls:      slices.Clone(first.Controls),
		Diagnostics:   versions(stored),
	}
	parts, diagnostics, err := whole(stored), remarks(stored), error(nil)
	if slices.ContainsFunc(stored, func(s Stored) bool { return s.Shard != nil }) {
		parts, diagnostics, err = shards(stored)
	}
	if err != nil {
		return nil, err
	}
	r.Diagnostics = append(r.Diagnostics, diagnostics...)
	r.gather(parts)
	r.Conclude()
	return r, nil
}

// sameControls reports whether two reports judge by the same controls, so that
// their statuses can be counted together. Words may differ from version to
// version: those of the first report are kept.
func sameControls(a, b Stored) error {
	if a.Benchmark.Version != b.Benchmark.Version {
		return fmt.Errorf("%s judges by %s, and %s by %s: expected reports of scans with the same --benchmark",
			a.Name, a.Benchmark.Version, b.Name, b.Benchmark.Version)
	}
	odd := func(id string) error {
		return fmt.Errorf("%s and %s do not judge by the same controls (see %s): expected reports of scans with the same --control, --exclude and --benchmark",
			a.Name, b.Name, id)
	}
	for _, pair := range [][2]Stored{{a, b}, {b, a}} {
		known := map[string]Control{}
		for _, c := range pair[1].Controls {
			known[c.ID] = c
		}
		for _, c := range pair[0].Controls {
			other, ok := known[c.ID]
			if !ok || !alike(c, other) {
				return odd(c.ID)
			}
			if !sameRule(c.Rule, other.Rule) {
				return fmt.Errorf("the rule of %s in %s differs from that in %s: expected reports of scans with the same controls files", c.ID, a.Name, b.Name)
			}
		}
	}
	for i, c := range a.Controls {
		if b.Controls[i].ID != c.ID {
			return odd(c.ID)
		}
	}
	return nil
}

func alike(a, b Control) bool {
	return a.ID == b.ID && a.Key == b.Key && a.Severity == b.Severity && a.Level == b.Level
}

// sameRule reports whether two rules ask for the same. Reports of earlier versions of the
// program do not have them.
func sameRule(a, b *Rule) bool {
	return a == nil || b == nil || a.Resource == b.Resource && a.When == b.When && a.Condition == b.Condition
}

// versions warns of reports that different versions of the program made.
func versions(stored []Stored) []Diagnostic {
	for _, s := range stored {
		if s.Tool.Version != stored[0].Tool.Version {
			return []Diagnostic{{
				Severity: DiagnosticWarning,
				Summary:  "the reports come from different versions of cisbench",
				Detail: fmt.Sprintf("%s from %s, %s from %s: verdicts may differ for that reason alone",
					stored[0].Name, stored[0].Tool.Version, s.Name, s.Tool.Version),
				Input: NoInput,
			}}
		}
	}
	return nil
}

// part is a report on its way into another.
type part struct {
	*Report
	inputs []Input // as they are to be, with the index that they have there
}

// gather takes over the inputs of the parts in the order of their indices, and
// all that is said of them.
func (r *Report) gather(parts []part) {
	r.Inputs, r.Findings, r.Graph = []Input{}, []Finding{}, Graph{Resources: []Node{}, Links: []Edge{}}
	for _, p := range parts {
		r.Inputs = append(r.Inputs, p.inputs...)
	}
	slices.SortFunc(r.Inputs, func(a, b Input) int { return a.Index - b.Index })
	places := map[int]int{} // by index
	for i, in := range r.Inputs {
		places[in.Index] = i
	}
	for _, p := range parts {
		place := func(input int) int { return places[p.inputs[input].Index] }
		for _, f := range p.Findings {
			f.Input = place(f.Input)
			r.Findings = append(r.Findings, f)
		}
		for _, n := range p.Graph.Resources {
			n.Input = place(n.Input)
			r.Graph.Resources = append(r.Graph.Resources, n)
		}
		for _, e := range p.Graph.Links {
			e.Input = place(e.Input)
			r.Graph.Links = append(r.Graph.Links, e)
		}
		for _, d := range p.Diagnostics {
			if d.Input != NoInput {
				d.Input = place(d.Input)
				r.Diagnostics = append(r.Diagnostics, d)
			}
		}
	}
}
