package iam

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// The arguments managed_policy_arns and inline_policy of aws_iam_role are computed
// if no configuration writes them: the provider fills them, on refresh, with what is
// attached at that time. Of these, what the plan deletes or changes is not attached
// after the apply.

// taken is what the plan takes away from roles, or changes: the ARNs of attachments
// and the names of inline policies, with one resource for each place.
type taken struct{ arns, names takenFrom }

// takenFrom is what was taken away, by the role that had it.
type takenFrom map[takenPolicy]map[graph.Home]*graph.Resource

type takenPolicy struct{ role, policy string }

func takenAway(g *graph.Graph) taken {
	t := taken{takenFrom{}, takenFrom{}}
	add := func(to takenFrom, r *graph.Resource, roles, policy graph.Value) {
		names, _ := roles.Strings()
		text, ok := policy.Text()
		for _, name := range names {
			if !ok || name == "" {
				continue
			}
			at := takenPolicy{name, text}
			if to[at] == nil {
				to[at] = map[graph.Home]*graph.Resource{}
			}
			to[at][g.Home(r)] = r
		}
	}
	for _, r := range g.Former("aws_iam_role_policy_attachment") {
		add(t.arns, r, r.Attr("role"), r.Attr("policy_arn"))
	}
	for _, r := range g.Former("aws_iam_policy_attachment") {
		add(t.arns, r, r.Attr("roles"), r.Attr("policy_arn"))
	}
	for _, r := range g.Former("aws_iam_role_policy") {
		add(t.names, r, r.Attr("role"), r.Attr("name"))
	}
	return t
}

// from reports whether the plan takes the policy away from the role: from one of its
// name in the same account.
func (p *IdentityPolicies) from(all takenFrom, role *graph.Resource, policy graph.Value) graph.Sameness {
	name, named := role.Attr("name").Text()
	text, ok := policy.Text()
	found := graph.Different
	if !named || !ok {
		return found
	}
	for _, r := range all[takenPolicy{name, text}] {
		found = max(found, p.graph.SameAccount(role, r))
	}
	return found
}

// left returns what the plan leaves of a policy that a role's computed argument shows;
// ok is false if it takes the policy away.
func (p *IdentityPolicies) left(held HeldPolicy, all takenFrom, role *graph.Resource, policy graph.Value) (_ HeldPolicy, ok bool) {
	taken := p.from(all, role, policy)
	held.mirrored, held.doubtful = true, taken == graph.Undetermined
	return held, taken != graph.Same
}

// attachedToRole returns the managed policies that a role names itself.
func (p *IdentityPolicies) attachedToRole(role *graph.Resource) []HeldPolicy {
	arns := role.Arg("managed_policy_arns")
	held := p.managed(arns, true)
	if !mirrors(role, arns) {
		return held
	}
	var kept []HeldPolicy
	for _, h := range held {
		if h, ok := p.left(h, p.taken.arns, role, h.Value); ok {
			kept = append(kept, h)
		}
	}
	return kept
}

// inlineOfRole returns the inline policies that a role has in its own blocks.
func (p *IdentityPolicies) inlineOfRole(role *graph.Resource) []HeldPolicy {
	blocks := role.Arg("inline_policy")
	mirror := mirrors(role, blocks)
	var held []HeldPolicy
	for _, block := range blocks.Elements() {
		name, policy := block.Attr("name"), block.Attr("policy")
		if !block.Opaque() && policy.Unset() { // an empty block stands for "no inline policies"
			continue
		}
		inline, ok := p.inlinePolicy(name, policy), true
		if mirror {
			inline, ok = p.left(inline, p.taken.names, role, name)
		}
		if ok {
			held = append(held, inline)
		}
	}
	return held
}

// mirrors reports whether an argument of a role is what the provider read, and not
// what a configuration writes. Of a role that the plan creates nothing was read.
func mirrors(role *graph.Resource, v graph.Value) bool {
	return !role.Forgotten && role.Action != graph.Create && role.Action != graph.Replace && v.Omitted()
}
