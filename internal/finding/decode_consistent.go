package finding

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
)

// consistent holds the parts of a report to each other. A report that somebody
// edited, or cut, must not pass for one that a scan made.
func (r *Report) consistent(doc *document.Document) {
	if s := r.Shard; s != nil && s.Number > s.Of {
		doc.Check(fmt.Errorf("expected 1 to %d", s.Of), "shard", "number")
	}
	for i, in := range r.Inputs {
		if i > 0 && in.Index <= r.Inputs[i-1].Index {
			doc.Check(fmt.Errorf("expected more than %d, the one before", r.Inputs[i-1].Index), "inputs", i, "index")
		}
		if s := r.Shard; s != nil && (in.Index >= s.Inputs || in.Index%s.Of != s.Number-1) {
			doc.Check(fmt.Errorf("expected an input of shard %d of %d", s.Number, s.Of), "inputs", i, "index")
		}
	}
	controls := map[string]bool{}
	for i, c := range r.Controls {
		if controls[c.ID] {
			doc.Check(errors.New("expected an id that no other control has"), "controls", i, "id")
		}
		controls[c.ID] = true
	}
	for i, f := range r.Findings {
		if !controls[f.Control] {
			doc.Check(errors.New("expected the id of one of the report's controls"), "findings", i, "control")
		}
	}
	r.pointers(doc)
	again := *r
	again.Controls = slices.Clone(r.Controls)
	again.count()
	if !slices.Equal(again.Controls, r.Controls) {
		doc.Check(errors.New("expected statuses that follow from the findings"), "controls")
	}
	if again.Summary != r.Summary {
		doc.Check(errors.New("expected counts that follow from the findings"), "summary")
	}
}

// pointers checks the places in Inputs that things are said to be of.
func (r *Report) pointers(doc *document.Document) {
	check := func(input int, path ...any) {
		if input >= len(r.Inputs) {
			doc.Check(fmt.Errorf("expected the place of one of the %d inputs, from 0", len(r.Inputs)), append(path, "input")...)
		}
	}
	for i, f := range r.Findings {
		check(f.Input, "findings", i)
	}
	for i, n := range r.Graph.Resources {
		check(n.Input, "graph", "resources", i)
	}
	for i, e := range r.Graph.Links {
		check(e.Input, "graph", "links", i)
	}
	for i, d := range r.Diagnostics {
		check(d.Input, "diagnostics", i)
	}
}
