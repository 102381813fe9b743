package usercontrol

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// session judges the instances of one graph by one rule.
type session struct {
	rule      *rule
	graph     *graph.Graph
	meter     *meter
	functions *hcl.EvalContext
	reach     *reach
}

func newSession(r *rule, g *graph.Graph) *session {
	m := newMeter(stepsFor(g))
	return &session{rule: r, graph: g, meter: m, functions: m.context(), reach: newReach(r, g, m)}
}

// judge is what the rule says of a subject; false when the rule is not about it.
// Where links are open it is what the rule says however they turn out.
func (s *session) judge(subject *graph.Resource) (control.Verdict, bool) {
	r := &run{rule: s.rule, reach: s.reach, meter: s.meter, subject: subject}
	r.prepare(s.functions)
	r.context.Functions = linkFunctions(r.linked, r.referrers, r.resources, r.written, r.blocks)
	s.meter.begin()
	defer s.meter.end()

	first, about := r.once()
	secret := first.secret
	verdict := s.verdict(r, first)
	doubts := slices.Clone(r.notes)
	differ := false
	for r.choices.next() {
		next, nextAbout := r.once()
		doubts = append(doubts, r.notes...)
		secret = secret || next.secret
		differ = differ || next.answer != first.answer || nextAbout != about
	}
	if differ || r.choices.over {
		first = outcome{answer: open, of: first.of, traces: undecided(doubts)}
		verdict, about = s.verdict(r, first), true
	}
	if secret || s.meter.exceeded() && r.readsSecret() {
		s.meter.flat() // how much work it was may depend on the value
		verdict, about = r.undisclosed(first), true
	}
	return verdict.In(s.cluster(subject)), about
}

// beyond says of all subjects at once that nothing is left to evaluate the rule with.
func (s *session) beyond(subjects []*graph.Resource) control.Verdict {
	r := &run{rule: s.rule, subject: subjects[0]}
	v := control.Unresolved(r.decider(nil), "not evaluated, as for %d resources of this type in all: the controls ask for more work than is done for one input", len(subjects))
	return v.On(subjects[0])
}

const clusterType = "aws_eks_cluster"

// cluster is the one that a finding on the subject concerns; nil where there is
// none, or several may be meant.
func (s *session) cluster(subject *graph.Resource) *graph.Resource {
	if subject.Type == clusterType {
		return subject
	}
	if !strings.HasPrefix(subject.Type, "aws_eks_") {
		return nil
	}
	link := s.graph.Link(subject.Attr("cluster_name"), clusterType)
	if cluster, ok := link.One(); ok && cluster.Mode == graph.Managed {
		return cluster
	}
	return nil
}

// once evaluates the rule with one choice of links. A subject of which it is not
// known whether the rule is about it passes where it would pass anyway.
func (r *run) once() (found outcome, about bool) {
	r.notes, r.because, r.assumes = nil, nil, nil
	when := outcome{answer: yes}
	if r.rule.when != nil {
		if when = r.truth(r.rule.when); when.answer == no {
			return when, false
		}
	}
	found = r.truth(r.rule.condition)
	if found.answer != yes && when.answer == open || when.secret {
		return when, true
	}
	return found, true
}

func (s *session) verdict(r *run, found outcome) control.Verdict {
	var verdict control.Verdict
	switch found.answer {
	case yes:
		verdict = control.Pass(r.decider(found.of), "the condition holds")
	case no:
		verdict = control.Fail(r.decider(found.of), "%s", r.message())
	default:
		verdict = s.unknown(r, found)
	}
	seen := map[string]bool{}
	for _, v := range slices.Concat(r.values(nil), r.because, found.facts) {
		fact := control.Fact(v, r.subject)
		if key := fact.Address + " " + fact.Attribute; !seen[key] && len(seen) < mostEvidence {
			seen[key] = true
			verdict = verdict.With(fact)
		}
	}
	return verdict.On(r.subject).Assuming(r.assumes...)
}

// mostEvidence keeps a condition on the links of hundreds from filling a report.
const mostEvidence = 12

// unknown says what an open answer hangs on: what is known only after apply before
// what is not in this plan at all.
func (s *session) unknown(r *run, found outcome) control.Verdict {
	if s.meter.exceeded() {
		return control.Unresolved(r.decider(found.of), "the condition asks for more work than a control may do")
	}
	if found.broken != "" {
		return control.Unresolved(r.decider(found.of), "%s", found.broken)
	}
	waiting := found.traces
	if len(waiting) == 0 {
		waiting = append(r.hidden(found.of), sorted(r.notes)...)
	}
	if len(waiting) == 0 {
		return control.Unresolved(r.decider(found.of), "the condition hangs on what is known only after apply")
	}
	t := waiting[0]
	decider := t.value
	if t.whole || decider.Resource() == nil {
		decider = r.decider(found.of)
	}
	switch {
	case t.outside:
		return control.Manual(decider, "%s", t.doubt)
	case t.doubt != "":
		return control.Unresolved(decider, "%s", t.doubt)
	}
	return control.Unknown(decider)
}

// undecided are the doubts about links alone, as a reason why runs differ.
func undecided(doubts []*trace) []*trace {
	return sorted(slices.DeleteFunc(slices.Clone(doubts), func(t *trace) bool { return t.outside }))
}

// decider is the first argument of self that a part of the condition reads, whether it is
// set or not: a failure keeps its attribute when the provider has filled it.
func (r *run) decider(of hclsyntax.Expression) graph.Value {
	values := r.values(of)
	if len(values) > 0 {
		return values[0]
	}
	if len(r.because) > 0 {
		return r.because[0]
	}
	return graph.Value{}
}

// values are the arguments of self that a part of the rule reads, in its order; of
// the whole rule for nil.
func (r *run) values(of hclsyntax.Expression) []graph.Value {
	var values []graph.Value
	r.each(of, func(_ read, v graph.Value, _ cty.Value) { values = append(values, v) })
	return values
}

// hidden are the unknown values that a part reads, where its own result does not
// tell them any more: try() gives back a bare unknown.
func (r *run) hidden(of hclsyntax.Expression) []*trace {
	var found []*trace
	r.each(of, func(read read, _ graph.Value, given cty.Value) {
		if read.points {
			return
		}
		_, marks := given.UnmarkDeep()
		found = append(found, traces(marks)...)
	})
	return found
}

func (r *run) each(of hclsyntax.Expression, do func(read, graph.Value, cty.Value)) {
	for _, e := range r.rule.expressions() {
		if e == r.rule.message || of != nil && !e.contains(of) {
			continue
		}
		for _, read := range e.reads {
			if of == nil || covers(of.Range(), read.at) {
				v, given := follow(r.subject, read.path)
				do(read, v, given)
			}
		}
	}
}

// contains reports whether a part is of this expression, whose ranges alone do not
// tell it from those of another.
func (e *expression) contains(part hclsyntax.Expression) bool {
	return part == e.root || slices.Contains(conjuncts(e.root), part)
}

func covers(outer, inner hcl.Range) bool {
	return outer.Start.Byte <= inner.Start.Byte && inner.End.Byte <= outer.End.Byte
}

// sorted orders traces: those that the apply will settle before those that it will
// not, and then by where they are.
func sorted(found []*trace) []*trace {
	rank := func(t *trace) int {
		switch {
		case t.outside:
			return 2
		case t.doubt != "":
			return 1
		}
		return 0
	}
	address := func(t *trace) string {
		if t.resource == nil {
			return ""
		}
		return t.resource.String()
	}
	slices.SortFunc(found, func(a, b *trace) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(address(a), address(b)),
			innerFirst(a.value.Path(), b.value.Path()), strings.Compare(a.doubt, b.doubt))
	})
	return found
}

// innerFirst compares paths, where an argument of a block comes before the block.
func innerFirst(a, b string) int {
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
		return len(b) - len(a)
	}
	return strings.Compare(a, b)
}
