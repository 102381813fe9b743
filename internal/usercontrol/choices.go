package usercontrol

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Limits on what is tried where links are not decided. Past them the answer is
// unknown.
const (
	mostRuns       = 64
	mostCandidates = 5
)

// choices goes through every way in which open links may turn out: a condition
// holds where it holds in each of them. It counts like an odometer, whose wheels
// appear as links are asked for.
type choices struct {
	wheels []wheel
	runs   int
	over   bool // there were too many ways, or candidates
}

type wheel struct {
	key     string
	at, max int
}

// pick returns the current choice among n for a link, the same in all of a run.
func (c *choices) pick(key string, n int) int {
	i := slices.IndexFunc(c.wheels, func(w wheel) bool { return w.key == key })
	if i < 0 {
		i = len(c.wheels)
		c.wheels = append(c.wheels, wheel{key: key, max: n})
	}
	return c.wheels[i].at
}

// next turns to the ways not yet tried; false when there are none.
func (c *choices) next() bool {
	c.runs++
	for len(c.wheels) > 0 {
		last := &c.wheels[len(c.wheels)-1]
		if last.at++; last.at < last.max {
			c.over = c.over || c.runs >= mostRuns
			return !c.over
		}
		c.wheels = c.wheels[:len(c.wheels)-1]
	}
	return false
}

// choose returns the targets of a link in this run: one of the candidates, or some
// of them. It is false when there are too many. An argument that points at nothing
// is known, so that one at least is meant.
func (r *run) choose(key string, candidates []*graph.Resource, one bool) ([]*graph.Resource, bool) {
	if one {
		if len(candidates) > mostRuns {
			return nil, false
		}
		i := r.choices.pick(key, len(candidates))
		return candidates[i : i+1], true
	}
	if len(candidates) > mostCandidates {
		return nil, false
	}
	all := 1<<len(candidates) - 1
	set := all - r.choices.pick(key, all) // all of them first
	var chosen []*graph.Resource
	for i, c := range candidates {
		if set&(1<<i) != 0 {
			chosen = append(chosen, c)
		}
	}
	return chosen, true
}
