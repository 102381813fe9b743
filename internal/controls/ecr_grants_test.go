package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// ofActions is a policy document with one statement on everything.
func ofActions(effect string, actions ...string) string {
	return `{"Statement": [{"Effect": "` + effect + `", "Resource": "*", "Action": ["` + strings.Join(actions, `", "`) + `"]}]}`
}

func TestRoleECR(t *testing.T) {
	type from = map[string]graph.Origins
	cluster := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil)
	node := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node", "arn", graphtest.UnknownText()), nil)
	rival := graphtest.Build(t, "aws_iam_role.rival", graphtest.Pairs("name", "rival", "arn", graphtest.UnknownText()), nil)
	group := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "one", "node_role_arn", nodeARN), nil)
	attached := func(name string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment."+name, graphtest.Pairs("role", "node", "policy_arn", "arn:aws:iam::aws:policy/"+name), nil)
	}
	inline := func(name string, document any) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy."+name, graphtest.Pairs("role", "node", "name", name, "policy", document), nil)
	}
	policy := func(name, document string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_policy."+name, graphtest.Pairs("arn", graphtest.UnknownText(), "name", name, "path", "/", "policy", document), nil)
	}
	push, push2, pull, pull2 := policy("push", pushPolicy), policy("push2", pushPolicy), policy("pull", pullPolicy), policy("pull2", pullPolicy)
	oneOf := func(policies ...*graph.Resource) []*graph.Resource {
		return append(policies, graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"policy_arn": graphtest.RefersTo("arn", policies...)}, graphtest.Pairs("role", "node")))
	}
	toEither := func(o graph.Origins, more ...any) *graph.Resource {
		return graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"role": graphtest.RefersTo("name", node, rival), "policy_arn": o}, graphtest.Pairs(more...))
	}
	deny := func(actions ...string) *graph.Resource { return inline("deny", ofActions("Deny", actions...)) }
	outside := graphtest.Build(t, "aws_iam_role_policy_attachment.outside", graphtest.Pairs("role", "node", "policy_arn", "arn:aws:iam::111122223333:policy/other"), nil)
	unknown := graphtest.Sourced(t, "aws_iam_role_policy_attachment.unknown", from{"policy_arn": {Unresolved: []string{"each.value"}}}, graphtest.Pairs("role", "node"))
	exclusive := graphtest.Build(t, "aws_iam_role_policies_exclusive.x", graphtest.Pairs("role_name", "node", "policy_names", graphtest.Texts("elsewhere")), nil)
	secret := cty.StringVal(pushPolicy).Mark(graph.SensitiveMark)
	upload := []string{"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"}

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      string
	}{
		{"nothing", nil, "pass: no policy of the role writes to ECR"},
		{"one of two that push", oneOf(push, push2), "fail aws_iam_policy.push policy: aws_iam_policy.push lets nodes write to ECR (ecr:PutImage)"},
		{"one of two that pull", oneOf(pull, pull2), "pass: no policy of the role writes to ECR"},
		{"one of two", oneOf(pull, push), "unknown aws_iam_role_policy_attachment.x policy_arn: policy_arn is known only after apply: it refers to aws_iam_policy.pull.arn, aws_iam_policy.push.arn"},
		{"a push for this role or another", []*graph.Resource{push, rival, toEither(graphtest.RefersTo("arn", push))},
			"unknown aws_iam_role_policy_attachment.x policy_arn: aws_iam_policy.push may let nodes write to ECR: it cannot be told whether the role holds it"},
		{"AWS's for this role or another", []*graph.Resource{rival, toEither(graph.Origins{}, "policy_arn", powerUserARN)},
			"unknown aws_iam_role_policy_attachment.x policy_arn: AmazonEC2ContainerRegistryPowerUser may let nodes write to ECR: it cannot be told whether the role holds it"},
		{"one of two that push, for this role or another", []*graph.Resource{push, push2, rival, toEither(graphtest.RefersTo("arn", push, push2))},
			"unknown aws_iam_role_policy_attachment.x policy_arn: policy_arn is known only after apply: it refers to aws_iam_policy.push.arn, aws_iam_policy.push2.arn"},
		{"outside", []*graph.Resource{outside}, "manual aws_iam_role_policy_attachment.outside policy_arn: other is held, and what it allows is not in this plan"},
		{"outside, for this role or another", []*graph.Resource{rival, toEither(graph.Origins{}, "policy_arn", "arn:aws:iam::111122223333:policy/other")},
			"unknown aws_iam_role_policy_attachment.x policy_arn: other may let nodes write to ECR: it cannot be told whether the role holds it"},
		{"outside and unknown", []*graph.Resource{outside, unknown},
			"unknown aws_iam_role_policy_attachment.unknown policy_arn: policy_arn is known only after apply: it refers to each.value"},
		{"inline, and elsewhere", []*graph.Resource{exclusive}, "manual aws_iam_role_policies_exclusive.x policy_names[0]: "},
		{"outside, sensitive", []*graph.Resource{graphtest.Build(t, "aws_iam_role_policy_attachment.s", graphtest.Pairs("role", "node",
			"policy_arn", cty.StringVal("arn:aws:iam::111122223333:policy/other").Mark(graph.SensitiveMark)), nil)},
			"manual aws_iam_role_policy_attachment.s policy_arn: (sensitive) is held, and what it allows is not in this plan"},
		{"in no table", []*graph.Resource{attached("AmazonRDSReadOnlyAccess")},
			"manual aws_iam_role_policy_attachment.AmazonRDSReadOnlyAccess policy_arn: AmazonRDSReadOnlyAccess is held, and what it allows is not in this plan"},
		{"no document", []*graph.Resource{inline("bad", "{")}, "unknown aws_iam_role_policy.bad policy: aws_iam_role_policy.bad is no policy document"},
		{"unknown document", []*graph.Resource{inline("bad", graphtest.UnknownText())}, "unknown aws_iam_role_policy.bad policy: policy is known only after apply"},
		{"sensitive", []*graph.Resource{inline("push", secret)}, "fail aws_iam_role_policy.push policy: aws_iam_role_policy.push lets nodes write to ECR"},
		{"many actions", []*graph.Resource{inline("push", ofActions("Allow", upload...))},
			"fail aws_iam_role_policy.push policy: aws_iam_role_policy.push lets nodes write to ECR (ecr:CompleteLayerUpload, ecr:InitiateLayerUpload, ecr:PutImage and others)"},
		{"a write behind what a cache needs", []*graph.Resource{inline("cache", ofActions("Allow", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository")), inline("push", pushPolicy)},
			"fail aws_iam_role_policy.push policy: aws_iam_role_policy.push lets nodes write to ECR (ecr:PutImage)"},
		{"a cache of AWS's puller and the plan's creator", []*graph.Resource{attached("AmazonEC2ContainerRegistryPullOnly"), inline("create", ofActions("Allow", "ecr:CreateRepository", "ecr:TagResource"))},
			"manual aws_iam_role_policy_attachment.AmazonEC2ContainerRegistryPullOnly policy_arn: AmazonEC2ContainerRegistryPullOnly lets nodes fill a pull through cache: see that they are meant to"},
		{"power user", []*graph.Resource{attached("AmazonEC2ContainerRegistryPowerUser"), deny("ecr:PutImage")},
			"fail aws_iam_role_policy_attachment.AmazonEC2ContainerRegistryPowerUser policy_arn: AmazonEC2ContainerRegistryPowerUser lets nodes write to ECR"},
		{"power user, all of it denied", []*graph.Resource{attached("AmazonEC2ContainerRegistryPowerUser"), deny(upload...)}, "pass: no policy of the role writes to ECR"},
		{"full access, a part of it denied", []*graph.Resource{attached("AmazonEC2ContainerRegistryFullAccess"), deny(upload...)},
			"fail aws_iam_role_policy_attachment.AmazonEC2ContainerRegistryFullAccess policy_arn: AmazonEC2ContainerRegistryFullAccess lets nodes write to ECR"},
		{"full access, all of it denied", []*graph.Resource{attached("AmazonEC2ContainerRegistryFullAccess"), deny("ecr:*")}, "pass: no policy of the role writes to ECR"},
		{"public power user, all of it denied", []*graph.Resource{attached("AmazonElasticContainerRegistryPublicPowerUser"), deny("ecr-public:*")}, "pass: no policy of the role writes to ECR"},
		{"public power user, another service denied", []*graph.Resource{attached("AmazonElasticContainerRegistryPublicPowerUser"), deny("ecr:*")},
			"fail aws_iam_role_policy_attachment.AmazonElasticContainerRegistryPublicPowerUser policy_arn: AmazonElasticContainerRegistryPublicPowerUser lets nodes write to ECR"},
		{"administrator, a part of it denied", []*graph.Resource{attached("AdministratorAccess"), deny("ecr:*")},
			"fail aws_iam_role_policy_attachment.AdministratorAccess policy_arn: AdministratorAccess lets nodes write to ECR"},
		{"administrator, the public part denied", []*graph.Resource{attached("AdministratorAccess"), deny("ecr-public:*")},
			"fail aws_iam_role_policy_attachment.AdministratorAccess policy_arn: AdministratorAccess lets nodes write to ECR"},
		{"known ARN, unknown document", []*graph.Resource{
			graphtest.Build(t, "aws_iam_policy.p", graphtest.Pairs("arn", "arn:aws:iam::111122223333:policy/p", "policy", graphtest.UnknownText()), nil),
			graphtest.Build(t, "aws_iam_role_policy_attachment.p", graphtest.Pairs("role", "node", "policy_arn", "arn:aws:iam::111122223333:policy/p"), nil)},
			"unknown aws_iam_policy.p policy: policy is known only after apply"},
		{"a push that may be denied", []*graph.Resource{inline("push", pushPolicy), rival, policy("deny", ofActions("Deny", "ecr:*")),
			toEither(graph.Origins{}, "policy_arn", "arn:aws:iam::111122223333:policy/deny")},
			"unknown aws_iam_role_policy.push policy: it is not known yet whether aws_iam_role_policy.push lets nodes write to ECR"},
		{"administrator, all of it denied", []*graph.Resource{attached("AdministratorAccess"), deny("ecr:*", "ecr-public:*")}, "pass: no policy of the role writes to ECR"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			for _, v := range ecrNodeAccess().Evaluate(control.Input{Graph: graph.New(append([]*graph.Resource{cluster, node, group}, test.resources...))}) {
				got += string(v.Status)
				if r := v.Decider.Resource(); r != nil {
					got += " " + r.String() + " " + v.Decider.Path()
				}
				got += ": " + v.Message
			}
			if strings.HasSuffix(test.want, ": ") { // whatever it says
				got, _, _ = strings.Cut(got, ": ")
				got += ": "
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
		})
	}
}

// Evidence names policies, and never says what is in one.
func TestRoleECREvidence(t *testing.T) {
	role := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node", "managed_policy_arns", graphtest.Texts(readOnlyARN),
		"inline_policy", graphtest.Block("name", "i", "policy", pullPolicy)), nil)
	group := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("node_role_arn", nodeARN), nil)
	secret := graphtest.Build(t, "aws_iam_role_policy_attachment.s", graphtest.Pairs("role", "node", "policy_arn", cty.StringVal(workerARN).Mark(graph.SensitiveMark)), nil)
	var got []string
	for _, v := range ecrNodeAccess().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{role, group, secret})}) {
		for _, e := range v.Evidence {
			got = append(got, e.Address+" "+e.Attribute+" = "+e.Value)
		}
	}
	want := []string{
		"aws_iam_role_policy_attachment.s policy_arn = (sensitive)",
		" managed_policy_arns[0] = AmazonEC2ContainerRegistryReadOnly",
		" inline_policy[0].policy = (inline policy)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

func TestSensitiveNodeRole(t *testing.T) {
	group := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("node_role_arn", cty.StringVal(nodeARN).Mark(graph.SensitiveMark)), nil)
	for _, v := range ecrNodeAccess().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{group})}) {
		const want = "node role (sensitive) is not in this plan: see that its policies only read from ECR"
		if diff := cmp.Diff(want, v.Message); diff != "" {
			t.Errorf("message (-want +got):\n%s", diff)
		}
	}
}
