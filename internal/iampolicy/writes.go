package iampolicy

import "github.com/cisbench/terraform-provider-cisbench/internal/logic"

// ECRVerdict says what a set of policies lets its holder do to ECR.
type ECRVerdict int

// What a set of policies allows, as far as ECR goes.
const (
	ECRReadOnly    ECRVerdict = iota // proven: no writes
	ECRPullThrough                   // the only writes are those that a pull through cache's puller needs
	ECRUndecided                     // a part that matters is not known
	ECRWrite                         // proven: at least one write
)

// String is a word for each verdict.
func (v ECRVerdict) String() string {
	switch v {
	case ECRReadOnly:
		return "read-only"
	case ECRPullThrough:
		return "pull-through"
	case ECRWrite:
		return "write"
	default:
		return "undecided"
	}
}

// ECRWrites is the answer of [Writes]. Its reasons are the statements that
// allow writes, or may; none when the verdict is ECRReadOnly.
type ECRWrites struct {
	Verdict ECRVerdict
	Reasons []Reason
}

// Writes says which ECR writes (actions of `ecr:` and `ecr-public:` whose
// access level is not Read) the documents of one identity allow together, on a
// resource that can be an ECR ARN. For an action that names ECR, a resource
// that is not known yet can.
//
// An unconditional Deny of the same action on the same or wider resources, in
// any of the documents, cancels an Allow; one that is known in part makes it
// Maybe. A Deny that is not seen at all (Document.Open) does not: an Allow that
// is there stays proven. A condition on an Allow still allows.
//
// BatchImportUpstreamImage alone is no write: a node needs it to pull through a
// cache. With CreateRepository or TagResource and nothing else the verdict is
// ECRPullThrough.
func Writes(docs ...Document) ECRWrites {
	var w ECRWrites
	tally := writeTally{proven: map[string]bool{}, possible: map[string]bool{}}
	denials := denialsOf(docs)
	for d, doc := range docs {
		tally.open = tally.open || doc.Open
		for i, s := range doc.Statements {
			for _, r := range s.writes(denials) {
				located := reason(d, i, s, r.Truth, r.Items...)
				located.Actions = r.Actions
				w.Reasons = append(w.Reasons, located)
				tally.add(r)
			}
		}
	}
	w.Verdict = tally.verdict()
	if w.Verdict == ECRReadOnly {
		w.Reasons = nil
	}
	sortReasons(w.Reasons)
	return w
}

// writeTally gathers which writes are proven, and which are possible.
type writeTally struct {
	proven, possible map[string]bool
	open             bool // some action may be anything
}

func (t *writeTally) add(r Reason) {
	into := t.possible
	if r.Truth == logic.Yes {
		into = t.proven
	}
	for _, action := range r.Actions {
		into[action] = true
	}
	t.open = t.open || len(r.Actions) == 0
}

func (t *writeTally) verdict() ECRVerdict {
	imports := t.proven[importUpstream]
	pullThrough := func(action string) bool { return action == createRepository || action == tagResource }
	cache := false
	for action := range t.proven {
		switch {
		case action == importUpstream:
		case pullThrough(action):
			cache = true
		default:
			return ECRWrite
		}
	}
	if cache && !imports && !t.open && !t.possible[importUpstream] {
		return ECRWrite // creating repositories is no part of pulling through
	}
	undecided := t.open || cache && !imports
	for action := range t.possible {
		undecided = undecided || action != importUpstream && !(cache && pullThrough(action))
	}
	switch {
	case undecided:
		return ECRUndecided
	case cache:
		return ECRPullThrough
	default:
		return ECRReadOnly
	}
}

// writes are the ECR writes that one statement allows: those proven and those
// possible, each as one reason. A reason without actions may be any.
func (s Statement) writes(denials denialSet) []Reason {
	allow := s.has(Allow)
	if allow == logic.No {
		return nil
	}
	proven, possible := Reason{Truth: logic.Yes}, Reason{Truth: logic.Maybe}
	type asked struct {
		action string
		named  bool
	}
	reached := map[asked]logic.Truth{} // however many patterns match the action
	add := func(item, action string, t logic.Truth) {
		into := &proven
		at := asked{action, isECR(item)}
		reach, ok := reached[at]
		if !ok {
			reach = s.reaches(action, at.named, denials)
			reached[at] = reach
		}
		switch t.And(reach).And(allow) {
		case logic.No:
			return
		case logic.Maybe:
			into = &possible
		}
		into.Items = append(into.Items, item)
		into.Actions = append(into.Actions, action)
	}
	if !s.NotActions.empty() {
		for action, level := range eachECRAction {
			if level != levelRead {
				add("NotAction", action, s.names(action))
			}
		}
	}
	unknown := s.Actions.Open
	for _, item := range s.Actions.Items {
		unknown = unknown || item.Unknown
		if item.Unknown {
			continue
		}
		for _, action := range writesNamed(item.Value) {
			add(item.Value, action, logic.Yes)
		}
	}
	var reasons []Reason
	for _, r := range []Reason{proven, possible} {
		if len(r.Actions) > 0 {
			r.Items, r.Actions = unique(r.Items), unique(r.Actions)
			reasons = append(reasons, r)
		}
	}
	var none denialSet // what the action is, and so what denies it, nobody knows
	if unknown && s.reaches("ecr:PutImage", false, none).Or(s.reaches("ecr-public:PutImage", false, none)) != logic.No {
		reasons = append(reasons, Reason{Truth: logic.Maybe})
	}
	return reasons
}
