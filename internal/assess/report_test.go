package assess

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

func TestReport(t *testing.T) {
	// In every graph a repository called "good" passes, any other fails.
	second := func(in control.Input) []control.Verdict {
		var all []control.Verdict
		for _, r := range in.Graph.Resources("aws_ecr_repository") {
			if name := r.Attr("name"); name.Is("good") {
				all = append(all, control.Pass(name, "good"))
			} else {
				all = append(all, control.Fail(name, "bad"))
			}
		}
		return all
	}
	a, err := New(small(), evaluators(none, second), setting.Settings{}, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	var done []Assessment
	for _, g := range []*graph.Graph{repositories(t, "good"), repositories(t, "bad", "good"), graph.New(nil)} {
		one, err := a.Assess(g)
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, one)
	}
	inputs := []finding.Input{{Index: 0, Path: "a"}, {Index: 1, Path: "b"}, {Index: 2, Path: "c"}}
	r := a.Report(finding.Tool{Name: "cisbench"}, inputs, done, nil)

	wantSummary := finding.Summary{
		Controls: finding.Counts{Fail: 1, Manual: 1, NotApplicable: 1},
		Findings: finding.FindingCounts{Counts: finding.Counts{Fail: 1, Pass: 2, Manual: 3, NotApplicable: 4}},
	}
	if diff := cmp.Diff(wantSummary, r.Summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	wantControls := []finding.Control{
		{ID: "1.2", Key: "second", Title: "Second", Section: "1", Severity: "high", Level: 1, Status: finding.Fail, Remediation: "Mend it."},
		{ID: "1.1", Key: "first", Title: "First", Section: "1", Severity: "low", Level: 2, Status: finding.NotApplicable},
		{ID: "1.3", Title: "By eye", Section: "1", Severity: "medium", Status: finding.Manual},
	}
	if diff := cmp.Diff(wantControls, r.Controls); diff != "" {
		t.Errorf("controls (-want +got):\n%s", diff)
	}
	type place struct {
		control string
		status  finding.Status
		input   int
	}
	var order []place
	for _, f := range r.Findings {
		order = append(order, place{f.Control, f.Status, f.Input})
	}
	wantOrder := []place{
		{"1.2", finding.Fail, 1}, {"1.2", finding.Pass, 0}, {"1.2", finding.Pass, 1}, {"1.2", finding.NotApplicable, 2},
		{"1.1", finding.NotApplicable, 0}, {"1.1", finding.NotApplicable, 1}, {"1.1", finding.NotApplicable, 2},
		{"1.3", finding.Manual, 0}, {"1.3", finding.Manual, 1}, {"1.3", finding.Manual, 2},
	}
	if diff := cmp.Diff(wantOrder, order, cmp.AllowUnexported(place{})); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestDrawing(t *testing.T) {
	str := cty.StringVal
	cluster := func(name string) *graph.Resource {
		return graphtest.Resource(t, "aws_eks_cluster."+name, graphtest.Args{"name": str(name), "role_arn": str("arn:aws:iam::1:role/" + name)})
	}
	group := func(name, cluster, subnet string) *graph.Resource {
		return graphtest.Resource(t, "aws_eks_node_group."+name, graphtest.Args{
			"cluster_name": str(cluster), "subnet_ids": cty.SetVal([]cty.Value{str(subnet)})})
	}
	g := graph.New([]*graph.Resource{
		cluster("one"), cluster("two"), group("a", "one", "subnet-1"), group("b", "elsewhere", "subnet-1"),
		graphtest.Resource(t, "aws_subnet.s", graphtest.Args{"id": str("subnet-1")}),
		// One template is named in two ways, and a data source is no part of what is made.
		graphtest.Resource(t, "aws_eks_node_group.c", graphtest.Args{"launch_template": cty.ListVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"id": str("lt-1"), "name": str("t")})})}),
		graphtest.Resource(t, "aws_launch_template.t", graphtest.Args{"id": str("lt-1"), "name": str("t")}),
		graphtest.Resource(t, "aws_eks_addon.d", graphtest.Args{"cluster_name": str("three")}),
		graphtest.Resource(t, "data.aws_eks_cluster.three", graphtest.Args{"name": str("three")}),
		graphtest.Resource(t, "aws_subnet.unused", graphtest.Args{"id": str("subnet-2")}),
		graphtest.Resource(t, "aws_iam_role.one", graphtest.Args{"arn": str("arn:aws:iam::1:role/one"), "name": str("one")}),
	})
	findings := []finding.Finding{
		{Address: "aws_iam_role.one", Cluster: "aws_eks_cluster.one"},
		{Address: "aws_iam_role.one"},
		{Cluster: "aws_eks_cluster.two"},
		{Address: "aws_subnet.s", Cluster: "aws_eks_cluster.one"},
		{Address: "aws_subnet.s", Cluster: "aws_eks_cluster.two"},
	}
	want := finding.Graph{
		Resources: []finding.Node{
			{Address: "aws_eks_cluster.one", Type: "aws_eks_cluster", Cluster: "aws_eks_cluster.one"},
			{Address: "aws_eks_cluster.two", Type: "aws_eks_cluster", Cluster: "aws_eks_cluster.two"},
			{Address: "aws_eks_node_group.a", Type: "aws_eks_node_group", Cluster: "aws_eks_cluster.one"},
			{Address: "aws_eks_node_group.b", Type: "aws_eks_node_group"},
			{Address: "aws_eks_node_group.c", Type: "aws_eks_node_group"},
			{Address: "aws_iam_role.one", Type: "aws_iam_role", Cluster: "aws_eks_cluster.one"},
			{Address: "aws_launch_template.t", Type: "aws_launch_template"},
			{Address: "aws_subnet.s", Type: "aws_subnet"},
		},
		Links: []finding.Edge{
			{From: "aws_eks_cluster.one", To: "aws_iam_role.one", Role: "cluster_role"},
			{From: "aws_eks_node_group.a", To: "aws_eks_cluster.one", Role: "cluster"},
			{From: "aws_eks_node_group.a", To: "aws_subnet.s", Role: "subnet"},
			{From: "aws_eks_node_group.b", To: "aws_subnet.s", Role: "subnet"},
			{From: "aws_eks_node_group.c", To: "aws_launch_template.t", Role: "launch_template"},
		},
	}
	if diff := cmp.Diff(want, draw(g, []string{"aws_eks_cluster"}, findings)); diff != "" {
		t.Errorf("drawing (-want +got):\n%s", diff)
	}
	a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	several := a.Report(finding.Tool{}, nil, []Assessment{{}, {Graph: want}}, nil).Graph
	if several.Resources[0].Input != 1 || several.Links[0].Input != 1 {
		t.Errorf("a report's drawing does not say which input it shows: %+v", several)
	}
	empty := finding.Graph{Resources: []finding.Node{}, Links: []finding.Edge{}}
	if diff := cmp.Diff(empty, draw(repositories(t, "a"), nil, nil)); diff != "" {
		t.Errorf("drawing where nothing is judged (-want +got):\n%s", diff)
	}
}

// What lies behind a subnet is drawn where something is in the subnet, and the
// rest of a network is not.
func TestDrawingOfNetworks(t *testing.T) {
	str := cty.StringVal
	resource := func(address string, args graphtest.Args) *graph.Resource { return graphtest.Resource(t, address, args) }
	routes := func(gateways ...string) cty.Value {
		var all []cty.Value
		for _, id := range gateways {
			all = append(all, cty.ObjectVal(map[string]cty.Value{"gateway_id": str(id)}))
		}
		return cty.ListVal(all)
	}
	g := graph.New([]*graph.Resource{
		resource("aws_eks_cluster.a", graphtest.Args{"name": str("a"), "vpc_config": cty.ListVal([]cty.Value{
			cty.ObjectVal(map[string]cty.Value{"subnet_ids": cty.SetVal([]cty.Value{str("subnet-1"), str("subnet-2")})})})}),
		resource("aws_subnet.one", graphtest.Args{"id": str("subnet-1")}),
		resource("aws_subnet.two", graphtest.Args{"id": str("subnet-2")}),
		resource("aws_subnet.idle", graphtest.Args{"id": str("subnet-3")}),
		resource("aws_route_table_association.one", graphtest.Args{"subnet_id": str("subnet-1"), "route_table_id": str("rtb-1")}),
		resource("aws_route_table_association.two", graphtest.Args{"subnet_id": str("subnet-2"), "route_table_id": str("rtb-2")}),
		resource("aws_route_table_association.idle", graphtest.Args{"subnet_id": str("subnet-3"), "route_table_id": str("rtb-1")}),
		resource("aws_route_table.one", graphtest.Args{"id": str("rtb-1")}),
		resource("aws_route_table.two", graphtest.Args{"id": str("rtb-2"), "route": routes("", "igw-1")}),
		resource("aws_route_table.idle", graphtest.Args{"id": str("rtb-3"), "route": routes("igw-1")}),
		resource("aws_route.out", graphtest.Args{"route_table_id": str("rtb-1"), "gateway_id": str("igw-1")}),
		resource("aws_route.idle", graphtest.Args{"route_table_id": str("rtb-3"), "gateway_id": str("igw-1")}),
		resource("aws_internet_gateway.out", graphtest.Args{"id": str("igw-1")}),
	})
	want := []finding.Edge{
		{From: "aws_eks_cluster.a", To: "aws_subnet.one", Role: "subnet"},
		{From: "aws_eks_cluster.a", To: "aws_subnet.two", Role: "subnet"},
		{From: "aws_route.out", To: "aws_internet_gateway.out", Role: "internet_gateway"},
		{From: "aws_route.out", To: "aws_route_table.one", Role: "route_table"},
		{From: "aws_route_table.two", To: "aws_internet_gateway.out", Role: "internet_gateway"},
		{From: "aws_route_table_association.one", To: "aws_route_table.one", Role: "route_table"},
		{From: "aws_route_table_association.one", To: "aws_subnet.one", Role: "subnet"},
		{From: "aws_route_table_association.two", To: "aws_route_table.two", Role: "route_table"},
		{From: "aws_route_table_association.two", To: "aws_subnet.two", Role: "subnet"},
	}
	got := draw(g, []string{"aws_eks_cluster"}, nil)
	if diff := cmp.Diff(want, got.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if len(got.Resources) != 9 {
		t.Errorf("%d resources are drawn, want the ends of the links alone: %+v", len(got.Resources), got.Resources)
	}
}

// What the drawing looks at must be decoded, whichever controls are chosen, and
// what the chosen ones read.
func TestReads(t *testing.T) {
	a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{Only: []string{"1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, r := range a.Reads() {
		for _, typ := range r.Types {
			for _, argument := range r.Arguments {
				read[typ+"."+argument] = true
			}
		}
	}
	if !read["aws_eks_cluster.version"] || read["aws_ecr_repository.name"] {
		t.Errorf("want what control 1.1 reads, and not what 1.2 does: %v", a.Reads())
	}
	for _, l := range drawn() {
		if !read[l.from+"."+l.path[0]] {
			t.Errorf("%s.%s is drawn and not read", l.from, l.path[0])
		}
	}
	if diff := cmp.Diff([]string{"aws_eks_cluster"}, a.Subjects()); diff != "" {
		t.Errorf("subjects (-want +got):\n%s", diff)
	}
}
