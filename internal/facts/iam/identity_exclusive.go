package iam

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// exclusive says which policies alone a holder has, where an *_exclusive
// resource lists them: what the list leaves out is taken away. The zero value
// excludes nothing.
type exclusive struct {
	attached, inline bool // the list of that kind is there and fully known
	arns, names      []string
	policies         []*graph.Resource
}

// excludes reports whether the holder certainly does not hold the policy.
func (e exclusive) excludes(held HeldPolicy) bool {
	switch {
	case held.Inline:
		return e.inline && (len(e.names) == 0 || held.InlineName != "" && !slices.Contains(e.names, held.InlineName))
	case held.Policy != nil:
		return e.attached && !slices.Contains(e.policies, held.Policy)
	case held.ARN != "":
		return e.attached && !slices.Contains(e.arns, held.ARN)
	}
	return e.attached // whichever it is, the list has it
}

// readExclusives reads the lists that leave a holder nothing else, and gives
// the holder what they list.
func (p *IdentityPolicies) readExclusives(kind HolderKind) {
	for _, r := range p.graph.Resources(kind.OnlyAttached) {
		holders := p.holders(kind.typ, r.Attr(kind.exclusive), false)
		listed := p.managed(r.Attr("policy_arns"), true)
		if holder, ok := sole(holders); ok && !slices.ContainsFunc(listed, unsure) {
			only := p.only[holder]
			only.attached = true
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
			only.inline, only.names = true, names
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
