package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	readOnlyARN = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
	workerARN   = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
)

// holding is what matters of held policies: their names, "?" behind those that
// are not certain, and what each assumes.
func holding(held []heldPolicy) []string {
	var lines []string
	for _, p := range held {
		line := p.Name()
		if !p.Certain {
			line += "?"
		}
		for _, a := range p.Assumes {
			line += " assuming " + a
		}
		lines = append(lines, line)
	}
	return lines
}

func args(pairs ...any) map[string]cty.Value {
	m := map[string]cty.Value{}
	for i := 0; i < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case string:
			m[pairs[i].(string)] = cty.StringVal(v)
		case cty.Value:
			m[pairs[i].(string)] = v
		}
	}
	return m
}

func TestHeldPolicies(t *testing.T) {
	role := build(t, "aws_iam_role.a", args("name", "a"), nil)
	other := build(t, "aws_iam_role.b", args("name", "b"), nil)
	policy := build(t, "aws_iam_policy.p", args("arn", unknownText(), "name", "p", "path", "/"), nil)
	second := build(t, "aws_iam_policy.q", args("arn", unknownText(), "name", "q", "path", "/"), nil)
	inline := build(t, "aws_iam_role_policy.inline", args("role", "a", "name", "inline", "policy", "{}"), nil)
	unnamed := build(t, "aws_iam_role_policy.unnamed", args("role", "a", "policy", "{}"), nil)
	open := graph.Origins{Unresolved: []string{"each.value"}}
	anyRole := refersTo("name", role, other)

	byLocal := func(r *graph.Resource) graph.Origins {
		o := refersTo("name", r)
		o.Locals = []string{"local.x"}
		return o
	}
	attachment := func(name string, a map[string]cty.Value, o map[string]graph.Origins) *graph.Resource {
		return build(t, "aws_iam_role_policy_attachment."+name, a, o)
	}
	listed := func(arns cty.Value, o graph.Origins) *graph.Resource {
		return build(t, "aws_iam_role_policy_attachments_exclusive.x",
			args("role_name", "a", "policy_arns", arns), map[string]graph.Origins{"policy_arns": o})
	}
	named := func(names cty.Value) *graph.Resource {
		return build(t, "aws_iam_role_policies_exclusive.x", args("role_name", "a", "policy_names", names), nil)
	}
	reads := attachment("read", args("role", "a", "policy_arn", readOnlyARN), nil)
	works := attachment("work", args("role", "a", "policy_arn", workerARN), nil)
	loose := attachment("loose", args("role", unknownText(), "policy_arn", readOnlyARN), map[string]graph.Origins{"role": open})
	nobody := cty.ListValEmpty(cty.String)

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"an ARN of AWS", []*graph.Resource{reads}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"by the role's ARN", []*graph.Resource{attachment("x", args("role", "arn:aws:iam::111122223333:role/a", "policy_arn", readOnlyARN), nil)},
			[]string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"another role's", []*graph.Resource{attachment("x", args("role", "b", "policy_arn", readOnlyARN), nil)}, nil},
		{"outside the plan", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", "arn:aws:iam::111122223333:policy/team/x"), nil)}, []string{"x"}},
		{"the plan's own, by its name", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil)}, []string{"aws_iam_policy.p"}},
		{"the plan's own, by reference", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": refersTo("arn", policy)})}, []string{"aws_iam_policy.p"}},
		{"one of two", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": refersTo("arn", policy, second)})}, []string{"aws_iam_policy.p?", "aws_iam_policy.q?"}},
		{"not to be followed", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": open})}, []string{"aws_iam_role_policy_attachment.x.policy_arn?"}},
		{"by the instance key", []*graph.Resource{attachment(`x["AmazonEKS_CNI_Policy"]`, args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": open})},
			[]string{"AmazonEKS_CNI_Policy assuming the instance key AmazonEKS_CNI_Policy is the name of the AWS managed policy that is attached"}},
		{"an instance key beside a policy of the plan", []*graph.Resource{attachment(`x["AmazonEKS_CNI_Policy"]`, args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": func() graph.Origins { o := open; o.Refs = refersTo("arn", policy).Refs; return o }()})},
			[]string{"aws_iam_policy.p?", `aws_iam_role_policy_attachment.x["AmazonEKS_CNI_Policy"].policy_arn?`}},
		{"an instance key that is no policy", []*graph.Resource{attachment(`x["additional"]`, args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": open})}, []string{`aws_iam_role_policy_attachment.x["additional"].policy_arn?`}},
		{"one of two roles", []*graph.Resource{attachment("x", args("role", unknownText(), "policy_arn", readOnlyARN),
			map[string]graph.Origins{"role": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"a role that cannot be told", []*graph.Resource{loose}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"several holders", []*graph.Resource{build(t, "aws_iam_policy_attachment.x",
			args("roles", textList("b", "a"), "users", textList("a"), "policy_arn", readOnlyARN), nil)}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"as many unknown holders as roles", []*graph.Resource{build(t, "aws_iam_policy_attachment.x",
			args("roles", cty.TupleVal([]cty.Value{unknownText(), unknownText()}), "policy_arn", readOnlyARN),
			map[string]graph.Origins{"roles": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"fewer unknown holders than roles", []*graph.Resource{build(t, "aws_iam_policy_attachment.x",
			args("roles", cty.TupleVal([]cty.Value{unknownText()}), "policy_arn", readOnlyARN),
			map[string]graph.Origins{"roles": anyRole})}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"no ARN", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", ""), nil)}, nil},
		{"a role by a local", []*graph.Resource{attachment("x", args("role", unknownText(), "policy_arn", readOnlyARN),
			map[string]graph.Origins{"role": byLocal(role)})},
			[]string{"AmazonEC2ContainerRegistryReadOnly assuming local.x only chooses between the references beside it"}},
		{"a policy by a local", []*graph.Resource{attachment("x", args("role", "a", "policy_arn", unknownText()),
			map[string]graph.Origins{"policy_arn": byLocal(policy)})},
			[]string{"aws_iam_policy.p assuming local.x only chooses between the references beside it"}},
		{"inline", []*graph.Resource{inline}, []string{"aws_iam_role_policy.inline"}},
		{"a complete list", []*graph.Resource{reads, works, inline, listed(textList(workerARN), graph.Origins{})},
			[]string{"AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodePolicy", "aws_iam_role_policy.inline"}},
		{"an empty list", []*graph.Resource{reads, inline, listed(nobody, graph.Origins{})}, []string{"aws_iam_role_policy.inline"}},
		{"an empty list and a role that cannot be told", []*graph.Resource{loose, listed(nobody, graph.Origins{})}, nil},
		{"a list of the plan's own", []*graph.Resource{reads, listed(cty.TupleVal([]cty.Value{unknownText()}), refersTo("arn", policy))}, []string{"aws_iam_policy.p"}},
		{"an empty list of one of two roles", []*graph.Resource{reads, build(t, "aws_iam_role_policy_attachments_exclusive.x",
			args("role_name", unknownText(), "policy_arns", nobody), map[string]graph.Origins{"role_name": anyRole})},
			[]string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"an empty list of a role outside, and a role that cannot be told", []*graph.Resource{loose, build(t, "aws_iam_role_policy_attachments_exclusive.x",
			args("role_name", "else", "policy_arns", nobody), nil)}, []string{"AmazonEC2ContainerRegistryReadOnly?"}},
		{"no inline policies of one of two roles", []*graph.Resource{inline, build(t, "aws_iam_role_policies_exclusive.x",
			args("role_name", unknownText(), "policy_names", nobody), map[string]graph.Origins{"role_name": anyRole})},
			[]string{"aws_iam_role_policy.inline"}},
		{"a list that is not known", []*graph.Resource{reads, listed(cty.TupleVal([]cty.Value{unknownText()}), open)},
			[]string{"aws_iam_role_policy_attachments_exclusive.x.policy_arns[0]?", "AmazonEC2ContainerRegistryReadOnly"}},
		{"no inline policies", []*graph.Resource{inline, reads, named(nobody)}, []string{"AmazonEC2ContainerRegistryReadOnly"}},
		{"no inline policies, and one whose name is not known", []*graph.Resource{unnamed, named(nobody)}, nil},
		{"inline policies by name", []*graph.Resource{inline, named(textList("inline"))}, []string{"aws_iam_role_policy.inline"}},
		{"another inline policy by name", []*graph.Resource{inline, named(textList("else"))}, []string{"aws_iam_role_policies_exclusive.x.policy_names[0]"}},
		{"an inline policy whose name is not known", []*graph.Resource{unnamed, named(textList("else"))}, []string{"aws_iam_role_policy.unnamed"}},
		{"inline names that are not known", []*graph.Resource{inline, named(cty.TupleVal([]cty.Value{unknownText()}))}, []string{"aws_iam_role_policy.inline"}},
		{"an inline name that is not known, and nothing inline", []*graph.Resource{named(cty.TupleVal([]cty.Value{unknownText()}))},
			[]string{"aws_iam_role_policies_exclusive.x.policy_names[0]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newIdentityPolicies(graph.New(append(test.resources, role, other, policy, second)))
			if diff := cmp.Diff(test.want, holding(p.Held(role))); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestHeldByTheRoleItself(t *testing.T) {
	policy := build(t, "aws_iam_policy.p", args("arn", unknownText(), "name", "p", "path", "/"), nil)
	block := func(policy cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{"policy": policy}) }
	tests := []struct {
		name string
		args map[string]cty.Value
		refs graph.Origins
		want []string
	}{
		{"managed", args("managed_policy_arns", textList(workerARN, readOnlyARN)), graph.Origins{},
			[]string{"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"}},
		{"managed, of the plan", args("managed_policy_arns", cty.TupleVal([]cty.Value{unknownText(), cty.StringVal(workerARN)})), refersTo("arn", policy),
			[]string{"AmazonEKSWorkerNodePolicy", "aws_iam_policy.p"}},
		{"managed, not known", args("managed_policy_arns", cty.DynamicVal), refersTo("arn", policy),
			[]string{"aws_iam_policy.p", "aws_iam_role.a.managed_policy_arns?"}},
		{"inline", args("inline_policy", cty.TupleVal([]cty.Value{block(cty.StringVal("{}"))})), graph.Origins{}, []string{"aws_iam_role.a.inline_policy[0].policy"}},
		{"inline, named", args("inline_policy", listOfOne(objectOf("name", "own", "policy", "{}"))), graph.Origins{}, []string{"aws_iam_role.a.inline_policy[0].policy"}},
		{"an empty inline block", args("inline_policy", cty.TupleVal([]cty.Value{block(cty.NullVal(cty.String))})), graph.Origins{}, nil},
		{"inline, not known", args("inline_policy", cty.DynamicVal), graph.Origins{}, []string{"aws_iam_role.a.inline_policy.policy"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.args["name"] = cty.StringVal("a")
			role := build(t, "aws_iam_role.a", test.args, map[string]graph.Origins{"managed_policy_arns": test.refs})
			p := newIdentityPolicies(graph.New([]*graph.Resource{role, policy}))
			if diff := cmp.Diff(test.want, holding(p.Held(role))); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// What is uncertainly held must not be proven of its holder.
func TestUncertainStatements(t *testing.T) {
	role := build(t, "aws_iam_role.a", args("name", "a"), nil)
	other := build(t, "aws_iam_role.b", args("name", "b"), nil)
	inline := build(t, "aws_iam_role_policy.x",
		args("role", unknownText(), "policy", `{"Statement": {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}`),
		map[string]graph.Origins{"role": refersTo("name", role, other)})
	p := newIdentityPolicies(graph.New([]*graph.Resource{role, other, inline}))
	for _, holder := range []*graph.Resource{role, other} {
		if diff := cmp.Diff([]string{"Allow ecr:*?"}, outline(p.Held(holder)[0].Document.Document)); diff != "" {
			t.Error("(-want +got)", diff)
		}
	}
}

func TestInlinePoliciesOfTheRoleByName(t *testing.T) {
	block := objectOf("name", "own", "policy", "{}")
	for name, want := range map[string][]string{"own": {"aws_iam_role.a.inline_policy[0].policy"}, "else": {"aws_iam_role_policies_exclusive.x.policy_names[0]"}} {
		role := build(t, "aws_iam_role.a", args("name", "a", "inline_policy", listOfOne(block)), nil)
		only := build(t, "aws_iam_role_policies_exclusive.x", args("role_name", "a", "policy_names", textList(name)), nil)
		p := newIdentityPolicies(graph.New([]*graph.Resource{role, only}))
		if diff := cmp.Diff(want, holding(p.Held(role))); diff != "" {
			t.Errorf("only %s (-want +got) %s", name, diff)
		}
	}
}

// What the text of a policy rests on, its holders' policies rest on.
func TestHeldPolicyByLocal(t *testing.T) {
	document := deferredDocument(t, "d", "a:A")
	origins := refersTo("json", document)
	origins.Locals = []string{"local.x"}
	policy := build(t, "aws_iam_policy.p", args("arn", unknownText(), "policy", unknownText()), map[string]graph.Origins{"policy": origins})
	role := build(t, "aws_iam_role.a", args("name", "a"), nil)
	attached := build(t, "aws_iam_role_policy_attachment.x", args("role", "a", "policy_arn", unknownText()),
		map[string]graph.Origins{"policy_arn": refersTo("arn", policy)})
	p := newIdentityPolicies(graph.New([]*graph.Resource{document, policy, role, attached}))
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
		arguments["role"] = unknownText()
		return build(t, "aws_iam_role_policy."+name, arguments, nowhere)
	}
	attached := func(name, arn string) *graph.Resource {
		return build(t, "aws_iam_role_policy_attachment."+name, args("role", unknownText(), "policy_arn", arn), nowhere)
	}
	a, b := deferredDocument(t, "a", "a:A"), deferredDocument(t, "b", "b:B")
	deferred := func(name string, document *graph.Resource) *graph.Resource {
		return build(t, "aws_iam_role_policy."+name, args("role", unknownText(), "policy", unknownText()),
			map[string]graph.Origins{"role": nowhere["role"], "policy": refersTo("json", document)})
	}
	role := build(t, "aws_iam_role.r", args("name", "r"), nil)
	p := newIdentityPolicies(graph.New([]*graph.Resource{
		role, a, b,
		attached("one", readOnlyARN), attached("two", readOnlyARN), attached("work", workerARN),
		inline("known", args("policy", pullECR)), inline("same", args("policy", pullECR)),
		inline("named", args("policy", pullECR, "name", "x")), inline("other", args("policy", fullECR)),
		inline("unknown", args("policy", unknownText())), inline("unknown_too", args("policy", unknownText())),
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
	if got := len(p.all); got != 11 {
		t.Errorf("%d policies in all, want every one of 11", got)
	}
}
