package iampolicy

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// denialSet is the statements that deny, or may, without a condition.
type denialSet struct {
	all   []denial
	named map[string][]denial // by action: those that name it, or may
	left  *int                // steps: comparisons of a target with what is denied
}

// mostComparisons is how many targets and denied resources are compared for one
// question. A role's policies have some hundred of both; past it, what is denied
// cannot be told.
const mostComparisons = 1 << 23

// denial is a Deny with its resources compiled: a set of policies asks the same
// ones again for each action and resource that it allows.
type denial struct {
	statement Statement
	sure      logic.Truth // that it is there, denies, and has no condition
	resources []pattern
	except    bool // resources are a NotResource's
	unknown   bool // there may be more resources
}

func denialsOf(docs []Document) denialSet {
	left := mostComparisons
	d := denialSet{named: map[string][]denial{}, left: &left}
	for _, doc := range docs {
		for _, s := range doc.Statements {
			sure := s.has(Deny)
			if s.Conditions.Open {
				sure = sure.And(logic.Maybe)
			}
			if sure != logic.No && len(s.Conditions.Items) == 0 {
				d.all = append(d.all, newDenial(s, sure))
			}
		}
	}
	return d
}

func newDenial(s Statement, sure logic.Truth) denial {
	d := denial{statement: s, sure: sure, except: !s.NotResources.empty()}
	list := s.Resources
	switch {
	case d.except:
		list = s.NotResources
	case list.empty():
		list = KnownList("*") // whatever it is attached to
	}
	d.unknown = list.Open
	for _, r := range list.Items {
		d.unknown = d.unknown || r.Unknown
		if !r.Unknown {
			d.resources = append(d.resources, compile(r.Value))
		}
	}
	return d
}

// over reports whether the question takes more work than it may.
func (d denialSet) over() bool { return d.left != nil && *d.left < 0 }

// take charges the comparison of a target with what is denied: a step for each
// resource, and more for long ones.
func (d denialSet) take(one denial, t ecrTarget) {
	const perStep = 1 << 12 // tokens times tokens
	*d.left--
	for _, r := range one.resources {
		*d.left -= 1 + len(r)*len(t.resource)/perStep
	}
}

// of are the denials of one action, as sure as they name it.
func (d denialSet) of(action string) []denial {
	if len(d.all) == 0 {
		return nil
	}
	found, ok := d.named[action]
	if !ok {
		*d.left -= len(d.all)
		for _, one := range d.all {
			if one.sure = one.sure.And(one.statement.names(action)); one.sure != logic.No {
				found = append(found, one)
			}
		}
		d.named[action] = found
	}
	return found
}

// cancels says whether the denial takes the whole target away. Of a target
// that is not known it may take all when it takes some.
func (d denial) cancels(t ecrTarget) logic.Truth {
	rest := logic.Of(d.unknown || t.unknown && slices.ContainsFunc(d.resources, t.touches)).And(logic.Maybe)
	for _, r := range d.resources {
		switch {
		case d.except && t.touches(r):
			return d.sure.And(logic.Of(t.unknown)).And(logic.Maybe)
		case !d.except && t.within(r):
			return d.sure
		}
	}
	if d.except {
		rest = rest.Not()
	}
	return d.sure.And(rest)
}

// reaches says whether the statement's resources leave the ECR action something
// to act on once the denials are taken away; named as in targets.
func (s Statement) reaches(action string, named bool, denials denialSet) logic.Truth {
	if denials.over() {
		return logic.Maybe
	}
	deny := denials.of(action)
	targets, more := s.targets(action, named, len(deny) == 0)
	t := logic.Of(more).And(logic.Maybe)
	for _, target := range targets {
		denied := logic.No
		for _, d := range deny {
			if denials.take(d, target); denials.over() {
				return logic.Maybe
			}
			if denied = denied.Or(d.cancels(target)); denied == logic.Yes {
				break
			}
		}
		if t = t.Or(denied.Not()); t == logic.Yes {
			break
		}
	}
	return t
}
