package iam

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// exclusive says which policies a holder may have, where an *_exclusive resource
// lists them: other policies are taken away. The zero value excludes nothing.
type exclusive struct {
	attached, inline *graph.Resource // the list of that kind, where it is fully known
	arns, names      []string
	policies         []*graph.Resource
}

// excludes reports whether a list certainly takes the policy away.
func (e exclusive) excludes(held HeldPolicy) bool {
	switch {
	case held.Inline:
		return e.inline != nil && (len(e.names) == 0 || held.InlineName != "" && !slices.Contains(e.names, held.InlineName))
	case e.attached == nil:
		return false
	case held.Policy != nil:
		return !slices.Contains(e.policies, held.Policy)
	case held.ARN != "":
		return !slices.Contains(e.arns, held.ARN)
	}
	return len(e.arns)+len(e.policies) == 0
}

// undone says of a policy that an exclusive list takes away from the holder that it
// is not certain: the list and what gives the policy undo each other, and the order
// of the apply decides.
func (p *IdentityPolicies) undone(holder *graph.Resource, held HeldPolicy) HeldPolicy {
	only := p.only[holder]
	if !only.excludes(held) {
		return held
	}
	if held.Undone = only.attached; held.Inline {
		held.Undone = only.inline
	}
	return held
}

// readExclusives reads the lists that leave a holder nothing else, and gives
// the holder what they list.
func (p *IdentityPolicies) readExclusives(kind HolderKind) {
	for _, r := range p.graph.Resources(kind.OnlyAttached) {
		holders := p.holders(kind.typ, r.Attr(kind.exclusive), false)
		listed := p.managed(r.Attr("policy_arns"), true)
		if holder, ok := sole(holders); ok && !slices.ContainsFunc(listed, unsure) {
			only := p.only[holder]
			only.attached = r
			for _, held := range listed {
				if held.Policy != nil {
					only.policies = append(only.policies, held.Policy)
				} else {
					only.arns = append(only.arns, held.ARN)
				}
			}
			p.only[holder] = only
		}
		p.give(r, holders, listed)
	}
	for _, r := range p.graph.Resources(kind.onlyInline) {
		holder, ok := sole(p.holders(kind.typ, r.Attr(kind.exclusive), false))
		names, all := r.Attr("policy_names").Strings()
		if ok && all {
			only := p.only[holder]
			only.inline, only.names = r, names
			p.only[holder] = only
		}
	}
}

// readListedInline gives holders the inline policies that a list names and
// nothing here holds: what they say is outside the plan.
func (p *IdentityPolicies) readListedInline(kind HolderKind) {
	for _, r := range p.graph.Resources(kind.onlyInline) {
		holder, ok := sole(p.holders(kind.typ, r.Attr(kind.exclusive), false))
		if !ok {
			continue
		}
		here := map[string]bool{} // names of the inline policies that are held
		for _, i := range p.of[holder] {
			if p.All[i].Inline {
				here[p.All[i].InlineName] = true
			}
		}
		for _, e := range r.Attr("policy_names").Elements() {
			name, known := e.Text()
			if !here[name] && !here[""] && (known || len(here) == 0) {
				here[name] = true
				p.give(r, self(holder), []HeldPolicy{{
					Value: e, Inline: true, InlineName: name, Sure: true,
					Document: Document{Document: iampolicy.UnknownDocument(), Value: e},
				}})
			}
		}
	}
}

func sole(holders []HeldPolicy) (*graph.Resource, bool) {
	if len(holders) == 1 && holders[0].Theirs && holders[0].Holder != nil {
		return holders[0].Holder, true
	}
	return nil, false
}

func unsure(held HeldPolicy) bool { return !held.Sure }
