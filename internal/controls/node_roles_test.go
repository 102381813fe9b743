package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

const nodeARN = "arn:aws:iam::111122223333:role/node"

// powerUserARN is a policy that writes to ECR.
const powerUserARN = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"

// Each role that is found is judged; one that pushes fails.
func TestNodeRoles(t *testing.T) {
	type from = map[string]graph.Origins
	one, two := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil), graphtest.Build(t, "aws_eks_cluster.two", graphtest.Pairs("name", "two"), nil)
	role := func(name, trust string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role."+name, graphtest.Pairs("name", name, "arn", graphtest.UnknownText(), "assume_role_policy", trust), nil)
	}
	node, rival, pods, people := role("node", ec2Trust), role("rival", ec2Trust), role("pods", fargateTrust), role("people", "{}")
	attached := func(role, arn string) *graph.Resource {
		return graphtest.Build(t, "aws_iam_role_policy_attachment."+role+"-"+arn[len(arn)-9:], graphtest.Pairs("role", role, "policy_arn", arn), nil)
	}
	push, worker := attached("node", powerUserARN), attached("node", workerARN)
	group := func(o graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_node_group.g", from{"node_role_arn": o}, graphtest.Pairs("cluster_name", "one"))
	}
	known := func(cluster string) *graph.Resource {
		return graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", cluster, "node_role_arn", nodeARN), nil)
	}
	profile := func(o graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_fargate_profile.f", from{"pod_execution_role_arn": o}, graphtest.Pairs("cluster_name", "one"))
	}
	entry := func(typ any) *graph.Resource {
		return graphtest.Build(t, "aws_eks_access_entry.e", graphtest.Pairs("cluster_name", "one", "principal_arn", nodeARN, "type", typ), nil)
	}
	authOf := func(mapRoles cty.Value, o graph.Origins) *graph.Resource {
		return graphtest.Build(t, "kubernetes_config_map.auth", graphtest.Pairs("metadata", graphtest.Block("name", "aws-auth", "namespace", "kube-system"),
			"data", cty.ObjectVal(map[string]cty.Value{"mapRoles": mapRoles})), from{"data": o})
	}
	auth := func(text string) *graph.Resource { return authOf(cty.StringVal(text), graph.Origins{}) }
	compute := func(enabled, role cty.Value, o graph.Origins) *graph.Resource {
		return graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one", "compute_config", graphtest.Block("enabled", enabled, "node_role_arn", role)), from{"compute_config": o})
	}
	class := func(spec string) *graph.Resource {
		return graphtest.Build(t, "kubectl_manifest.k", graphtest.Pairs("yaml_body", "{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, spec: "+spec+"}"), nil)
	}
	instanceProfile := graphtest.Build(t, "aws_iam_instance_profile.p", graphtest.Pairs("name", "p", "arn", graphtest.UnknownText(), "role", "node"), nil)
	unresolved, local := graph.Origins{Unresolved: []string{"each.value"}}, graph.Origins{Locals: []string{"local.role"}}
	orUnresolved := func(o graph.Origins) graph.Origins { o.Unresolved = unresolved.Unresolved; return o }
	byLocal := func(o graph.Origins) graph.Origins { o.Locals = local.Locals; return o }
	read := graphtest.Build(t, "data.aws_iam_role.read", graphtest.Pairs("name", "read", "arn", graphtest.UnknownText()), nil)
	readCluster := graphtest.Build(t, "data.aws_eks_cluster.read", graphtest.Pairs("name", "read"), nil)
	inModule := graphtest.Build(t, "module.m.aws_iam_role.own", graphtest.Pairs("name", "own", "arn", graphtest.UnknownText(), "assume_role_policy", ec2Trust), nil)
	groupInModule := graphtest.Sourced(t, "module.m.aws_eks_node_group.g", from{"node_role_arn": local}, graphtest.Pairs("cluster_name", "one"))
	const nodesGroup = "- {rolearn: " + nodeARN + ", groups: [system:bootstrappers, system:nodes]}"

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"node group", []*graph.Resource{one, node, push, known("one")}, []string{"fail node in one"}},
		{"node group of another plan's cluster", []*graph.Resource{one, node, push, known("other")}, []string{"fail node"}},
		{"two of a cluster", []*graph.Resource{one, node, push, known("one"), group(graphtest.RefersTo("arn", node))}, []string{"fail node in one"}},
		{"two clusters", []*graph.Resource{one, two, node, push, known("one"),
			graphtest.Build(t, "aws_eks_node_group.h", graphtest.Pairs("cluster_name", "two", "node_role_arn", nodeARN), nil)}, []string{"fail node in one", "fail node in two"}},
		{"one role or the other, they agree", []*graph.Resource{one, node, rival, group(graphtest.RefersTo("arn", node, rival))}, []string{"pass node in one", "pass rival in one"}},
		{"one role or the other, they disagree", []*graph.Resource{one, node, push, rival, group(graphtest.RefersTo("arn", node, rival))}, []string{"unknown node in one", "unknown rival in one"}},
		{"one role or the other, and one for certain", []*graph.Resource{one, node, push, rival, group(graphtest.RefersTo("arn", node, rival)), entry("EC2_LINUX")},
			[]string{"fail node in one", "unknown rival in one"}},
		{"one for certain, and then one role or the other", []*graph.Resource{one, node, push, rival, known("one"),
			graphtest.Sourced(t, "aws_eks_access_entry.e", from{"principal_arn": graphtest.RefersTo("arn", node, rival)}, graphtest.Pairs("cluster_name", "one", "type", "EC2"))},
			[]string{"fail node in one", "unknown rival in one"}},
		{"by a local beside it", []*graph.Resource{one, node, push, group(byLocal(graphtest.RefersTo("arn", node)))}, []string{"fail node in one, assumed"}},
		{"by a local beside it, and for certain", []*graph.Resource{one, node, push, group(byLocal(graphtest.RefersTo("arn", node))), entry("EC2_LINUX")}, []string{"fail node in one"}},
		{"one role or something else", []*graph.Resource{one, node, push, group(orUnresolved(graphtest.RefersTo("arn", node)))}, []string{"unknown node in one"}},
		{"one role that only reads, or something else", []*graph.Resource{one, node, group(orUnresolved(graphtest.RefersTo("arn", node)))}, []string{"unknown node in one"}},
		{"one role that looks like it, or something else", []*graph.Resource{one, node, push, worker, rival, attached("rival", workerARN), group(orUnresolved(graphtest.RefersTo("arn", node)))},
			[]string{"fail node in one, assumed"}},
		{"a local", []*graph.Resource{one, node, push, worker, group(local)}, []string{"fail node in one, assumed"}},
		{"a local, and the minimal policy", []*graph.Resource{one, node, attached("node", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy"), group(local)}, []string{"pass node in one, assumed"}},
		{"a local, and nothing looks like it", []*graph.Resource{one, node, push, people, group(local)}, []string{"unknown g in one"}},
		{"a local, and a role of Fargate", []*graph.Resource{one, pods, group(local)}, []string{"unknown g in one"}},
		{"a local, and one in its own module", []*graph.Resource{one, node, push, worker, inModule, attached("own", workerARN), groupInModule}, []string{"pass own in one, assumed"}},
		{"a local, and none in its own module", []*graph.Resource{one, node, push, worker, groupInModule}, []string{"fail node in one, assumed"}},
		{"a local, and who holds the worker's policy is not known", []*graph.Resource{one, node,
			graphtest.Sourced(t, "aws_iam_role_policy_attachment.x", from{"role": graphtest.RefersTo("name", node, rival)}, graphtest.Pairs("policy_arn", workerARN)), rival, group(local)}, []string{"unknown g in one"}},
		{"outside", []*graph.Resource{one, known("one")}, []string{"manual g in one"}},
		{"outside, and pushes", []*graph.Resource{one, push, known("one")}, []string{"fail g in one"}},
		{"outside, twice", []*graph.Resource{one, known("one"), entry("EC2")}, []string{"manual g in one"}},
		{"read", []*graph.Resource{one, read, group(graphtest.RefersTo("arn", read))}, []string{"manual g in one"}},
		{"read, and pushes", []*graph.Resource{one, read, attached("read", powerUserARN), group(graphtest.RefersTo("arn", read))}, []string{"fail g in one"}},
		{"outside, and a user of the name pushes", []*graph.Resource{one, known("one"),
			graphtest.Build(t, "aws_iam_user_policy_attachment.u", graphtest.Pairs("user", "node", "policy_arn", powerUserARN), nil)}, []string{"manual g in one"}},
		{"cluster that was read", []*graph.Resource{one, node, push, readCluster,
			graphtest.Sourced(t, "aws_eks_node_group.g", from{"cluster_name": graphtest.RefersTo("name", readCluster)}, graphtest.Pairs("node_role_arn", nodeARN))}, []string{"fail node"}},
		{"any cluster, and one for certain", []*graph.Resource{one, two, node, push, entry("EC2_LINUX"),
			graphtest.Sourced(t, "aws_eks_node_group.g", from{"cluster_name": unresolved}, graphtest.Pairs("node_role_arn", nodeARN))}, []string{"fail node in one"}},
		{"one role or something else, and one for certain", []*graph.Resource{one, node, push, group(orUnresolved(graphtest.RefersTo("arn", node))), entry("EC2_LINUX")}, []string{"fail node in one"}},
		{"a role of Fargate, or something else", []*graph.Resource{one, pods, group(orUnresolved(graphtest.RefersTo("arn", pods)))}, []string{"unknown pods in one"}},
		{"a local, and one with the worker's policy that EC2 may not have", []*graph.Resource{one, people, attached("people", workerARN), group(local)}, []string{"unknown g in one"}},
		{"a local, and one with a policy in no table", []*graph.Resource{one, node, worker, attached("node", unlistedARN), group(local)}, []string{"manual node in one"}},
		{"a policy by the instance key", []*graph.Resource{one, node, known("one"),
			graphtest.Build(t, `aws_iam_role_policy_attachment.x["AmazonEC2ContainerRegistryReadOnly"]`, graphtest.Pairs("role", "node", "policy_arn", graphtest.UnknownText()), from{"policy_arn": unresolved})}, []string{"pass node in one, assumed"}},
		{"two that cannot be told, one of any cluster", []*graph.Resource{one, two, group(local), graphtest.Sourced(t, "aws_eks_node_group.h", from{"node_role_arn": local, "cluster_name": unresolved}, nil)},
			[]string{"unknown g in one", "unknown h in one", "unknown h in two"}},
		{"two that cannot be told", []*graph.Resource{one, group(local), graphtest.Sourced(t, "aws_eks_node_group.h", from{"node_role_arn": local}, graphtest.Pairs("cluster_name", "one"))},
			[]string{"unknown g in one", "unknown h in one"}},
		{"Fargate", []*graph.Resource{one, node, push, profile(graphtest.RefersTo("arn", node))}, []string{"fail node in one"}},
		{"Fargate, a local", []*graph.Resource{one, node, push, worker, pods, profile(local)}, []string{"pass pods in one, assumed"}},
		{"Auto Mode", []*graph.Resource{compute(cty.True, cty.StringVal(nodeARN), graph.Origins{}), node, push}, []string{"fail node in one"}},
		{"Auto Mode off", []*graph.Resource{compute(cty.False, cty.StringVal(nodeARN), graph.Origins{}), node, push}, nil},
		{"Auto Mode without a role", []*graph.Resource{compute(cty.True, cty.NullVal(cty.String), graph.Origins{}), node, push}, nil},
		{"Auto Mode in a dynamic block", []*graph.Resource{compute(cty.True, graphtest.UnknownText(), graph.Origins{Hidden: true}), node, push, worker}, []string{"fail node in one, assumed"}},
		{"entry", []*graph.Resource{one, node, push, entry("HYPERPOD_LINUX")}, []string{"fail node in one"}},
		{"entry for people", []*graph.Resource{one, node, push, entry("STANDARD")}, nil},
		{"entry without a type", []*graph.Resource{one, node, push, entry(cty.NullVal(cty.String))}, nil},
		{"aws-auth", []*graph.Resource{one, node, push, auth(nodesGroup)}, []string{"fail node in one"}},
		{"aws-auth for people", []*graph.Resource{one, node, push, auth("- {rolearn: " + nodeARN + ", groups: [system:masters]}")}, nil},
		{"aws-auth for Fargate", []*graph.Resource{one, node, push, auth("- {rolearn: " + nodeARN + ", groups: [system:nodes, system:node-proxier]}")}, []string{"fail node in one"}},
		{"aws-auth without roles", []*graph.Resource{one, node, push, authOf(cty.NullVal(cty.String), graph.Origins{})}, nil},
		{"aws-auth that is no YAML", []*graph.Resource{one, node, push, auth("{[")}, []string{"unknown auth in one"}},
		{"aws-auth that is no list", []*graph.Resource{one, node, push, auth("rolearn: x")}, []string{"unknown auth in one"}},
		{"aws-auth that is empty", []*graph.Resource{one, node, push, auth("# nothing\n")}, nil},
		{"aws-auth, not known", []*graph.Resource{one, node, push, worker, people, pods, authOf(graphtest.UnknownText(), graphtest.RefersTo("arn", node, people, pods))},
			[]string{"fail node in one, assumed", "pass pods in one, assumed"}},
		{"aws-auth, not known, for people", []*graph.Resource{one, node, push, worker, people, authOf(graphtest.UnknownText(), graphtest.RefersTo("arn", people))}, nil},
		{"aws-auth of any cluster", []*graph.Resource{one, two, node, push, auth(nodesGroup)}, []string{"fail node in one", "fail node in two"}},
		{"aws-auth of any cluster, a known role", []*graph.Resource{one, two, node, push, known("one"), auth(nodesGroup)}, []string{"fail node in one"}},
		{"NodeClass", []*graph.Resource{one, node, push, class("{role: node}")}, []string{"fail node in one"}},
		{"NodeClass with a profile", []*graph.Resource{one, node, push, instanceProfile, class("{instanceProfile: p}")}, []string{"fail node in one"}},
		{"NodeClass of who knows what", []*graph.Resource{one, node, push, worker, people,
			graphtest.Sourced(t, "kubectl_manifest.k", from{"yaml_body": graphtest.RefersTo("name", node, people)}, graphtest.Pairs("kind", "EC2NodeClass", "api_version", "karpenter.k8s.aws/v1"))}, []string{"fail node in one, assumed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, judged(ecrNodeAccess(), test.resources...)); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSelfManagedGroups(t *testing.T) {
	type from = map[string]graph.Origins
	one, two := graphtest.Build(t, "aws_eks_cluster.one", graphtest.Pairs("name", "one"), nil), graphtest.Build(t, "aws_eks_cluster.two", graphtest.Pairs("name", "two"), nil)
	node := graphtest.Build(t, "aws_iam_role.node", graphtest.Pairs("name", "node", "arn", graphtest.UnknownText()), nil)
	profile := graphtest.Build(t, "aws_iam_instance_profile.p", graphtest.Pairs("name", "p", "arn", graphtest.UnknownText(), "role", "node"), nil)
	template := graphtest.Build(t, "aws_launch_template.t", graphtest.Pairs("id", graphtest.UnknownText(), "name", "t", "iam_instance_profile", graphtest.Block("name", "p")), nil)
	configuration := graphtest.Build(t, "aws_launch_configuration.c", graphtest.Pairs("name", "c", "iam_instance_profile", "p"), nil)
	byTemplate := graphtest.Block("name", "t")
	entry := graphtest.Build(t, "aws_eks_access_entry.e", graphtest.Pairs("cluster_name", "two", "principal_arn", nodeARN, "type", "EC2_LINUX"), nil)
	entryElsewhere := graphtest.Build(t, "aws_eks_access_entry.e", graphtest.Pairs("cluster_name", "other", "principal_arn", nodeARN, "type", "EC2_LINUX"), nil)
	asg := func(pairs ...any) *graph.Resource {
		return graphtest.Build(t, "aws_autoscaling_group.a", graphtest.Pairs(pairs...), nil)
	}
	tag := func(key string) cty.Value { return graphtest.Block("key", key) }
	on, off := clusterWith(t, "one", cty.True), clusterWith(t, "two", cty.False)
	local := graphtest.RefersTo("name", off)
	local.Locals = []string{"local.x"}

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"tag", []*graph.Resource{asg("tag", tag("kubernetes.io/cluster/one"), "launch_template", byTemplate)}, []string{"pass node in one"}},
		{"tag of the autoscaler", []*graph.Resource{asg("tag", tag("k8s.io/cluster-autoscaler/one"), "launch_template", byTemplate)}, []string{"pass node in one"}},
		{"old tag", []*graph.Resource{asg("tag", tag("k8s.io/cluster/one"), "launch_template", byTemplate)}, []string{"pass node in one"}},
		{"tag that only turns the autoscaler on", []*graph.Resource{asg("tag", tag("k8s.io/cluster-autoscaler/enabled"), "launch_template", byTemplate)}, nil},
		{"tag for the autoscaler", []*graph.Resource{asg("tag", tag("k8s.io/cluster-autoscaler/node-template/label/x"), "launch_template", byTemplate)}, nil},
		{"tag that only turns it on, then the cluster's", []*graph.Resource{asg("launch_template", byTemplate, "tag", cty.TupleVal([]cty.Value{
			cty.ObjectVal(graphtest.Pairs("key", "k8s.io/cluster-autoscaler/enabled")), cty.ObjectVal(graphtest.Pairs("key", "kubernetes.io/cluster/two")),
		}))}, []string{"pass node in two"}},
		{"another tag", []*graph.Resource{asg("tag", tag("Name"), "launch_template", byTemplate)}, nil},
		{"tag of another plan's cluster", []*graph.Resource{asg("tag", tag("kubernetes.io/cluster/other"), "launch_template", byTemplate)}, []string{"pass node"}},
		{"tag of another plan's cluster, and a role of this one's", []*graph.Resource{entry, asg("tag", tag("kubernetes.io/cluster/other"), "launch_template", byTemplate)}, []string{"pass node in two"}},
		{"tag of one cluster, and a role of the other", []*graph.Resource{entry, asg("tag", tag("kubernetes.io/cluster/one"), "launch_template", byTemplate)},
			[]string{"pass node in one", "pass node in two"}},
		{"unknown tag", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a", from{"tag": graphtest.RefersTo("name", one)},
			graphtest.Pairs("tag", graphtest.Block("key", graphtest.UnknownText()), "launch_template", byTemplate))}, []string{"pass node in one"}},
		{"unknown tag of who knows what", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a", from{"tag": {Unresolved: []string{"each.value"}}},
			graphtest.Pairs("tag", graphtest.Block("key", graphtest.UnknownText()), "launch_template", byTemplate))}, nil},
		{"unknown tags", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a", from{"tag": graphtest.RefersTo("name", one)},
			graphtest.Pairs("tag", cty.DynamicVal, "launch_template", byTemplate))}, []string{"pass node in one"}},
		{"tag by a resource of its own", []*graph.Resource{asg("name", "a", "launch_template", byTemplate),
			graphtest.Build(t, "aws_autoscaling_group_tag.x", graphtest.Pairs("autoscaling_group_name", "a", "tag", tag("kubernetes.io/cluster/one")), nil)}, []string{"pass node in one"}},
		{"launch configuration", []*graph.Resource{configuration, asg("tag", tag("kubernetes.io/cluster/one"), "launch_configuration", "c")}, []string{"pass node in one"}},
		{"no template", []*graph.Resource{asg("tag", tag("kubernetes.io/cluster/one"))}, nil},
		{"mixed instances", []*graph.Resource{asg("tag", tag("kubernetes.io/cluster/one"), "mixed_instances_policy",
			graphtest.Block("launch_template", graphtest.Block("launch_template_specification", graphtest.Block("launch_template_name", "t"))))}, []string{"pass node in one"}},
		{"mixed instances, an override", []*graph.Resource{asg("tag", tag("kubernetes.io/cluster/one"), "mixed_instances_policy",
			graphtest.Block("launch_template", graphtest.Block("override", graphtest.Block("launch_template_specification", graphtest.Block("launch_template_name", "t")))))}, []string{"pass node in one"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judged(ecrNodeAccess(), append([]*graph.Resource{one, two, node, profile, template}, test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}

	// By 5.4.3, the group is the subject.
	groups := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"profile with a node role", []*graph.Resource{entry, asg("launch_template", byTemplate)}, []string{"fail a in two"}},
		{"profile with a node role of another plan's cluster", []*graph.Resource{entryElsewhere, asg("launch_template", byTemplate)}, []string{"manual a"}},
		{"profile with another role", []*graph.Resource{asg("launch_template", byTemplate)}, nil},
		{"profile with a node role of two clusters", []*graph.Resource{entry,
			graphtest.Build(t, "aws_eks_access_entry.f", graphtest.Pairs("cluster_name", "one", "principal_arn", nodeARN, "type", "EC2_LINUX"), nil), asg("launch_template", byTemplate)},
			[]string{"manual a in one", "unknown a in two"}},
		{"tag of one cluster or the other", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a", from{"tag": graphtest.RefersTo("name", on, off)}, graphtest.Pairs("tag", graphtest.Block("key", graphtest.UnknownText())))},
			[]string{"manual a in one", "unknown a in two"}},
		{"tag of a cluster or something else", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a",
			from{"tag": {Refs: graphtest.RefersTo("name", off).Refs, Unresolved: []string{"each.value"}}}, graphtest.Pairs("tag", graphtest.Block("key", graphtest.UnknownText())))}, []string{"unknown a in two"}},
		{"tag by a local", []*graph.Resource{graphtest.Sourced(t, "aws_autoscaling_group.a", from{"tag": local}, graphtest.Pairs("tag", graphtest.Block("key", graphtest.UnknownText())))}, []string{"fail a in two, assumed"}},
	}
	for _, test := range groups {
		t.Run(test.name, func(t *testing.T) {
			got := judged(privateNodes(), append([]*graph.Resource{on, off, node, profile, template}, test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}
