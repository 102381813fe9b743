package drawing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// report makes one of lines such as "a -role-> b" and of the findings. A type is
// what stands before an address's first dot, behind its modules.
func report(links string, findings ...finding.Finding) *finding.Report {
	r := &finding.Report{
		Inputs:   []finding.Input{{Path: "plan.json"}},
		Controls: []finding.Control{{ID: "5.4.1", Key: "endpoint-access"}, {ID: "5.4.2", Key: "endpoint-private"}, {ID: "5.4.4", Key: "network-policy"}},
		Findings: findings,
	}
	clusters := map[string]string{}
	var order []string
	note := func(address string) {
		if !slices.Contains(order, address) {
			order = append(order, address)
		}
		if typeOf(address) == "aws_eks_cluster" {
			clusters[address] = address
		}
	}
	for line := range strings.Lines(links) {
		from, rest, linked := strings.Cut(strings.TrimSpace(line), " -")
		if from == "" {
			continue
		}
		note(from)
		if !linked {
			continue
		}
		role, to, _ := strings.Cut(rest, "-> ")
		note(to)
		if role == "cluster" {
			clusters[from] = to
		}
		r.Graph.Links = append(r.Graph.Links, finding.Edge{From: from, To: to, Role: role})
	}
	for _, a := range order {
		r.Graph.Resources = append(r.Graph.Resources, finding.Node{Address: a, Type: typeOf(a), Cluster: clusters[a]})
	}
	return r
}

func typeOf(address string) string {
	steps := split(address)
	return steps[len(steps)-2]
}

func fail(address, attribute string) finding.Finding {
	return finding.Finding{Control: "5.4.4", Status: finding.Fail, Address: address, Attribute: attribute, Message: "it is so"}
}

// said writes a drawing's nodes and wires as lines.
func said(d Drawing) string {
	var b strings.Builder
	name := func(n Node) string {
		s := fmt.Sprintf("%s %s", n.Kind, n.Name)
		if n.Status != finding.NotApplicable {
			s += " " + string(n.Status)
		}
		if n.Cause {
			s += " cause"
		}
		return s
	}
	for _, n := range d.Nodes {
		fmt.Fprintln(&b, name(n))
	}
	for _, w := range d.Wires {
		word := "-"
		if w.Failing {
			word = "="
		}
		fmt.Fprintf(&b, "%s %s%s%s> %s\n", d.Nodes[w.From].Name, word, w.Role, word, d.Nodes[w.To].Name)
	}
	return b.String()
}

const shop = `
	aws_eks_node_group.g -cluster-> aws_eks_cluster.c
	aws_eks_node_group.g -node_role-> aws_iam_role.node
	aws_eks_node_group.g -subnet-> aws_subnet.a
	aws_eks_cluster.c -subnet-> aws_subnet.a
	aws_eks_cluster.c -key-> aws_kms_alias.k
	aws_kms_alias.k -key-> aws_kms_key.k
	aws_iam_role_policy_attachment.own -role-> aws_iam_role.node
	aws_iam_role_policy_attachment.own -policy-> aws_iam_policy.own
	aws_iam_role_policy_attachment.other -policy-> aws_iam_policy.own
	aws_iam_role_policy_attachment.other -role-> aws_iam_role.other
	aws_iam_role_policy_attachment.managed -role-> aws_iam_role.node
	aws_route_table_association.a -subnet-> aws_subnet.a
	aws_route_table_association.a -route_table-> aws_route_table.public
	aws_route.out -route_table-> aws_route_table.public
	aws_route.out -internet_gateway-> aws_internet_gateway.i
	aws_ecr_repository.app`

func TestAll(t *testing.T) {
	tests := []struct {
		name   string
		report *finding.Report
		want   []string
	}{
		{"nothing", report(""), nil},
		{"a cluster, and what is no part of it", report(shop), []string{
			`EKS cluster c
Node group g
IAM role node
IAM policy own
Attached policy managed
KMS key k
Subnet a
Route table public
Internet gateway i
c -key-> k
c -subnet-> a
g -cluster-> c
g -node_role-> node
g -subnet-> a
node -policy-> own
node -policy-> managed
a -route_table-> public
public -internet_gateway-> i
`, `IAM role other
Attached policy other
ECR repository app
other -policy-> other
`}},
		// The way from the node group to the internet stands out.
		{"a cause behind others", report(shop, fail("aws_eks_node_group.g", "aws_route.out.gateway_id")), []string{
			`EKS cluster c
Node group g fail
IAM role node
IAM policy own
Attached policy managed
KMS key k
Subnet a
Route table public
Internet gateway i cause
c -key-> k
c -subnet-> a
g -cluster-> c
g -node_role-> node
node -policy-> own
node -policy-> managed
g =subnet=> a
a =route_table=> public
public =internet_gateway=> i
`, `IAM role other
Attached policy other
ECR repository app
other -policy-> other
`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			drawings, whole := All(tt.report)
			var got []string
			for _, d := range drawings {
				got = append(got, said(d))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || whole != len(got) {
				t.Errorf("%d drawings (-want +got):\n%s", whole, diff)
			}
		})
	}
}

func TestEndpointAndAspects(t *testing.T) {
	verdict := func(control string, s finding.Status) finding.Finding {
		return finding.Finding{Control: control, Status: s, Address: "aws_eks_cluster.c", Message: "it is so"}
	}
	waived := verdict("5.4.1", finding.Fail)
	waived.Waiver = &finding.Waiver{Reason: "lab"}
	tests := []struct {
		name     string
		findings []finding.Finding
		want     string
		status   finding.Status
	}{
		{"open", []finding.Finding{verdict("5.4.1", finding.Fail), verdict("5.4.2", finding.Fail)}, "fails 5.4.1, 5.4.2", finding.Fail},
		{"limited", []finding.Finding{verdict("5.4.1", finding.Pass), verdict("5.4.2", finding.Fail)}, "limited networks", finding.Fail},
		{"private", []finding.Finding{verdict("5.4.1", finding.Pass), verdict("5.4.2", finding.Pass)}, "private alone", finding.Pass},
		{"unknown", []finding.Finding{verdict("5.4.1", finding.Unknown)}, "not decided", finding.Unknown},
		{"waived", []finding.Finding{waived}, "not decided", finding.NotApplicable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			drawings, _ := All(report("aws_eks_cluster.c", append(tt.findings, verdict("5.4.4", finding.Manual))...))
			endpoint, cluster := drawings[0].Nodes[0], drawings[0].Nodes[1]
			if endpoint.Name != tt.want || endpoint.Status != tt.status || len(endpoint.Findings) != len(tt.findings) {
				t.Errorf("endpoint %q %s, want %q %s", endpoint.Name, endpoint.Status, tt.want, tt.status)
			}
			want := []Aspect{{Control: "5.4.4", Label: "Network policies", Status: finding.Manual, X: cluster.Aspects[0].X, Y: cluster.Aspects[0].Y}}
			if diff := cmp.Diff(want, cluster.Aspects); diff != "" {
				t.Errorf("aspects (-want +got):\n%s", diff)
			}
		})
	}
}

// What a module makes beside its only cluster is drawn with it, linked or not.
func TestHomes(t *testing.T) {
	drawings, _ := All(report("module.a.aws_eks_cluster.this[0]\nmodule.a.module.kms.aws_kms_key.this[0]\nmodule.b.aws_kms_key.k\n" +
		"module.two.aws_eks_cluster.x\nmodule.two.aws_eks_cluster.y\nmodule.two.aws_kms_key.k"))
	var got []string
	for _, d := range drawings {
		for _, n := range d.Nodes {
			got = append(got, d.Cluster+": "+n.Address)
		}
	}
	want := []string{
		"module.a.aws_eks_cluster.this[0]: module.a.aws_eks_cluster.this[0]",
		"module.a.aws_eks_cluster.this[0]: module.a.module.kms.aws_kms_key.this[0]",
		"module.two.aws_eks_cluster.x: module.two.aws_eks_cluster.x",
		"module.two.aws_eks_cluster.y: module.two.aws_eks_cluster.y",
		": module.b.aws_kms_key.k",
		": module.two.aws_kms_key.k",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// many is a cluster with more of everything than a drawing shows, and some
// clusters more.
func many() *finding.Report {
	var links strings.Builder
	for i := range 60 {
		fmt.Fprintf(&links, "aws_eks_node_group.g%02d -cluster-> aws_eks_cluster.c\n", i)
		fmt.Fprintf(&links, "aws_eks_node_group.g%02d -node_role-> aws_iam_role.r%02d\n", i, i%17)
		fmt.Fprintf(&links, "aws_eks_node_group.g%02d -subnet-> aws_subnet.s%02d\n", i, i%5)
		fmt.Fprintf(&links, "aws_iam_role_policy_attachment.a%02d -role-> aws_iam_role.r%02d\n", i, i%17)
		fmt.Fprintf(&links, "aws_eks_addon.x -cluster-> aws_eks_cluster.x%02d\n", i)
	}
	return report(links.String(), fail("aws_eks_node_group.g59", "subnet_ids"), fail("aws_eks_cluster.x59", "name"))
}

func TestFolding(t *testing.T) {
	drawings, whole := All(many())
	if len(drawings) != MaxDrawings || whole != 61 {
		t.Fatalf("%d drawings of %d, want %d of 61", len(drawings), whole, MaxDrawings)
	}
	if last := drawings[len(drawings)-1]; last.Cluster != "aws_eks_cluster.x59" {
		t.Errorf("the failing cluster is left out: the last one is %s", last.Cluster)
	}
	counts := map[string]int{}
	folded := 0
	for _, n := range drawings[0].Nodes {
		counts[n.Kind]++
		folded += n.Folded
	}
	want := map[string]int{"EKS cluster": 1, "Node group": 12, "IAM role": 12, "Subnet": 5, "Attached policy": 12}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if folded != drawings[0].Folded || folded != 49+6+49 {
		t.Errorf("%d resources folded, the drawing says %d", folded, drawings[0].Folded)
	}
	i := slices.IndexFunc(drawings[0].Nodes, func(n Node) bool { return n.Status == finding.Fail })
	if i < 0 || drawings[0].Nodes[i].Address != "aws_eks_node_group.g59" {
		t.Errorf("the node group that fails is not shown")
	}
}

// Nodes stand apart and in a panel, and everything is inside the drawing.
func TestLayout(t *testing.T) {
	inside := func(in, out Box) bool {
		return in.X >= out.X && in.Y >= out.Y && in.X+in.W <= out.X+out.W && in.Y+in.H <= out.Y+out.H
	}
	apart := func(a, b Box) bool {
		return a.X+a.W <= b.X || b.X+b.W <= a.X || a.Y+a.H <= b.Y || b.Y+b.H <= a.Y
	}
	for _, r := range []*finding.Report{report(shop), many()} {
		drawings, _ := All(r)
		for _, d := range drawings {
			whole := Box{0, 0, d.Width, d.Height}
			for i, n := range d.Nodes {
				if !slices.ContainsFunc(d.Panels, func(p Panel) bool { return inside(n.Box, p.Box) }) {
					t.Errorf("%s stands in no panel: %v", n.Name, n.Box)
				}
				for _, other := range d.Nodes[:i] {
					if !apart(n.Box, other.Box) {
						t.Errorf("%s and %s overlap", n.Name, other.Name)
					}
				}
			}
			for i, p := range d.Panels {
				if !inside(p.Box, whole) {
					t.Errorf("panel %s is not inside the drawing", p.Title)
				}
				for _, other := range d.Panels[:i] {
					if !apart(p.Box, other.Box) {
						t.Errorf("panels %s and %s overlap", p.Title, other.Title)
					}
				}
			}
			for _, w := range d.Wires {
				if w.Path == "" || w.Head == "" {
					t.Errorf("the wire from %s has no line", d.Nodes[w.From].Name)
				}
				var x, y int
				if _, err := fmt.Sscanf(w.Head, "M%d %dl", &x, &y); err != nil {
					t.Fatalf("%q: %v", w.Head, err)
				}
				if to := d.Nodes[w.To]; (x != to.X && x != to.X+to.W) || y <= to.Y || y >= to.Y+to.H {
					t.Errorf("the arrow to %s ends at %d,%d, beside %v", to.Name, x, y, to.Box)
				}
			}
		}
	}
}

// The order in which a report lists things does not change a drawing.
func TestOrderDoesNotMatter(t *testing.T) {
	want, _ := All(report(shop))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		r := report(shop)
		random.Shuffle(len(r.Graph.Resources), func(i, j int) {
			r.Graph.Resources[i], r.Graph.Resources[j] = r.Graph.Resources[j], r.Graph.Resources[i]
		})
		random.Shuffle(len(r.Graph.Links), func(i, j int) {
			r.Graph.Links[i], r.Graph.Links[j] = r.Graph.Links[j], r.Graph.Links[i]
		})
		got, _ := All(r)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestLabel(t *testing.T) {
	tests := []struct{ address, home, want string }{
		{"aws_eks_cluster.main", "", "main"},
		{"module.eks.aws_eks_cluster.this[0]", "", "eks/this"},
		{"module.eks.aws_eks_cluster.this[0]", "module.eks", "this"},
		{"module.eks.module.kms.aws_kms_key.this[0]", "module.eks", "kms/this"},
		{"module.eks_two.aws_eks_cluster.this[0]", "module.eks", "eks_two/this"},
		{`module.a.module.b["x.y"].aws_iam_role.r`, "", "a/x.y/r"},
		{`aws_subnet.s["eu-west-1a"]`, "", `s["eu-west-1a"]`},
		{`module.eks.aws_eks_addon.this["coredns"]`, "", "coredns"},
		{`aws_x.n["AmazonEC2ContainerRegistryPowerUser"]`, "", "AmazonEC2…gistryPowerUser"},
		{`aws_x.n["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]`, "", "AmazonEKS_CNI_Policy"},
		{"aws_x.a_name_that_is_longer_than_its_box", "", "a_name_th…er_than_its_box"},
		{"", "", ""},
		{"x", "x", "x"},
		{"module.", "", "/"},
	}
	for _, tt := range tests {
		if got := label(tt.address, tt.home); got != tt.want {
			t.Errorf("label(%q, %q) = %q, want %q", tt.address, tt.home, got, tt.want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"", "module.", "module.a", "module.a.aws_x.y[0]", `aws_x.y["a.b\"c"]`, `["`, "...", "\xff.\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if n := len([]rune(label(address, ""))); n > nameLength {
			t.Errorf("the label of %q has %d characters", address, n)
		}
		if m := module(address); len(m) >= len(address) && address != "" {
			t.Errorf("module(%q) = %q is no module around it", address, m)
		}
		All(report("", finding.Finding{Address: address, Attribute: address + ".x", Status: finding.Fail}))
		r := &finding.Report{Graph: finding.Graph{Resources: []finding.Node{{Address: address, Type: address, Cluster: address}, {Address: "a", Cluster: address}}}}
		All(r)
	})
}
