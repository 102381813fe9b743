package iam

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

const (
	everyECR = `{"Statement": {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}`
	pullsECR = `{"Statement": {"Effect": "Allow", "Action": "ecr:GetDownloadUrlForLayer", "Resource": "*"}}`
	pullARN  = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
	nodeARNs = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
)

// holding is what matters of held policies: their names, "?" behind those that
// are not certain, and what each assumes.
func holding(held []HeldPolicy) []string {
	var lines []string
	for _, p := range held {
		line := p.Name()
		if !p.Certain() {
			line += "?"
		}
		for _, a := range p.Assumes {
			line += " assuming " + a
		}
		lines = append(lines, line)
	}
	return lines
}

func TestHeldPolicies(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a"), nil)
	other := graphtest.Build(t, "aws_iam_role.b", graphtest.Pairs("name", "b"), nil)
	policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", graphtest.UnknownText(), "name", "p", "path", "/"), nil)
	second := graphtest.Build(t, "aws_iam_policy.q", graphtest.Pairs("arn", graphtest.UnknownText(), "name", "q", "path", "/"), nil)
	inline := graphtest.Build(t, "aws_iam_role_policy.inline", graphtest.Pairs("role", "a", "name", "inline", "policy", "{}"), nil)
	unnamed := graphtest.Build(t, "aws_iam_role_policy.unnamed", graphtest.Pairs("role", "a", "policy", "{}"), nil)
	open := graph.Origins{Unresolved: []string{"each.value"}}
	anyRole := graphtest.RefersTo("name", role, other)

	byLocal := func(r *graph.Resource) graph.Origins {
		o := graphtest.RefersTo("name", r)
		o.Locals = []string{"local.x"}
		return o
	}
	attachment := func(name string, a map[string]cty.Value, o map[string]graph.Origins) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment."+name, a, o)
	}
	listed := func(arns cty.Value, o graph.Origins) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachments_exclusive.x",
			graphtest.Pairs("role_name", "a", "policy_arns", arns), map[string]graph.Origins{"policy_arns": o})
	}
	named := func(names cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policies_exclusive.x", graphtest.Pairs("role_name", "a", "policy_names", names), nil)
	}
	reads := attachment("read", graphtest.Pairs("role", "a", "policy_arn", pullARN), nil)
	forgotten := attachment("forgotten", graphtest.Pairs("role", "a", "policy_arn", pullARN), nil)
	forgotten.Forgotten = true
	works := attachment("work", graphtest.Pairs("role", "a", "policy_arn", nodeARNs), nil)
	loose := attachment("loose", graphtest.Pairs("role", graphtest.UnknownText(), "policy_arn", pullARN), map[string]graph.Origins{"role": open})
	nobody := cty.ListValEmpty(cty.String)

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"an ARN of AWS", []*graph.Resource{reads}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"by the role's ARN", []*graph.Resource{attachment("x", graphtest.Pairs("role", "arn:aws:iam::111122223333:role/a", "policy_arn", pullARN), nil)},
			[]string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"another role's", []*graph.Resource{attachment("x", graphtest.Pairs("role", "b", "policy_arn", pullARN), nil)}, nil},
		{"outside the plan", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", "arn:aws:iam::111122223333:policy/team/x"), nil)}, []string{"x"}},
		{"the plan's own, by its name", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil)}, []string{"aws_iam_policy.p"}},
		{"the plan's own, by reference", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": graphtest.RefersTo("arn", policy)})}, []string{"aws_iam_policy.p"}},
		{"one of two", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": graphtest.RefersTo("arn", policy, second)})}, []string{"aws_iam_policy.p?", "aws_iam_policy.q?"}},
		{"not to be followed", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": open})}, []string{"aws_iam_role_policy_attachment.x.policy_arn?"}},
		{"by the instance key", []*graph.Resource{attachment(`x["AmazonEKS_CNI_Policy"]`, graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": open})},
			[]string{"AmazonEKS_CNI_Policy assuming the instance key AmazonEKS_CNI_Policy is the name of the AWS managed policy that is attached"}},
		{"an instance key beside a policy of the plan", []*graph.Resource{attachment(`x["AmazonEKS_CNI_Policy"]`, graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": func() graph.Origins { o := open; o.Refs = graphtest.RefersTo("arn", policy).Refs; return o }()})},
			[]string{"aws_iam_policy.p?", `aws_iam_role_policy_attachment.x["AmazonEKS_CNI_Policy"].policy_arn?`}},
		{"an instance key that is no policy", []*graph.Resource{attachment(`x["additional"]`, graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": open})}, []string{`aws_iam_role_policy_attachment.x["additional"].policy_arn?`}},
		{"one of two roles", []*graph.Resource{attachment("x", graphtest.Pairs("role", graphtest.UnknownText(), "policy_arn", pullARN),
			map[string]graph.Origins{"role": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"a role that cannot be told", []*graph.Resource{loose}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"several holders", []*graph.Resource{graphtest.Build(t, "aws_iam_policy_attachment.x",
			graphtest.Pairs("roles", graphtest.Texts("b", "a"), "users", graphtest.Texts("a"), "policy_arn", pullARN), nil)}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"as many unknown holders as roles", []*graph.Resource{graphtest.Build(t, "aws_iam_policy_attachment.x",
			graphtest.Pairs("roles", cty.TupleVal([]cty.Value{graphtest.UnknownText(), graphtest.UnknownText()}), "policy_arn", pullARN),
			map[string]graph.Origins{"roles": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"fewer unknown holders than roles", []*graph.Resource{graphtest.Build(t, "aws_iam_policy_attachment.x",
			graphtest.Pairs("roles", cty.TupleVal([]cty.Value{graphtest.UnknownText()}), "policy_arn", pullARN),
			map[string]graph.Origins{"roles": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"no ARN", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", ""), nil)}, nil},
		{"a role by a local", []*graph.Resource{attachment("x", graphtest.Pairs("role", graphtest.UnknownText(), "policy_arn", pullARN),
			map[string]graph.Origins{"role": byLocal(role)})},
			[]string{"AmazonEC2ContainerRegistryReadOnly assuming local.x only chooses between the references beside it"}},
		{"a policy by a local", []*graph.Resource{attachment("x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
			map[string]graph.Origins{"policy_arn": byLocal(policy)})},
			[]string{"aws_iam_policy.p assuming local.x only chooses between the references beside it"}},
		{"inline", []*graph.Resource{inline}, []string{"aws_iam_role_policy.inline"}},
		{"a complete list", []*graph.Resource{reads, works, inline, listed(graphtest.Texts(nodeARNs), graph.Origins{})},
			[]string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly?", "AmazonEKSWorkerNodePolicy", "aws_iam_role_policy.inline"}},
		{"an empty list", []*graph.Resource{reads, inline, listed(nobody, graph.Origins{})}, []string{"AmazonEC2ContainerRegistryReadOnly?", "aws_iam_role_policy.inline"}},
		{"an empty list and an attachment that is forgotten", []*graph.Resource{forgotten, listed(nobody, graph.Origins{})}, nil},
		{"an attachment that is forgotten", []*graph.Resource{forgotten}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"an empty list and a role that cannot be told", []*graph.Resource{loose, listed(nobody, graph.Origins{})}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"a list of the plan's own", []*graph.Resource{reads, listed(cty.TupleVal([]cty.Value{graphtest.UnknownText()}), graphtest.RefersTo("arn", policy))},
			[]string{"aws_iam_policy.p", "AmazonEC2ContainerRegistryReadOnly?"}},
		{"an empty list of one of two roles", []*graph.Resource{reads, graphtest.Build(t, "aws_iam_role_policy_attachments_exclusive.x",
			graphtest.Pairs("role_name", graphtest.UnknownText(), "policy_arns", nobody), map[string]graph.Origins{"role_name": anyRole})},
			[]string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"an empty list of a role outside, and a role that cannot be told", []*graph.Resource{loose, graphtest.Build(t, "aws_iam_role_policy_attachments_exclusive.x",
			graphtest.Pairs("role_name", "else", "policy_arns", nobody), nil)}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"no inline policies of one of two roles", []*graph.Resource{inline, graphtest.Build(t, "aws_iam_role_policies_exclusive.x",
			graphtest.Pairs("role_name", graphtest.UnknownText(), "policy_names", nobody), map[string]graph.Origins{"role_name": anyRole})},
			[]string{"aws_iam_role_policy.inline"}},
		{"a list that is not known", []*graph.Resource{reads, listed(cty.TupleVal([]cty.Value{graphtest.UnknownText()}), open)},
			[]string{"aws_iam_role_policy_attachments_exclusive.x.policy_arns[0]?", "AmazonEC2ContainerRegistryReadOnly"}},
		{"no inline policies", []*graph.Resource{inline, reads, named(nobody)}, []string{"AmazonEC2ContainerRegistryReadOnly", "aws_iam_role_policy.inline?"}},
		{"no inline policies, and one whose name is not known", []*graph.Resource{unnamed, named(nobody)}, []string{"aws_iam_role_policy.unnamed?"}},
		{"inline policies by name", []*graph.Resource{inline, named(graphtest.Texts("inline"))}, []string{"aws_iam_role_policy.inline"}},
		{"another inline policy by name", []*graph.Resource{inline, named(graphtest.Texts("else"))}, []string{"aws_iam_role_policy.inline?", "aws_iam_role_policies_exclusive.x.policy_names[0]"}},
		{"an inline policy whose name is not known", []*graph.Resource{unnamed, named(graphtest.Texts("else"))}, []string{"aws_iam_role_policy.unnamed"}},
		{"inline names that are not known", []*graph.Resource{inline, named(cty.TupleVal([]cty.Value{graphtest.UnknownText()}))}, []string{"aws_iam_role_policy.inline"}},
		{"an inline name that is not known, and nothing inline", []*graph.Resource{named(cty.TupleVal([]cty.Value{graphtest.UnknownText()}))},
			[]string{"aws_iam_role_policies_exclusive.x.policy_names[0]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := NewIdentityPolicies(graph.New(append(test.resources, role, other, policy, second)))
			if diff := cmp.Diff(test.want, holding(p.Held(role))); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestHeldByTheRoleItself(t *testing.T) {
	policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", graphtest.UnknownText(), "name", "p", "path", "/"), nil)
	block := func(policy cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{"policy": policy}) }
	tests := []struct {
		name string
		args map[string]cty.Value
		refs graph.Origins
		want []string
	}{
		{"managed", graphtest.Pairs("managed_policy_arns", graphtest.Texts(nodeARNs, pullARN)), graph.Origins{},
			[]string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"}},
		{"managed, of the plan", graphtest.Pairs("managed_policy_arns", cty.TupleVal([]cty.Value{graphtest.UnknownText(), cty.StringVal(nodeARNs)})), graphtest.RefersTo("arn", policy),
			[]string{"AmazonEKSWorkerNodePolicy", "aws_iam_policy.p"}},
		{"managed, not known", graphtest.Pairs("managed_policy_arns", cty.DynamicVal), graphtest.RefersTo("arn", policy),
			[]string{"aws_iam_policy.p", "aws_iam_role.a.managed_policy_arns?"}},
		{"inline", graphtest.Pairs("inline_policy", cty.TupleVal([]cty.Value{block(cty.StringVal("{}"))})), graph.Origins{}, []string{"aws_iam_role.a.inline_policy[0].policy"}},
		{"inline, named", graphtest.Pairs("inline_policy", graphtest.One(graphtest.Object("name", "own", "policy", "{}"))), graph.Origins{}, []string{"aws_iam_role.a.inline_policy[0].policy"}},
		{"an empty inline block", graphtest.Pairs("inline_policy", cty.TupleVal([]cty.Value{block(cty.NullVal(cty.String))})), graph.Origins{}, nil},
		{"inline, not known", graphtest.Pairs("inline_policy", cty.DynamicVal), graph.Origins{}, []string{"aws_iam_role.a.inline_policy.policy"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.args["name"] = cty.StringVal("a")
			role := graphtest.Build(t, "aws_iam_role.a", test.args, map[string]graph.Origins{"managed_policy_arns": test.refs})
			p := NewIdentityPolicies(graph.New([]*graph.Resource{role, policy}))
			if diff := cmp.Diff(test.want, holding(p.Held(role))); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// What is uncertainly held must not be proven of its holder.
func TestUncertainStatements(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a"), nil)
	other := graphtest.Build(t, "aws_iam_role.b", graphtest.Pairs("name", "b"), nil)
	inline := graphtest.Build(t, "aws_iam_role_policy.x",
		graphtest.Pairs("role", graphtest.UnknownText(), "policy", `{"Statement": {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}`),
		map[string]graph.Origins{"role": graphtest.RefersTo("name", role, other)})
	p := NewIdentityPolicies(graph.New([]*graph.Resource{role, other, inline}))
	for _, holder := range []*graph.Resource{role, other} {
		if diff := cmp.Diff([]string{"Allow ecr:*?"}, outline(ECRGrantsOf(p.Held(holder)).Docs[0])); diff != "" {
			t.Error("(-want +got)", diff)
		}
	}
}

// Two candidates that both write prove no write if an exclusive list takes either away.
func TestUndoneCandidates(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a"), nil)
	one := graphtest.Build(t, "aws_iam_policy.one", graphtest.Pairs("policy", everyECR), nil)
	two := graphtest.Build(t, "aws_iam_policy.two", graphtest.Pairs("policy", everyECR), nil)
	either := graphtest.Build(t, "aws_iam_role_policy_attachment.x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
		map[string]graph.Origins{"policy_arn": graphtest.RefersTo("arn", one, two)})
	nothing := graphtest.Build(t, "aws_iam_role_policy_attachments_exclusive.x", graphtest.Pairs("role_name", "a", "policy_arns", cty.ListValEmpty(cty.String)), nil)
	all := []*graph.Resource{role, one, two, either}
	for want, resources := range map[iampolicy.ECRVerdict][]*graph.Resource{iampolicy.ECRWrite: all, iampolicy.ECRUndecided: append(all[:4:4], nothing)} {
		p := NewIdentityPolicies(graph.New(resources))
		if got := iampolicy.Writes(ECRGrantsOf(p.Held(role)).Docs...).Verdict; got != want {
			t.Errorf("%d resources: %v, want %v", len(resources), got, want)
		}
	}
}

func TestInlinePoliciesOfTheRoleByName(t *testing.T) {
	block := graphtest.Object("name", "own", "policy", "{}")
	for name, want := range map[string][]string{"own": {"aws_iam_role.a.inline_policy[0].policy"}, "else": {"aws_iam_role.a.inline_policy[0].policy?", "aws_iam_role_policies_exclusive.x.policy_names[0]"}} {
		role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a", "inline_policy", graphtest.One(block)), nil)
		only := graphtest.Build(t, "aws_iam_role_policies_exclusive.x", graphtest.Pairs("role_name", "a", "policy_names", graphtest.Texts(name)), nil)
		p := NewIdentityPolicies(graph.New([]*graph.Resource{role, only}))
		if diff := cmp.Diff(want, holding(p.Held(role))); diff != "" {
			t.Errorf("only %s (-want +got) %s", name, diff)
		}
	}
}

// What the text of a policy rests on, its holders' policies rest on.
func TestHeldPolicyByLocal(t *testing.T) {
	document := graphtest.DeferredDocument(t, "d", "a:A")
	origins := graphtest.RefersTo("json", document)
	origins.Locals = []string{"local.x"}
	policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", graphtest.UnknownText(), "policy", graphtest.UnknownText()), map[string]graph.Origins{"policy": origins})
	role := graphtest.Build(t, "aws_iam_role.a", graphtest.Pairs("name", "a"), nil)
	attached := graphtest.Build(t, "aws_iam_role_policy_attachment.x", graphtest.Pairs("role", "a", "policy_arn", graphtest.UnknownText()),
		map[string]graph.Origins{"policy_arn": graphtest.RefersTo("arn", policy)})
	p := NewIdentityPolicies(graph.New([]*graph.Resource{document, policy, role, attached}))
	want := []string{"aws_iam_policy.p assuming local.x only chooses between the references beside it"}
	if diff := cmp.Diff(want, holding(p.Held(role))); diff != "" {
		t.Error("(-want +got)", diff)
	}
}

// What any role may hold is looked at for every role: of thousands that say the
// same, one is enough.
func TestLoosePoliciesOnce(t *testing.T) {
	nowhere := map[string]graph.Origins{"role": {Unresolved: []string{"each.value"}}, "policy": {Unresolved: []string{"each.value"}}}
	inline := func(name string, arguments map[string]cty.Value) *graph.Resource {
		arguments["role"] = graphtest.UnknownText()
		return graphtest.Build(t, "aws_iam_role_policy."+name, arguments, nowhere)
	}
	attached := func(name, arn string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment."+name, graphtest.Pairs("role", graphtest.UnknownText(), "policy_arn", arn), nowhere)
	}
	a, b := graphtest.DeferredDocument(t, "a", "a:A"), graphtest.DeferredDocument(t, "b", "b:B")
	deferred := func(name string, document *graph.Resource) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy."+name, graphtest.Pairs("role", graphtest.UnknownText(), "policy", graphtest.UnknownText()),
			map[string]graph.Origins{"role": nowhere["role"], "policy": graphtest.RefersTo("json", document)})
	}
	role := graphtest.Build(t, "aws_iam_role.r", graphtest.Pairs("name", "r"), nil)
	p := NewIdentityPolicies(graph.New([]*graph.Resource{
		role, a, b,
		attached("one", pullARN), attached("two", pullARN), attached("work", nodeARNs),
		inline("known", graphtest.Pairs("policy", pullsECR)), inline("same", graphtest.Pairs("policy", pullsECR)),
		inline("named", graphtest.Pairs("policy", pullsECR, "name", "x")), inline("other", graphtest.Pairs("policy", everyECR)),
		inline("unknown", graphtest.Pairs("policy", graphtest.UnknownText())), inline("unknown_too", graphtest.Pairs("policy", graphtest.UnknownText())),
		deferred("y", a), deferred("z", b),
	}))
	want := []string{
		"AmazonEC2ContainerRegistryReadOnly?", "AmazonEKSWorkerNodePolicy?",
		"aws_iam_role_policy.known?", "aws_iam_role_policy.named?", "aws_iam_role_policy.other?", "aws_iam_role_policy.unknown?",
		"aws_iam_role_policy.y?", "aws_iam_role_policy.z?",
	}
	if diff := cmp.Diff(want, holding(p.Held(role))); diff != "" {
		t.Error("(-want +got)", diff)
	}
	if got := len(p.All); got != 11 {
		t.Errorf("%d policies in all, want every one of 11", got)
	}
}
