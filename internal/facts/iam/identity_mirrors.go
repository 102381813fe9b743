package iam

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// The arguments managed_policy_arns and inline_policy of aws_iam_role are computed
// if no configuration writes them: the provider fills them, on refresh, with what is
// attached at that time. Of these, what the plan deletes or changes is not attached
// after the apply.

// taken is what the plan takes away from roles, or changes: the ARNs of attachments
// and the names of inline policies.
type taken struct{ arns, names []takenPolicy }

type takenPolicy struct{ role, provider, policy string }

func takenAway(g *graph.Graph) taken {
	var t taken
	add := func(to *[]takenPolicy, r *graph.Resource, roles, policy graph.Value) {
		names, _ := roles.Strings()
		text, ok := policy.Text()
		for _, name := range names {
			if ok && name != "" {
				*to = append(*to, takenPolicy{name, r.Provider, text})
			}
		}
	}
	for _, r := range g.Former("aws_iam_role_policy_attachment") {
		add(&t.arns, r, r.Attr("role"), r.Attr("policy_arn"))
	}
	for _, r := range g.Former("aws_iam_policy_attachment") {
		add(&t.arns, r, r.Attr("roles"), r.Attr("policy_arn"))
	}
	for _, r := range g.Former("aws_iam_role_policy") {
		add(&t.names, r, r.Attr("role"), r.Attr("name"))
	}
	return t
}

// has reports whether the plan takes the policy away from the role.
func (t taken) has(list []takenPolicy, role *graph.Resource, policy graph.Value) bool {
	name, named := role.Attr("name").Text()
	text, ok := policy.Text()
	return named && ok && slices.ContainsFunc(list, func(p takenPolicy) bool {
		return p.role == name && p.policy == text && (p.provider == role.Provider || p.provider == "" || role.Provider == "")
	})
}

// attachedToRole returns the managed policies that a role names itself.
func (p *IdentityPolicies) attachedToRole(role *graph.Resource) []HeldPolicy {
	arns := role.Arg("managed_policy_arns")
	held := p.managed(arns, true)
	if !mirrors(role, arns) {
		return held
	}
	held = slices.DeleteFunc(held, func(h HeldPolicy) bool { return p.taken.has(p.taken.arns, role, h.Value) })
	for i := range held {
		held[i].mirrored = true
	}
	return held
}

// inlineOfRole returns the inline policies that a role has in its own blocks.
func (p *IdentityPolicies) inlineOfRole(role *graph.Resource) []HeldPolicy {
	blocks := role.Arg("inline_policy")
	mirror := mirrors(role, blocks)
	var held []HeldPolicy
	for _, block := range blocks.Elements() {
		name, policy := block.Attr("name"), block.Attr("policy")
		switch {
		case !block.Opaque() && policy.Unset(): // an empty block stands for "no inline policies"
			continue
		case mirror && p.taken.has(p.taken.names, role, name):
			continue
		}
		inline := p.inlinePolicy(name, policy)
		inline.mirrored = mirror
		held = append(held, inline)
	}
	return held
}

// mirrors reports whether an argument of a role is what the provider read, and not
// what a configuration writes. Of a role that the plan creates nothing was read.
func mirrors(role *graph.Resource, v graph.Value) bool {
	return !role.Forgotten && role.Action != graph.Create && role.Action != graph.Replace && v.Omitted()
}
