package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

const (
	fullECR   = `{"Statement": {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}`
	pullECR   = `{"Statement": {"Effect": "Allow", "Action": "ecr:GetDownloadUrlForLayer", "Resource": "*"}}`
	adminAll  = `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`
	bucketAll = `{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`
	everyone  = `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}}`
	oneRole   = `{"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/ci"}, "Action": "ecr:BatchGetImage"}}`
	fullARN   = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"
)

// spoken is status, message and what is assumed of each verdict, by subject.
func spoken(verdicts []control.Verdict) map[string]string {
	m := map[string]string{}
	for _, v := range verdicts {
		text := string(v.Status) + ": " + v.Message
		for _, a := range v.Assumes {
			text += "; assumes " + a
		}
		m[v.Subject.String()] = text
	}
	return m
}

func judgeECRUsers(resources ...*graph.Resource) []control.Verdict {
	return ecrUserAccess().Evaluate(control.Input{Graph: graph.New(resources)})
}

func TestRepositoryPoliciesInDoubt(t *testing.T) {
	const none = "pass: no resource policy in this plan: only the account's own IAM reaches the repository"
	const open, named = "fail: Statement[0] admits everyone: *", "pass: every statement that allows names who may do what"
	const may = "unknown: aws_ecr_repository_policy.p may be set on this repository: Statement[0] admits everyone: *"
	a := graphtest.Build(t, "aws_ecr_repository.a", graphtest.Pairs("name", "a"), nil)
	b := graphtest.Build(t, "aws_ecr_repository.b", graphtest.Pairs("name", "b"), nil)
	policy := func(name string, repository cty.Value, o graph.Origins, text cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_ecr_repository_policy."+name, graphtest.Pairs("repository", repository, "policy", text), map[string]graph.Origins{"repository": o})
	}
	actions := graphtest.Build(t, "data.aws_iam_policy_document.actions", graphtest.Pairs("json", graphtest.UnknownText(), "statement", graphtest.One(graphtest.Object(
		"actions", graphtest.One(graphtest.UnknownText()), "principals", graphtest.One(graphtest.Object("type", "AWS", "identifiers", graphtest.Texts("111122223333"))),
	))), nil)
	nowhere := graph.Origins{Unresolved: []string{"each.value"}}
	assumed := graphtest.RefersTo("name", a)
	assumed.Locals = []string{"local.x"}
	tests := []struct {
		name     string
		policies []*graph.Resource
		want     map[string]string
	}{
		{"one of two", []*graph.Resource{policy("p", graphtest.UnknownText(), graphtest.RefersTo("name", a, b), cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": may, "aws_ecr_repository.b": may, "aws_ecr_repository_policy.p": open}},
		{"one of two, harmless", []*graph.Resource{policy("p", graphtest.UnknownText(), graphtest.RefersTo("name", a, b), cty.StringVal(oneRole))}, map[string]string{
			"aws_ecr_repository.a": none, "aws_ecr_repository.b": none, "aws_ecr_repository_policy.p": named}},
		{"any", []*graph.Resource{policy("p", graphtest.UnknownText(), nowhere, cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": may, "aws_ecr_repository.b": may, "aws_ecr_repository_policy.p": open}},
		{"any, beside one that is certain", []*graph.Resource{policy("p", graphtest.UnknownText(), nowhere, cty.StringVal(everyone)),
			policy("q", cty.StringVal("a"), graph.Origins{}, cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": open, "aws_ecr_repository.b": may, "aws_ecr_repository_policy.p": open}},
		{"outside", []*graph.Resource{policy("p", cty.StringVal("else"), graph.Origins{}, cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": none, "aws_ecr_repository.b": none, "aws_ecr_repository_policy.p": open}},
		{"two on one", []*graph.Resource{policy("p", cty.StringVal("a"), graph.Origins{}, cty.StringVal(oneRole)),
			policy("q", cty.StringVal("a"), graph.Origins{}, cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": open, "aws_ecr_repository.b": none}},
		{"by a local", []*graph.Resource{policy("p", graphtest.UnknownText(), assumed, cty.StringVal(everyone))}, map[string]string{
			"aws_ecr_repository.a": open + "; assumes local.x only chooses between the references beside it", "aws_ecr_repository.b": none}},
		{"no policy", []*graph.Resource{policy("p", cty.StringVal("a"), graph.Origins{}, cty.StringVal("{}"))}, map[string]string{
			"aws_ecr_repository.a": "manual: policy is no policy document that IAM accepts", "aws_ecr_repository.b": none}},
		{"an action that is not known", []*graph.Resource{graphtest.Build(t, "aws_ecr_repository_policy.p", graphtest.Pairs("repository", "a", "policy", graphtest.UnknownText()),
			map[string]graph.Origins{"policy": graphtest.RefersTo("json", actions)}), actions}, map[string]string{
			"aws_ecr_repository.a": "unknown: policy is known only after apply: it refers to data.aws_iam_policy_document.actions.json", "aws_ecr_repository.b": none}},
		{"sensitive", []*graph.Resource{policy("p", cty.StringVal("a"), graph.Origins{}, cty.StringVal(everyone).Mark(graph.SensitiveMark))}, map[string]string{
			"aws_ecr_repository.a": "fail: Statement[0] admits everyone", "aws_ecr_repository.b": none}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, spoken(judgeECRUsers(append(test.policies, a, b)...))); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestIdentityPoliciesInDoubt(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.ci", graphtest.Pairs("name", "ci", "arn", graphtest.UnknownText()), nil)
	node := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node", "arn", graphtest.UnknownText()), nil)
	user := graphtest.Build(t, "aws_iam_user.dev", graphtest.Pairs("name", "dev"), nil)
	policy := graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", graphtest.UnknownText(), "name", "p", "path", "/", "policy", fullECR), nil)
	harmless := graphtest.Build(t, "aws_iam_policy.q", graphtest.Pairs("arn", graphtest.UnknownText(), "name", "q", "path", "/", "policy", bucketAll), nil)
	read := graphtest.Build(t, "data.aws_iam_policy.p", graphtest.Pairs("arn", "arn:aws:iam::111122223333:policy/elsewhere", "policy", fullECR), nil)
	group := graphtest.Build(t, "aws_eks_node_group.n", graphtest.Pairs("cluster_name", "x", "node_role_arn", graphtest.UnknownText()),
		map[string]graph.Origins{"node_role_arn": graphtest.RefersTo("arn", node)})
	outsideGroup := graphtest.Build(t, "aws_eks_node_group.o", graphtest.Pairs("cluster_name", "x", "node_role_arn", "arn:aws:iam::111122223333:role/team/outside"), nil)
	either := graphtest.Build(t, "aws_eks_node_group.e", graphtest.Pairs("cluster_name", "x", "node_role_arn", graphtest.UnknownText()),
		map[string]graph.Origins{"node_role_arn": graphtest.RefersTo("arn", node, role)})
	nowhere := graph.Origins{Unresolved: []string{"each.value"}}

	pulls := graphtest.DeferredDocument(t, "pulls", "ecr:BatchGetImage")

	roleInline := func(role cty.Value, o graph.Origins, text string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy.x", graphtest.Pairs("role", role, "policy", text), map[string]graph.Origins{"role": o})
	}
	attached := func(key string, by, arn cty.Value, o map[string]graph.Origins) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment.x"+key, graphtest.Pairs("role", by, "policy_arn", arn), o)
	}
	const subject = "aws_iam_role_policy.x"
	const allows = " allows every ECR action on every repository to "
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      map[string]string
	}{
		{"a node role", []*graph.Resource{group, roleInline(cty.StringVal("node"), graph.Origins{}, fullECR)}, map[string]string{}},
		{"another role beside a node role", []*graph.Resource{group, roleInline(cty.StringVal("ci"), graph.Origins{}, fullECR)},
			map[string]string{subject: "fail: aws_iam_role_policy.x" + allows + "aws_iam_role.ci"}},
		{"what may be a node role", []*graph.Resource{either, roleInline(cty.StringVal("ci"), graph.Origins{}, fullECR)},
			map[string]string{subject: "unknown: aws_iam_role_policy.x" + allows + "aws_iam_role.ci, which may be a node role"}},
		{"a node role outside", []*graph.Resource{outsideGroup, roleInline(cty.StringVal("outside"), graph.Origins{}, fullECR)}, map[string]string{}},
		{"a role outside", []*graph.Resource{outsideGroup, roleInline(cty.StringVal("else"), graph.Origins{}, fullECR)},
			map[string]string{subject: "fail: aws_iam_role_policy.x" + allows + "role else"}},
		{"one of two roles", []*graph.Resource{roleInline(graphtest.UnknownText(), graphtest.RefersTo("name", node, role), fullECR)},
			map[string]string{subject: "unknown: aws_iam_role_policy.x" + allows + "aws_iam_role.ci, which may be a node role"}},
		{"a role that cannot be told", []*graph.Resource{roleInline(graphtest.UnknownText(), nowhere, fullECR)},
			map[string]string{subject: "unknown: aws_iam_role_policy.x" + allows + "a role, which may be a node role"}},
		{"a user that cannot be told", []*graph.Resource{graphtest.Build(t, "aws_iam_user_policy.x", graphtest.Pairs("user", graphtest.UnknownText(), "policy", fullECR),
			map[string]graph.Origins{"user": nowhere})}, map[string]string{"aws_iam_user_policy.x": "fail: aws_iam_user_policy.x" + allows + "a user"}},
		{"pulls by a role that cannot be told", []*graph.Resource{roleInline(graphtest.UnknownText(), nowhere, pullECR)},
			map[string]string{subject: "pass: aws_iam_role_policy.x does not allow every ECR action on every repository"}},
		{"pulls, in a document that is not known whole", []*graph.Resource{pulls, graphtest.Build(t, "aws_iam_role_policy.x",
			graphtest.Pairs("role", "ci", "policy", graphtest.UnknownText()), map[string]graph.Origins{"policy": graphtest.RefersTo("json", pulls)})},
			map[string]string{subject: "pass: aws_iam_role_policy.x does not allow every ECR action on every repository"}},
		{"a policy outside whose name speaks of registries", []*graph.Resource{
			attached("", cty.StringVal("ci"), cty.StringVal("arn:aws:iam::111122223333:policy/ContainerRegistryPush"), nil)}, map[string]string{}},
		{"S3 alone", []*graph.Resource{roleInline(cty.StringVal("ci"), graph.Origins{}, bucketAll)}, map[string]string{}},
		{"an administrator", []*graph.Resource{roleInline(cty.StringVal("ci"), graph.Origins{}, adminAll)}, map[string]string{}},
		{"pulls and S3", []*graph.Resource{roleInline(cty.StringVal("ci"), graph.Origins{},
			`{"Statement": {"Effect": "Allow", "Action": ["ECR:Get*", "s3:*", "*"], "Resource": "arn:aws:ecr:*:*:repository/a"}}`)},
			map[string]string{subject: "pass: aws_iam_role_policy.x does not allow every ECR action on every repository"}},
		{"a policy of the plan, to a user and to a node", []*graph.Resource{group,
			attached("", cty.StringVal("node"), cty.StringVal("arn:aws:iam::111122223333:policy/p"), nil),
			graphtest.Build(t, "aws_iam_user_policy_attachment.x", graphtest.Pairs("user", "dev", "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil)},
			map[string]string{"aws_iam_policy.p": "fail: aws_iam_policy.p" + allows + "aws_iam_user.dev"}},
		{"one of two policies", []*graph.Resource{attached("", cty.StringVal("ci"), graphtest.UnknownText(), map[string]graph.Origins{"policy_arn": graphtest.RefersTo("arn", policy, harmless)})},
			map[string]string{"aws_iam_policy.p": "unknown: aws_iam_policy.p may allow every ECR action on every repository: it is not known yet what is attached"}},
		{"a policy that cannot be told", []*graph.Resource{attached("", cty.StringVal("ci"), graphtest.UnknownText(), map[string]graph.Origins{"policy_arn": nowhere})},
			map[string]string{"aws_iam_role_policy_attachment.x": "unknown: policy_arn is known only after apply: it refers to each.value"}},
		{"a policy by the instance key", []*graph.Resource{attached(`["AmazonEC2ContainerRegistryFullAccess"]`, cty.StringVal("ci"), graphtest.UnknownText(), map[string]graph.Origins{"policy_arn": nowhere})},
			map[string]string{`aws_iam_role_policy_attachment.x["AmazonEC2ContainerRegistryFullAccess"]`: "fail: AmazonEC2ContainerRegistryFullAccess" + allows +
				"aws_iam_role.ci; assumes the instance key AmazonEC2ContainerRegistryFullAccess is the name of the AWS managed policy that is attached"}},
		{"a policy that was read", []*graph.Resource{attached("", cty.StringVal("ci"), cty.StringVal("arn:aws:iam::111122223333:policy/elsewhere"), nil)},
			map[string]string{"aws_iam_role_policy_attachment.x": "fail: data.aws_iam_policy.p" + allows + "aws_iam_role.ci"}},
		{"a policy outside", []*graph.Resource{attached("", cty.StringVal("ci"), cty.StringVal("arn:aws:iam::111122223333:policy/else"), nil)}, map[string]string{}},
		{"AWS's for something else", []*graph.Resource{attached("", cty.StringVal("ci"), cty.StringVal("arn:aws:iam::aws:policy/AmazonS3FullAccess"), nil)}, map[string]string{}},
		{"AWS's for administrators", []*graph.Resource{attached("", cty.StringVal("ci"), cty.StringVal("arn:aws:iam::aws:policy/AdministratorAccess"), nil)}, map[string]string{}},
		{"AWS's for readers", []*graph.Resource{attached("", cty.StringVal("ci"), cty.StringVal(readOnlyARN), nil)},
			map[string]string{"aws_iam_role_policy_attachment.x": "pass: AmazonEC2ContainerRegistryReadOnly does not allow every ECR action on every repository"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := spoken(judgeECRUsers(append(test.resources, role, node, user, policy, harmless, read)...))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// Administrators are evidence beside each repository, a few of them, and never
// a node role's.
func TestAdministrators(t *testing.T) {
	repository := graphtest.Build(t, "aws_ecr_repository.a", graphtest.Pairs("name", "a"), nil)
	inline := func(typ, name, holder, text string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_"+typ+"_policy."+name, graphtest.Pairs(typ, holder, "policy", text), nil)
	}
	group := graphtest.Build(t, "aws_eks_node_group.o", graphtest.Pairs("cluster_name", "x", "node_role_arn", "arn:aws:iam::111122223333:role/node"), nil)
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"none", []*graph.Resource{inline("user", "a", "a", fullECR)}, nil},
		{"by a document", []*graph.Resource{inline("user", "a", "a", adminAll)}, []string{"aws_iam_user_policy.a policy administrator: user a"}},
		{"by AWS's policy", []*graph.Resource{graphtest.Build(t, "aws_iam_group_policy_attachment.a",
			graphtest.Pairs("group", "g", "policy_arn", "arn:aws:iam::aws:policy/AdministratorAccess"), nil)},
			[]string{"aws_iam_group_policy_attachment.a policy_arn administrator: group g"}},
		{"a few", []*graph.Resource{inline("user", "a", "a", adminAll), inline("user", "b", "b", adminAll), inline("user", "c", "c", adminAll), inline("user", "d", "d", adminAll)},
			[]string{"aws_iam_user_policy.a policy administrator: user a", "aws_iam_user_policy.b policy administrator: user b", "aws_iam_user_policy.c policy administrator: user c"}},
		{"a node role", []*graph.Resource{group, inline("role", "a", "node", adminAll)}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, v := range judgeECRUsers(append(test.resources, repository)...) {
				if v.Subject == repository {
					for _, e := range v.Evidence {
						got = append(got, e.Address+" "+e.Attribute+" "+e.Value)
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
