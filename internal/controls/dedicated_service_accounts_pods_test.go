package controls

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const (
	ec2Trust     = `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}`
	fargateTrust = `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"}}]}`
	bucketPolicy = `{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}`
	pullPolicy   = `{"Statement": [{"Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": "*"}]}`
	pushPolicy   = `{"Statement": [{"Effect": "Allow", "Action": "ecr:PutImage", "Resource": "*"}]}`
	bucketARN    = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
	unlistedARN  = "arn:aws:iam::aws:policy/AmazonRDSReadOnlyAccess"
)

func TestWaysToPermissions(t *testing.T) {
	type from = map[string]graph.Origins
	one := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil)
	two := graphtest.Build(t, "aws_eks_cluster.two", graphtest.Pairs("name", "two"), nil)
	auto := func(enabled cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_eks_cluster.auto", graphtest.Pairs("name", "auto", "compute_config",
			cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"enabled": enabled})})), nil)
	}
	role := graphtest.Build(t, "aws_iam_role.pods", graphtest.Pairs("name", "pods"), nil)
	addon := func(cluster string, values ...any) *graph.Resource {
		return graphtest.Build(t, "aws_eks_addon.a", graphtest.Pairs(append([]any{"cluster_name", cluster}, values...)...), nil)
	}
	agent := graphtest.Build(t, "aws_eks_addon.agent", graphtest.Pairs("cluster_name", "one", "addon_name", "eks-pod-identity-agent"), nil)
	association := func(cluster string, account cty.Value) *graph.Resource {
		return graphtest.Build(t, "aws_eks_pod_identity_association.a", graphtest.Pairs("cluster_name", cluster, "service_account", account), nil)
	}
	arn := cty.StringVal("arn:aws:iam::111122223333:role/pods")
	web := cty.StringVal("web")
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"nothing", []*graph.Resource{one}, []string{"manual one"}},
		{"agent", []*graph.Resource{one, agent}, []string{"manual one"}},
		{"add-on with a role, no way", []*graph.Resource{one, addon("one", "service_account_role_arn", arn)}, []string{"manual one"}},
		{"another add-on with a role", []*graph.Resource{one, addon("one", "addon_name", "vpc-cni", "service_account_role_arn", arn)}, []string{"manual one"}},
		{"agent, and an add-on with a role", []*graph.Resource{one, agent, addon("one", "service_account_role_arn", arn)}, []string{"pass one"}},
		{"agent, and an add-on with an association", []*graph.Resource{one, agent, addon("one", "pod_identity_association", cty.TupleVal([]cty.Value{web}))}, []string{"pass one"}},
		{"agent, and an add-on without", []*graph.Resource{one, agent, addon("one", "pod_identity_association", cty.EmptyTupleVal)}, []string{"manual one"}},
		{"agent, and an add-on with a role of the plan", []*graph.Resource{one, agent, role,
			graphtest.Sourced(t, "aws_eks_addon.a", from{"service_account_role_arn": graphtest.RefersTo("arn", role)}, graphtest.Pairs("cluster_name", "one"))}, []string{"pass one"}},
		{"agent, and an add-on with who knows what", []*graph.Resource{one, agent,
			graphtest.Sourced(t, "aws_eks_addon.a", from{"service_account_role_arn": {Unresolved: []string{"each.value"}}}, graphtest.Pairs("cluster_name", "one"))}, []string{"unknown one"}},
		{"add-on of another cluster", []*graph.Resource{one, two, agent, addon("two", "service_account_role_arn", arn)}, []string{"manual one", "manual two"}},
		{"association", []*graph.Resource{one, association("one", web)}, []string{"pass one"}},
		{"association for who knows whom", []*graph.Resource{one, association("one", graphtest.UnknownText())}, []string{"unknown a in one", "unknown one"}},
		{"association for default", []*graph.Resource{one, two, association("one", cty.StringVal("default"))}, []string{"fail a in one", "fail one", "manual two"}},
		{"association for default and for another", []*graph.Resource{one, association("one", cty.StringVal("default")),
			graphtest.Build(t, "aws_eks_pod_identity_association.b", graphtest.Pairs("cluster_name", "one", "service_account", "web"), nil)}, []string{"fail a in one", "fail one"}},
		{"association of one cluster or the other", []*graph.Resource{one, two,
			graphtest.Sourced(t, "aws_eks_pod_identity_association.a", from{"cluster_name": graphtest.RefersTo("name", one, two)}, graphtest.Pairs("service_account", "web"))}, []string{"unknown one", "unknown two"}},
		{"association of a cluster that a local chooses", []*graph.Resource{one, two,
			graphtest.Sourced(t, "aws_eks_pod_identity_association.a", from{"cluster_name": {Refs: graphtest.RefersTo("name", one).Refs, Locals: []string{"local.make"}}}, graphtest.Pairs("service_account", "web"))},
			[]string{"manual two", "pass one, assumed"}},
		{"two associations, one of them by a local", []*graph.Resource{one,
			graphtest.Sourced(t, "aws_eks_pod_identity_association.a", from{"cluster_name": {Refs: graphtest.RefersTo("name", one).Refs, Locals: []string{"local.make"}}}, graphtest.Pairs("service_account", "web")),
			graphtest.Build(t, "aws_eks_pod_identity_association.b", graphtest.Pairs("cluster_name", "one", "service_account", "api"), nil)}, []string{"pass one"}},
		{"association of an unknown cluster", []*graph.Resource{one, two,
			graphtest.Sourced(t, "aws_eks_pod_identity_association.a", from{"cluster_name": {Unresolved: []string{"each.value"}}}, graphtest.Pairs("service_account", "web"))}, []string{"unknown one", "unknown two"}},
		{"association for default of an unknown cluster", []*graph.Resource{one, two,
			graphtest.Sourced(t, "aws_eks_pod_identity_association.a", from{"cluster_name": {Unresolved: []string{"each.value"}}}, graphtest.Pairs("service_account", "default"))},
			[]string{"fail a in one", "fail a in two", "fail one", "fail two"}},
		{"association for default of another plan's cluster", []*graph.Resource{one, association("other", cty.StringVal("default"))}, []string{"fail a", "manual one"}},
		{"Auto Mode", []*graph.Resource{auto(cty.True), association("auto", web)}, []string{"pass auto"}},
		{"Auto Mode, and an add-on with a role", []*graph.Resource{auto(cty.True), addon("auto", "service_account_role_arn", arn)}, []string{"pass auto"}},
		{"Auto Mode off, and an add-on with a role", []*graph.Resource{auto(cty.False), addon("auto", "service_account_role_arn", arn)}, []string{"manual auto"}},
		{"Auto Mode not known, and an add-on with a role", []*graph.Resource{auto(cty.UnknownVal(cty.Bool)), addon("auto", "service_account_role_arn", arn)}, []string{"unknown auto"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, judged(dedicatedServiceAccounts(), test.resources...)); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPermissionsOfNodes(t *testing.T) {
	type from = map[string]graph.Origins
	cluster := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil)
	association := graphtest.Build(t, "aws_eks_pod_identity_association.web", graphtest.Pairs("cluster_name", "one", "service_account", "web"), nil)
	node := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node", "assume_role_policy", ec2Trust), nil)
	rival := graphtest.Build(t, "aws_iam_role.rival", graphtest.Pairs("name", "rival", "assume_role_policy", ec2Trust), nil)
	group := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "one", "node_role_arn", "arn:aws:iam::111122223333:role/node"), nil)
	groupOf := func(o graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_node_group.g", from{"node_role_arn": o}, graphtest.Pairs("cluster_name", "one"))
	}
	attached := func(arn string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment."+arn[strings.LastIndex(arn, "/")+1:], graphtest.Pairs("role", "node", "policy_arn", arn), nil)
	}
	policy := func(name, document string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_policy."+name, graphtest.Pairs("arn", graphtest.UnknownText(), "name", name, "path", "/", "policy", document), nil)
	}
	buckets, pull := policy("buckets", bucketPolicy), policy("pull", pullPolicy)
	others := policy("others", bucketPolicy)
	oneOf := func(policies ...*graph.Resource) *graph.Resource {
		return graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"policy_arn": graphtest.RefersTo("arn", policies...)}, graphtest.Pairs("role", "node"))
	}
	outside := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "one", "node_role_arn", "arn:aws:iam::111122223333:role/path/elsewhere"), nil)
	toOutside := func(arn string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment.x", graphtest.Pairs("role", "elsewhere", "policy_arn", arn), nil)
	}
	read := graphtest.Build(t, "data.aws_iam_role.read", graphtest.Pairs("name", "read", "arn", graphtest.UnknownText()), nil)
	auth := func(groups string) *graph.Resource {
		return graphtest.Build(t, "kubernetes_config_map.auth", graphtest.Pairs("metadata", graphtest.Block("name", "aws-auth", "namespace", "kube-system"),
			"data", cty.ObjectVal(graphtest.Pairs("mapRoles", "- {rolearn: "+nodeARN+", groups: "+groups+"}"))), nil)
	}
	fail, unknown, manual, pass := []string{"fail node in one", "fail one"}, []string{"unknown node in one", "unknown one"}, []string{"manual node in one", "manual one"}, []string{"pass one"}

	tests := []struct {
		name      string
		resources []*graph.Resource
		extra     []string
		want      []string
	}{
		{"a worker's", []*graph.Resource{node, group, attached(workerARN)}, nil, pass},
		{"a workload's", []*graph.Resource{node, group, attached(workerARN), attached(bucketARN)}, nil, fail},
		{"a workload's, by the setting a worker's", []*graph.Resource{node, group, attached(bucketARN)}, []string{"AmazonS3FullAccess"}, pass},
		{"in no table", []*graph.Resource{node, group, attached(unlistedARN)}, nil, manual},
		{"in no table, beside a workload's", []*graph.Resource{node, group, attached(unlistedARN), attached(bucketARN)}, nil, fail},
		{"of another plan", []*graph.Resource{node, group, attached("arn:aws:iam::111122223333:policy/other")}, nil, manual},
		{"of another plan, by the setting a worker's", []*graph.Resource{node, group, attached("arn:aws:iam::111122223333:policy/other")}, []string{"other"}, pass},
		{"a workload's of the plan", []*graph.Resource{node, group, buckets, oneOf(buckets)}, nil, fail},
		{"a workload's of the plan, by the setting a worker's", []*graph.Resource{node, group, buckets, oneOf(buckets)}, []string{"buckets"}, pass},
		{"another setting", []*graph.Resource{node, group, buckets, oneOf(buckets)}, []string{"bucket", ""}, fail},
		{"one workload's or the other's", []*graph.Resource{node, group, buckets, others, oneOf(buckets, others)}, nil, fail},
		{"a workload's or a worker's", []*graph.Resource{node, group, buckets, pull, oneOf(buckets, pull)}, nil, unknown},
		{"one worker's or the other's", []*graph.Resource{node, group, pull, policy("pull2", pullPolicy), oneOf(pull, policy("pull2", pullPolicy))}, nil, pass},
		{"a workload's of this role or another", []*graph.Resource{node, rival, group, buckets,
			graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"policy_arn": graphtest.RefersTo("arn", buckets), "role": graphtest.RefersTo("name", node, rival)}, nil)}, nil, unknown},
		{"a worker's of this role or another", []*graph.Resource{node, rival, group, pull,
			graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"policy_arn": graphtest.RefersTo("arn", pull), "role": graphtest.RefersTo("name", node, rival)}, nil)}, nil, pass},
		{"no policy document", []*graph.Resource{node, group, policy("bad", "{"), oneOf(policy("bad", "{"))}, nil, unknown},
		{"one role or the other, one with a workload's", []*graph.Resource{node, rival, groupOf(graphtest.RefersTo("arn", node, rival)), attached(bucketARN)}, nil, unknown},
		{"a role or something else, with a workload's", []*graph.Resource{node, groupOf(graph.Origins{Refs: graphtest.RefersTo("arn", node).Refs, Unresolved: []string{"each.value"}}), attached(bucketARN)}, nil, unknown},
		{"a role or something else, in no table", []*graph.Resource{node, groupOf(graph.Origins{Refs: graphtest.RefersTo("arn", node).Refs, Unresolved: []string{"each.value"}}), attached(unlistedARN)}, nil, manual},
		{"a role that looks like a node's", []*graph.Resource{node, groupOf(graph.Origins{Locals: []string{"local.role"}}), attached(workerARN), attached(bucketARN)}, nil,
			[]string{"fail node in one, assumed", "fail one, assumed"}},
		{"no role that looks like a node's", []*graph.Resource{node, groupOf(graph.Origins{Locals: []string{"local.role"}}), attached(bucketARN)}, nil,
			[]string{"unknown g in one", "unknown one"}},
		{"a role of another plan", []*graph.Resource{outside}, nil, pass},
		{"a role of another plan, with a worker's", []*graph.Resource{outside, toOutside(workerARN)}, nil, pass},
		{"a role of another plan, in no table", []*graph.Resource{outside, toOutside(unlistedARN)}, nil, pass},
		{"a role of another plan, with a workload's", []*graph.Resource{outside, toOutside(bucketARN)}, nil, []string{"fail g in one", "fail one"}},
		{"a role that was read, with a workload's", []*graph.Resource{read, groupOf(graphtest.RefersTo("arn", read)),
			graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"role": graphtest.RefersTo("name", read)}, graphtest.Pairs("policy_arn", bucketARN))}, nil, []string{"fail g in one", "fail one"}},
		{"nodes of another plan's cluster", []*graph.Resource{node, attached(bucketARN),
			graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "other", "node_role_arn", "arn:aws:iam::111122223333:role/node"), nil)}, nil, []string{"fail node", "pass one"}},
		{"of Fargate", []*graph.Resource{node, attached(bucketARN),
			graphtest.Build(t, "aws_eks_fargate_profile.f", graphtest.Pairs("cluster_name", "one", "pod_execution_role_arn", "arn:aws:iam::111122223333:role/node"), nil)}, nil, pass},
		{"of hybrid nodes", []*graph.Resource{node, attached(bucketARN),
			graphtest.Build(t, "aws_eks_access_entry.h", graphtest.Pairs("cluster_name", "one", "principal_arn", "arn:aws:iam::111122223333:role/node", "type", "HYBRID_LINUX"), nil)}, nil, pass},
		{"of Fargate and of nodes", []*graph.Resource{node, group, attached(bucketARN),
			graphtest.Build(t, "aws_eks_fargate_profile.f", graphtest.Pairs("cluster_name", "one", "pod_execution_role_arn", "arn:aws:iam::111122223333:role/node"), nil)}, nil, fail},
		{"of Fargate, and of nodes by an entry", []*graph.Resource{node, attached(bucketARN),
			graphtest.Build(t, "aws_eks_fargate_profile.f", graphtest.Pairs("cluster_name", "one", "pod_execution_role_arn", nodeARN), nil),
			graphtest.Build(t, "aws_eks_access_entry.h", graphtest.Pairs("cluster_name", "one", "principal_arn", nodeARN, "type", "EC2_LINUX"), nil)}, nil, fail},
		{"of nodes, by aws-auth", []*graph.Resource{node, attached(bucketARN), auth("[system:nodes]")}, nil, fail},
		{"of Fargate, by aws-auth", []*graph.Resource{node, attached(bucketARN), auth("[system:nodes, system:node-proxier]")}, nil, pass},
		{"of people", []*graph.Resource{node, attached(bucketARN),
			graphtest.Build(t, "aws_eks_access_entry.h", graphtest.Pairs("cluster_name", "one", "principal_arn", "arn:aws:iam::111122223333:role/node"), nil)}, nil, pass},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := dedicatedServiceAccounts()
			evaluate := e.Evaluate
			e.Evaluate = func(in control.Input) []control.Verdict {
				in.Settings = setting.Settings{NodeRolePolicies: test.extra}
				return evaluate(in)
			}
			got := judged(e, append([]*graph.Resource{cluster, association}, test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// A launch template that keeps pods from the node's credentials is evidence.
func TestShieldedCredentials(t *testing.T) {
	options := func(tokens, hops string) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
			"http_tokens": cty.StringVal(tokens), "http_put_response_hop_limit": cty.StringVal(hops),
		})})
	}
	cluster := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil)
	named := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("t")})})
	var groups []*graph.Resource
	for _, name := range []string{"a", "b"} {
		groups = append(groups, graphtest.Build(t, "aws_eks_node_group."+name, graphtest.Pairs("cluster_name", "one", "launch_template", named), nil))
	}
	tests := []struct {
		tokens, hops string
		latest       int64 // the nodes start from version 1
		want         []string
	}{
		{"required", "1", 1, []string{"aws_launch_template.t metadata_options[0].http_put_response_hop_limit = 1"}},
		{"required", "1", 2, nil},
		{"required", "2", 1, nil},
		{"optional", "1", 1, nil},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.tokens, " ", test.hops, " ", test.latest), func(t *testing.T) {
			template := graphtest.Build(t, "aws_launch_template.t", graphtest.Pairs("name", "t", "metadata_options", options(test.tokens, test.hops),
				"latest_version", cty.NumberIntVal(test.latest), "default_version", cty.NumberIntVal(1)), nil)
			g := graph.New(append(groups, cluster, template))
			var got []string
			for _, v := range dedicatedServiceAccounts().Evaluate(control.Input{Graph: g}) {
				for _, e := range v.Evidence {
					got = append(got, e.Address+" "+e.Attribute+" = "+e.Value)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}
