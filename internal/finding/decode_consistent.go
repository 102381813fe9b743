package finding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// consistent holds the parts of a report to each other. A report that somebody
// edited, or cut, must not pass for one that a scan made.
func (r *Report) consistent() error {
	for i, in := range r.Inputs {
		if i > 0 && in.Index <= r.Inputs[i-1].Index {
			return fmt.Errorf("/inputs/%d/index: expected more than %d, the one before", i, r.Inputs[i-1].Index)
		}
		if s := r.Shard; s != nil && (in.Index >= s.Inputs || in.Index%s.Of != s.Number-1) {
			return fmt.Errorf("/inputs/%d/index: %d is not among the inputs of shard %d of %d", i, in.Index, s.Number, s.Of)
		}
	}
	controls := map[string]bool{}
	for i, c := range r.Controls {
		if controls[c.ID] {
			return fmt.Errorf("/controls/%d/id: %q is there twice", i, c.ID)
		}
		controls[c.ID] = true
	}
	for i, f := range r.Findings {
		if !controls[f.Control] {
			return fmt.Errorf("/findings/%d/control: %q is none of the report's controls", i, f.Control)
		}
	}
	if err := r.pointers(); err != nil {
		return err
	}
	again := *r
	again.Controls = slices.Clone(r.Controls)
	again.count()
	if !slices.Equal(again.Controls, r.Controls) {
		return errors.New("/controls: the statuses do not follow from the findings")
	}
	if again.Summary != r.Summary {
		return errors.New("/summary: the counts do not follow from the findings")
	}
	return nil
}

// pointers checks the places in Inputs that things are said to be of.
func (r *Report) pointers() error {
	check := func(list string, i, input, least int) error {
		if input < least || input >= len(r.Inputs) {
			return fmt.Errorf("/%s/%d/input: expected the place of one of the %d inputs, found %d", list, i, len(r.Inputs), input)
		}
		return nil
	}
	var err error
	for i, f := range r.Findings {
		err = cmp.Or(err, check("findings", i, f.Input, 0))
	}
	for i, n := range r.Graph.Resources {
		err = cmp.Or(err, check("graph/resources", i, n.Input, 0))
	}
	for i, e := range r.Graph.Links {
		err = cmp.Or(err, check("graph/links", i, e.Input, 0))
	}
	for i, d := range r.Diagnostics {
		err = cmp.Or(err, check("diagnostics", i, d.Input, NoInput))
	}
	return err
}
