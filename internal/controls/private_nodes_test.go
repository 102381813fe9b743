package controls

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// clusterWith is a cluster with a private endpoint that is on, off or unknown.
func clusterWith(t *testing.T, name string, private cty.Value) *graph.Resource {
	return graphtest.Build(t, "aws_eks_cluster."+name, graphtest.Pairs("name", name, "vpc_config", graphtest.Block("endpoint_private_access", private)), nil)
}

// twoSubnets are a VPC with a private subnet, and one that gives public addresses.
func twoSubnets(t *testing.T) []*graph.Resource {
	return []*graph.Resource{
		graphtest.Build(t, "aws_vpc.v", graphtest.Pairs("id", "vpc-v"), nil),
		graphtest.Build(t, "aws_subnet.private", graphtest.Pairs("id", "subnet-private", "vpc_id", "vpc-v"), nil),
		graphtest.Build(t, "aws_subnet.maps", graphtest.Pairs("id", "subnet-maps", "vpc_id", "vpc-v", "map_public_ip_on_launch", cty.True), nil),
	}
}

func TestLaunches(t *testing.T) {
	type from = map[string]graph.Origins
	template := func(address string, nics cty.Value) *graph.Resource {
		return graphtest.Build(t, address, graphtest.Pairs("id", graphtest.UnknownText(), "name", "t-"+address, "network_interfaces", nics,
			"latest_version", cty.NumberIntVal(1), "default_version", cty.NumberIntVal(1)), nil)
	}
	nic := func(public any) cty.Value { return graphtest.Block("associate_public_ip_address", public) }
	silent := template("aws_launch_template.silent", cty.EmptyTupleVal)
	says := template("aws_launch_template.says", nic("true"))
	denies := template("aws_launch_template.denies", nic("false"))
	leaves := template("aws_launch_template.leaves", nic(cty.NullVal(cty.String)))
	unsure := template("aws_launch_template.unsure", nic(graphtest.UnknownText()))
	both := template("aws_launch_template.both", cty.TupleVal([]cty.Value{
		cty.ObjectVal(graphtest.Pairs("associate_public_ip_address", "false")), cty.ObjectVal(graphtest.Pairs("associate_public_ip_address", cty.NullVal(cty.String))),
	}))
	second := template("aws_launch_template.second", cty.TupleVal([]cty.Value{
		cty.ObjectVal(graphtest.Pairs("associate_public_ip_address", graphtest.UnknownText())), cty.ObjectVal(graphtest.Pairs("associate_public_ip_address", "true")),
	}))
	ownModule := template("module.m.aws_launch_template.own", nic("true"))
	cluster := clusterWith(t, "c", cty.True)
	group := func(subnet string, o graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_node_group.g", from{"launch_template": o},
			graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts(subnet), "launch_template", graphtest.Block("id", graphtest.UnknownText())))
	}
	named := func(subnet string, templates ...*graph.Resource) *graph.Resource {
		return group(subnet, graphtest.RefersTo("id", templates...))
	}
	inModule := graphtest.Sourced(t, "module.m.aws_eks_node_group.g", from{"launch_template": {Hidden: true}},
		graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-private"), "launch_template", graphtest.Block("id", graphtest.UnknownText())))
	whole := graphtest.Sourced(t, "aws_eks_node_group.g", from{"launch_template": {Hidden: true}},
		graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-private"), "launch_template", cty.DynamicVal))
	bySomeName := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-maps"),
		"launch_template", graphtest.Block("id", cty.NullVal(cty.String), "name", "t-aws_launch_template.denies")), nil)
	outside := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-private"), "launch_template", graphtest.Block("name", "other")), nil)
	outsideMaps := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-maps"), "launch_template", graphtest.Block("name", "other")), nil)
	local := graphtest.RefersTo("id", denies)
	local.Locals = []string{"local.x"}

	tests := []struct {
		name      string
		group     *graph.Resource
		templates []*graph.Resource
		relevant  []*graph.Resource
		want      string
	}{
		{"no template", graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-private")), nil), nil, nil, "pass g"},
		{"no template, the subnet gives addresses", graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "c", "subnet_ids", graphtest.Texts("subnet-maps")), nil), nil, nil, "fail g"},
		{"silent", named("subnet-private", silent), []*graph.Resource{silent}, nil, "pass g"},
		{"silent, the subnet gives addresses", named("subnet-maps", silent), []*graph.Resource{silent}, nil, "fail g"},
		{"an interface that leaves it, the subnet gives addresses", named("subnet-maps", leaves), []*graph.Resource{leaves}, nil, "fail g"},
		{"yes", named("subnet-private", says), []*graph.Resource{says}, nil, "fail g"},
		{"unknown, then yes", named("subnet-private", second), []*graph.Resource{second}, nil, "fail g"},
		{"no, the subnet gives addresses", named("subnet-maps", denies), []*graph.Resource{denies}, nil, "pass g"},
		{"no by name, the subnet gives addresses", bySomeName, []*graph.Resource{denies}, nil, "pass g"},
		{"no by a local, the subnet gives addresses", group("subnet-maps", local), []*graph.Resource{denies}, nil, "pass g, assumed"},
		{"no on one of two interfaces, the subnet gives addresses", named("subnet-maps", both), []*graph.Resource{both}, nil, "fail g"},
		{"unknown", named("subnet-private", unsure), []*graph.Resource{unsure}, nil, "unknown g"},
		{"unknown, the subnet gives addresses", named("subnet-maps", unsure), []*graph.Resource{unsure}, nil, "unknown g"},
		{"one or the other, both silent", named("subnet-private", silent, leaves), []*graph.Resource{silent, leaves}, nil, "pass g"},
		{"one or the other, both no", named("subnet-maps", denies, template("aws_launch_template.denies2", nic("false"))), nil, nil, "pass g"},
		{"one or the other, both yes", named("subnet-private", says, template("aws_launch_template.says2", nic("true"))), nil, nil, "fail g"},
		{"one or the other, no or silent", named("subnet-private", denies, silent), []*graph.Resource{denies, silent}, nil, "pass g"},
		{"one or the other, no or silent, the subnet gives addresses", named("subnet-maps", denies, silent), []*graph.Resource{denies, silent}, nil, "unknown g"},
		{"one or the other, yes or silent", named("subnet-private", says, silent), []*graph.Resource{says, silent}, nil, "unknown g"},
		{"one or something else", group("subnet-private", graph.Origins{Refs: graphtest.RefersTo("id", says).Refs, Unresolved: []string{"each.value"}}), []*graph.Resource{says}, nil, "unknown g"},
		{"who knows", group("subnet-private", graph.Origins{Unresolved: []string{"each.value"}}), []*graph.Resource{silent}, []*graph.Resource{silent}, "unknown g"},
		{"outside", outside, nil, nil, "manual g"},
		{"outside, the subnet gives addresses", outsideMaps, nil, nil, "unknown g"},
		{"a dynamic block", group("subnet-private", graph.Origins{Hidden: true}), []*graph.Resource{silent, says}, []*graph.Resource{silent}, "pass g"},
		{"a dynamic block, yes", group("subnet-private", graph.Origins{Hidden: true}), []*graph.Resource{silent, says}, []*graph.Resource{says}, "fail g"},
		{"a dynamic block, they disagree", group("subnet-private", graph.Origins{Hidden: true}), []*graph.Resource{silent, says}, []*graph.Resource{silent, says}, "unknown g"},
		{"a dynamic block, nothing depends on a template", group("subnet-private", graph.Origins{Hidden: true}), []*graph.Resource{silent}, nil, "unknown g"},
		{"a dynamic block, one in its own module", inModule, []*graph.Resource{silent, ownModule}, []*graph.Resource{silent, ownModule}, "fail g"},
		{"a dynamic block, none in its own module", inModule, []*graph.Resource{silent}, []*graph.Resource{silent}, "pass g"},
		{"a dynamic block of which nothing is known", whole, []*graph.Resource{silent}, []*graph.Resource{silent}, "pass g"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New(append(append(twoSubnets(t), cluster, test.group), test.templates...))
			var relevant []graph.Ref
			for _, r := range test.relevant {
				relevant = append(relevant, graph.Ref{Resource: r, Attr: "latest_version", Path: "latest_version"})
			}
			g.SetRelevant(relevant)
			e := privateNodes()
			got := ""
			for _, v := range e.Evaluate(control.Input{Graph: g}) {
				got += string(v.Status) + " " + v.Subject.Address.Name
				if len(v.Assumes) > 0 {
					got += ", assumed"
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNodeGroups(t *testing.T) {
	type from = map[string]graph.Origins
	on, off, unknown := clusterWith(t, "on", cty.True), clusterWith(t, "off", cty.False), clusterWith(t, "unknown", cty.UnknownVal(cty.Bool))
	off2 := clusterWith(t, "off2", cty.False)
	read := graphtest.Build(t, "data.aws_eks_cluster.read", graphtest.Pairs("name", "read", "vpc_config", graphtest.Block("endpoint_private_access", cty.False)), nil)
	group := func(subnet string, cluster graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_node_group.g", from{"cluster_name": cluster}, graphtest.Pairs("subnet_ids", graphtest.Texts(subnet)))
	}
	of := func(clusters ...*graph.Resource) graph.Origins { return graphtest.RefersTo("name", clusters...) }
	local := of(on)
	local.Locals = []string{"local.x"}
	unresolved := graph.Origins{Unresolved: []string{"each.value"}}
	subnets := func(ids cty.Value, o graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_eks_node_group.g", from{"subnet_ids": o}, graphtest.Pairs("cluster_name", "on", "subnet_ids", ids))
	}
	private, maps := twoSubnets(t)[1], twoSubnets(t)[2]
	unknownPrivate := graphtest.Build(t, "aws_subnet.up", graphtest.Pairs("id", graphtest.UnknownText(), "vpc_id", "vpc-v"), nil)
	unknownMaps := graphtest.Build(t, "aws_subnet.um", graphtest.Pairs("id", graphtest.UnknownText(), "vpc_id", "vpc-v", "map_public_ip_on_launch", cty.True), nil)
	chosen := func(ids cty.Value, filter cty.Value, o graph.Origins) *graph.Resource {
		return graphtest.Build(t, "data.aws_subnets.d", graphtest.Pairs("ids", ids, "filter", filter), from{"filter": o})
	}
	filter := func(name string, values ...cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(name), "values": cty.TupleVal(values)})
	}
	byData := func(data *graph.Resource) *graph.Resource {
		return subnets(graphtest.UnknownText(), graphtest.RefersTo("ids", data))
	}
	found := chosen(graphtest.Texts("subnet-private", "subnet-maps"), cty.EmptyTupleVal, graph.Origins{})
	filtered := chosen(graphtest.UnknownText(), cty.TupleVal([]cty.Value{
		filter("tag:x", cty.StringVal("subnet-maps")), filter("subnet-id", cty.StringVal("subnet-private")),
	}), graph.Origins{})
	filteredMixed := chosen(graphtest.UnknownText(), cty.TupleVal([]cty.Value{filter("subnet-id", cty.StringVal("subnet-private"), cty.StringVal("subnet-maps"))}), graph.Origins{})
	filteredElse := chosen(graphtest.UnknownText(), cty.TupleVal([]cty.Value{filter("tag:x", cty.StringVal("y"))}), graph.Origins{})
	itself := from{}
	filteredByItself := graphtest.Build(t, "data.aws_subnets.d", graphtest.Pairs("ids", graphtest.UnknownText(), "filter", cty.TupleVal([]cty.Value{filter("subnet-id", graphtest.UnknownText())})), itself)
	itself["filter"] = graphtest.RefersTo("ids", filteredByItself)
	filteredEmpty := chosen(graphtest.UnknownText(), cty.TupleVal([]cty.Value{filter("subnet-id")}), graph.Origins{})
	auto := func(name string, enabled, pools cty.Value, subnet string) *graph.Resource {
		return graphtest.Build(t, "aws_eks_cluster."+name, graphtest.Pairs("name", name,
			"vpc_config", graphtest.Block("endpoint_private_access", cty.True, "subnet_ids", graphtest.Texts(subnet)),
			"compute_config", graphtest.Block("enabled", enabled, "node_pools", pools)), nil)
	}
	pools := graphtest.Texts("general-purpose")

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"private endpoint on", []*graph.Resource{on, group("subnet-private", of(on))}, []string{"pass g in on"}},
		{"private endpoint on, by a local", []*graph.Resource{on, group("subnet-private", local)}, []string{"pass g in on, assumed"}},
		{"private endpoint off", []*graph.Resource{off, group("subnet-private", of(off))}, []string{"fail g in off"}},
		{"private endpoint unknown", []*graph.Resource{unknown, group("subnet-private", of(unknown))}, []string{"unknown g in unknown"}},
		{"private endpoint unknown, subnet public", []*graph.Resource{unknown, group("subnet-maps", of(unknown))}, []string{"fail g in unknown"}},
		{"private endpoint unknown, subnet outside", []*graph.Resource{unknown, group("subnet-0", of(unknown))}, []string{"unknown g in unknown"}},
		{"one cluster or the other, one off", []*graph.Resource{on, off, group("subnet-private", of(on, off))}, []string{"pass g in on", "unknown g in off"}},
		{"one cluster or the other, both off", []*graph.Resource{off, off2, group("subnet-private", of(off, off2))}, []string{"fail g in off", "fail g in off2"}},
		{"one cluster or the other, one unknown", []*graph.Resource{off, unknown, group("subnet-private", of(off, unknown))}, []string{"unknown g in off", "unknown g in unknown"}},
		{"any cluster", []*graph.Resource{on, off, group("subnet-private", unresolved)}, []string{"pass g in on", "unknown g in off"}},
		{"another plan's cluster", []*graph.Resource{off, graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "other", "subnet_ids", graphtest.Texts("subnet-private")), nil)}, []string{"pass g"}},
		{"a cluster that was read, its private endpoint off", []*graph.Resource{on, read, group("subnet-private", of(read))}, []string{"fail g"}},
		{"subnet outside", []*graph.Resource{on, group("subnet-0", of(on))}, []string{"manual g in on"}},
		{"subnets private and outside", []*graph.Resource{on, subnets(graphtest.Texts("subnet-private", "subnet-0"), graph.Origins{})}, []string{"manual g in on"}},
		{"subnets outside and public", []*graph.Resource{on, subnets(graphtest.Texts("subnet-0", "subnet-maps"), graph.Origins{})}, []string{"fail g in on"}},
		{"subnets known and not known", []*graph.Resource{on, subnets(cty.TupleVal([]cty.Value{graphtest.UnknownText(), cty.StringVal("subnet-private")}), unresolved)}, []string{"unknown g in on"}},
		{"subnets known and by reference", []*graph.Resource{on, unknownMaps, subnets(cty.TupleVal([]cty.Value{cty.StringVal("subnet-private"), graphtest.UnknownText()}), graphtest.RefersTo("id", unknownMaps))}, []string{"fail g in on"}},
		{"subnets by reference, private", []*graph.Resource{on, unknownPrivate, subnets(cty.TupleVal([]cty.Value{graphtest.UnknownText(), graphtest.UnknownText()}), graphtest.RefersTo("id", unknownPrivate, private))}, []string{"pass g in on"}},
		{"subnets by reference, mixed", []*graph.Resource{on, unknownPrivate, unknownMaps, subnets(graphtest.UnknownText(), graphtest.RefersTo("id", unknownPrivate, unknownMaps))}, []string{"unknown g in on"}},
		{"subnets by reference, private, or something else", []*graph.Resource{on, unknownPrivate, subnets(graphtest.UnknownText(), graph.Origins{Refs: graphtest.RefersTo("id", unknownPrivate).Refs, Unresolved: []string{"each.value"}})}, []string{"unknown g in on"}},
		{"subnets by reference and a local", []*graph.Resource{on, unknownPrivate, subnets(graphtest.UnknownText(), graph.Origins{Refs: graphtest.RefersTo("id", unknownPrivate).Refs, Locals: []string{"local.x"}})}, []string{"pass g in on, assumed"}},
		{"subnets null", []*graph.Resource{on, subnets(cty.TupleVal([]cty.Value{cty.NullVal(cty.String)}), graph.Origins{})}, []string{"unknown g in on"}},
		{"no subnets", []*graph.Resource{on, subnets(cty.EmptyTupleVal, graph.Origins{})}, []string{"manual g in on"}},
		{"subnets that were found", []*graph.Resource{on, found, byData(found)}, []string{"fail g in on"}},
		{"subnets to be found among private ones", []*graph.Resource{on, filtered, byData(filtered)}, []string{"pass g in on"}},
		{"subnets to be found among all", []*graph.Resource{on, filteredMixed, byData(filteredMixed)}, []string{"unknown g in on"}},
		{"subnets to be found by a tag", []*graph.Resource{on, filteredElse, byData(filteredElse)}, []string{"unknown g in on"}},
		{"subnets to be found among none", []*graph.Resource{on, filteredEmpty, byData(filteredEmpty)}, []string{"unknown g in on"}},
		{"subnets to be found among themselves", []*graph.Resource{on, filteredByItself, byData(filteredByItself)}, []string{"unknown g in on"}},
		{"Auto Mode", []*graph.Resource{auto("a", cty.True, pools, "subnet-private")}, []string{"pass a"}},
		{"Auto Mode, subnet public", []*graph.Resource{auto("a", cty.True, pools, "subnet-maps")}, []string{"fail a"}},
		{"Auto Mode off", []*graph.Resource{auto("a", cty.False, pools, "subnet-maps")}, nil},
		{"Auto Mode left out", []*graph.Resource{auto("a", cty.NullVal(cty.Bool), pools, "subnet-maps")}, nil},
		{"Auto Mode without pools", []*graph.Resource{auto("a", cty.True, cty.EmptyTupleVal, "subnet-maps")}, nil},
		{"Auto Mode unknown", []*graph.Resource{auto("a", cty.UnknownVal(cty.Bool), pools, "subnet-maps")}, []string{"unknown a"}},
		{"Auto Mode with unknown pools", []*graph.Resource{auto("a", cty.True, cty.UnknownVal(cty.Set(cty.String)), "subnet-maps")}, []string{"unknown a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judged(privateNodes(), append([]*graph.Resource{twoSubnets(t)[0], private, maps}, test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// Where a group may be one of too many clusters to say it of each, it is said
// once.
func TestNodeGroupOfTooManyClusters(t *testing.T) {
	const many = 51
	var clusters []*graph.Resource
	for i := range many {
		clusters = append(clusters, clusterWith(t, "c"+strconv.Itoa(i), cty.True))
	}
	for _, test := range []struct {
		name, subnet, want string
		origins            graph.Origins
	}{
		{"any", "subnet-private", "unknown g", graph.Origins{Unresolved: []string{"each.value"}}},
		{"one of them", "subnet-private", "unknown g", graphtest.RefersTo("name", clusters...)},
		{"public subnet", "subnet-maps", "fail g", graph.Origins{Unresolved: []string{"each.value"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			group := graphtest.Sourced(t, "aws_eks_node_group.g", map[string]graph.Origins{"cluster_name": test.origins}, graphtest.Pairs("subnet_ids", graphtest.Texts(test.subnet)))
			got := judged(privateNodes(), append(append(twoSubnets(t), group), clusters...)...)
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRunTimeNodes(t *testing.T) {
	on, two := clusterWith(t, "on", cty.True), clusterWith(t, "two", cty.True)
	group := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "on", "subnet_ids", graphtest.Texts("subnet-private")), nil)
	outside := graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs("cluster_name", "other", "subnet_ids", graphtest.Texts("subnet-private")), nil)
	class := func(name, group, kind string) *graph.Resource {
		return graphtest.Build(t, "kubectl_manifest."+name, graphtest.Pairs("yaml_body", "apiVersion: "+group+"/v1\nkind: "+kind), nil)
	}
	karpenter := class("k", "karpenter.k8s.aws", "EC2NodeClass")
	chart := graphtest.Build(t, "helm_release.r", graphtest.Pairs("chart", "karpenter"), nil)
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"Karpenter", []*graph.Resource{on, karpenter}, []string{"manual k in on"}},
		{"Karpenter, its old name", []*graph.Resource{on, class("k", "karpenter.k8s.aws", "AWSNodeTemplate")}, []string{"manual k in on"}},
		{"Auto Mode", []*graph.Resource{on, class("k", "eks.amazonaws.com", "NodeClass")}, []string{"manual k in on"}},
		{"another kind", []*graph.Resource{on, class("k", "karpenter.k8s.aws", "NodePool")}, nil},
		{"another group", []*graph.Resource{on, class("k", "example.com", "NodeClass")}, nil},
		{"chart", []*graph.Resource{on, chart}, []string{"manual r in on"}},
		{"another chart", []*graph.Resource{on, graphtest.Build(t, "helm_release.r", graphtest.Pairs("chart", "nginx"), nil)}, nil},
		{"an unknown chart", []*graph.Resource{on, graphtest.Build(t, "helm_release.r", graphtest.Pairs("chart", graphtest.UnknownText()), nil)}, nil},
		{"two of them", []*graph.Resource{on, karpenter, class("l", "karpenter.k8s.aws", "EC2NodeClass"), chart}, []string{"manual k in on"}},
		{"no cluster", []*graph.Resource{karpenter, chart}, []string{"manual k"}},
		{"beside a group", []*graph.Resource{on, group, karpenter}, []string{"pass g in on"}},
		{"beside a group of who knows which cluster", []*graph.Resource{on, two, group, karpenter}, []string{"pass g in on"}},
		{"two clusters and no group", []*graph.Resource{on, two, karpenter, chart}, []string{"manual k"}},
		{"beside a group of another plan's cluster", []*graph.Resource{on, outside, karpenter}, []string{"manual k in on", "pass g"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := judged(privateNodes(), append(twoSubnets(t), test.resources...)...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrivateNodesEvidence(t *testing.T) {
	cluster := graphtest.Build(t, "aws_eks_cluster.c", graphtest.Pairs("name", "c", "vpc_config", graphtest.Block("endpoint_private_access", cty.True)), nil)
	closed := graphtest.Build(t, "aws_eks_cluster.c", graphtest.Pairs("name", "c", "vpc_config", graphtest.Block("endpoint_private_access", cty.True, "endpoint_public_access", cty.False)), nil)
	group := func(subnet string, pairs ...any) *graph.Resource {
		return graphtest.Build(t, "aws_eks_node_group.g", graphtest.Pairs(append([]any{"cluster_name", "c", "subnet_ids", graphtest.Texts(subnet)}, pairs...)...), nil)
	}
	const ssh = " remote_access[0].source_security_group_ids = (left out): port 22 of the nodes is open to everyone"
	const open = "aws_eks_cluster.c vpc_config[0].endpoint_public_access = true"
	const where = " subnet_ids = [subnet-private]"
	class := func(spec string) *graph.Resource {
		return graphtest.Build(t, "kubectl_manifest.k", graphtest.Pairs("yaml_body", "{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, spec: "+spec+"}"), nil)
	}
	asg := graphtest.Build(t, "aws_autoscaling_group.g", graphtest.Pairs("vpc_zone_identifier", graphtest.Texts("subnet-private"), "remote_access", graphtest.Block("ec2_ssh_key", "k"),
		"tag", graphtest.Block("key", "kubernetes.io/cluster/c")), nil)
	const selector = " yaml_body.spec.subnetSelectorTerms = "
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      []string
	}{
		{"public endpoint on", []*graph.Resource{cluster, group("subnet-private")}, []string{where, open}},
		{"public endpoint off", []*graph.Resource{closed, group("subnet-private")}, []string{where}},
		{"subnet that decides", []*graph.Resource{closed, group("subnet-maps")}, []string{"aws_subnet.maps map_public_ip_on_launch = true", " subnet_ids = [subnet-maps]"}},
		{"SSH for everyone", []*graph.Resource{closed, group("subnet-private", "remote_access", graphtest.Block("ec2_ssh_key", "k"))}, []string{where, ssh}},
		{"SSH for a group", []*graph.Resource{closed, group("subnet-private", "remote_access", graphtest.Block("ec2_ssh_key", "k", "source_security_group_ids", graphtest.Texts("sg-1")))}, []string{where}},
		{"SSH for an unknown group", []*graph.Resource{closed, group("subnet-private", "remote_access", graphtest.Block("ec2_ssh_key", "k", "source_security_group_ids", cty.UnknownVal(cty.Set(cty.String))))}, []string{where}},
		{"no key", []*graph.Resource{closed, group("subnet-private", "remote_access", graphtest.Block("source_security_group_ids", cty.NullVal(cty.Set(cty.String))))}, []string{where}},
		{"self-managed", []*graph.Resource{closed, asg}, []string{" vpc_zone_identifier = [subnet-private]"}},
		{"selector", []*graph.Resource{closed, class("{subnetSelectorTerms: [{tags: {a: b, c: d}}, {id: subnet-1}, {name: n}]}")},
			[]string{selector + "tag a=b and tag c=d; id subnet-1; name n"}},
		{"no selector", []*graph.Resource{closed, class("{}")}, []string{selector + "(left out)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, v := range privateNodes().Evaluate(control.Input{Graph: graph.New(append(twoSubnets(t), test.resources...))}) {
				for _, e := range v.Evidence {
					got = append(got, e.Address+" "+e.Attribute+" = "+e.Value)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("sensitive selector", func(t *testing.T) {
		body := cty.StringVal("{apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, spec: {subnetSelectorTerms: [{id: subnet-1}]}}").Mark(graph.SensitiveMark)
		manifest := graphtest.Build(t, "kubectl_manifest.k", graphtest.Pairs("yaml_body", body), nil)
		for _, v := range privateNodes().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{closed, manifest})}) {
			if diff := cmp.Diff([]finding.Evidence{{Attribute: "yaml_body", Value: finding.Redacted}}, v.Evidence); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		}
	})
}
