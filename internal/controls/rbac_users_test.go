package controls

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestUserAccessEvidence(t *testing.T) {
	text := cty.StringVal
	association := func(name, policy string) *graph.Resource {
		return graphtest.Resource(t, "aws_eks_access_policy_association."+name, graphtest.Args{
			"cluster_name":  text("prod"),
			"principal_arn": text("arn:aws:iam::111122223333:role/" + name),
			"policy_arn":    text("arn:aws:eks::aws:cluster-access-policy/" + policy),
		})
	}
	auth := graphtest.Resource(t, "kubernetes_config_map.auth", graphtest.Args{
		"metadata": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"namespace": text("kube-system"), "name": text("aws-auth")})}),
		"data": cty.ObjectVal(map[string]cty.Value{"mapRoles": text(`
- {rolearn: "arn:aws:iam::111122223333:role/dev", groups: [developers]}
- {rolearn: "arn:aws:iam::111122223333:role/ops", groups: [system:masters]}
`)}),
	})
	cluster := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": text("prod")})
	entry := graphtest.Resource(t, "aws_eks_access_entry.ops", graphtest.Args{
		"cluster_name": text("prod"), "principal_arn": text("arn:aws:iam::111122223333:role/ops"),
	})
	g := graph.New([]*graph.Resource{cluster, auth, entry, association("view", "AmazonEKSViewPolicy"), association("admin", "AmazonEKSClusterAdminPolicy")})
	want := []finding.Evidence{
		{Address: "aws_eks_access_entry.ops", Attribute: "principal_arn", Value: "arn:aws:iam::111122223333:role/ops"},
		{Attribute: "access_config[0].bootstrap_cluster_creator_admin_permissions", Value: "true"},
		{Address: "aws_eks_access_policy_association.admin", Attribute: "policy_arn", Value: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"},
		{Address: "aws_eks_access_policy_association.admin", Attribute: "principal_arn", Value: "arn:aws:iam::111122223333:role/admin"},
		{Address: "kubernetes_config_map.auth", Attribute: "data.mapRoles[1].rolearn", Value: "arn:aws:iam::111122223333:role/ops"},
	}
	if diff := cmp.Diff(want, rbacUsers().Evaluate(control.Input{Graph: g})[0].Evidence); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUserAccessCreatorKept(t *testing.T) {
	config := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
		"authentication_mode": cty.StringVal("API"), "bootstrap_cluster_creator_admin_permissions": cty.False,
	})})
	g := graph.New([]*graph.Resource{graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"access_config": config})})
	want := []finding.Evidence{
		{Attribute: "access_config[0].authentication_mode", Value: "API"},
		{Attribute: "access_config[0].bootstrap_cluster_creator_admin_permissions", Value: "false"},
	}
	if diff := cmp.Diff(want, rbacUsers().Evaluate(control.Input{Graph: g})[0].Evidence); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An entry that is certainly the cluster's counts, whatever else may be.
func TestUserAccessCertainEntry(t *testing.T) {
	a := graphtest.Resource(t, "aws_eks_cluster.a", graphtest.Args{"name": cty.StringVal("a")})
	b := graphtest.Resource(t, "aws_eks_cluster.b", graphtest.Args{"name": cty.StringVal("b")})
	either := graphtest.TracedResource(t, "aws_eks_access_entry.either", graphtest.Args{"cluster_name": cty.DynamicVal},
		map[string]graph.Origins{"cluster_name": {Refs: []graph.Ref{{Resource: a}, {Resource: b}}}})
	own := graphtest.Resource(t, "aws_eks_access_entry.own", graphtest.Args{"cluster_name": cty.StringVal("b")})
	g := graph.New([]*graph.Resource{a, b, either, own})
	want := map[*graph.Resource]string{
		a: "unknown: aws_eks_access_entry.either manages who signs in, but to which cluster cannot be told",
		b: "pass: users are IAM principals with access entries, such as aws_eks_access_entry.own",
	}
	for _, v := range rbacUsers().Evaluate(control.Input{Graph: g}) {
		sameVerdict(t, want[v.Subject], v)
	}
}

func TestLoginsOfClusters(t *testing.T) {
	api := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"authentication_mode": cty.StringVal("API")})})
	cluster := func(name string) *graph.Resource {
		return graphtest.Resource(t, "aws_eks_cluster."+name, graphtest.Args{"access_config": api, "name": cty.StringVal(name)})
	}
	azure := map[string]graph.Origins{"host": {Others: []string{"azurerm_kubernetes_cluster.x"}}}
	secret := cty.StringVal("secret")
	pass := "pass: users are IAM principals with access entries: authentication_mode is API"
	kubeconfig := "manual: provider.kubernetes signs in by means that this plan does not show: config_path names a kubeconfig, which is not in this plan"
	fail := "fail: the provider configuration signs in to the cluster with password, not through IAM"
	a := cluster("a")
	host := func(args graphtest.Args) graphtest.Args { args["host"] = cty.DynamicVal; return args }
	tests := []struct {
		name string
		all  []*graph.Resource
		want []string // cluster, subject and verdict
	}{
		{"a kubeconfig for either", []*graph.Resource{a, cluster("b"), graphtest.TracedProvider("kubernetes", graphtest.Args{"config_path": secret}, nil)},
			[]string{"a a " + kubeconfig, "b b " + kubeconfig}},
		{"a kubeconfig for one", []*graph.Resource{a, cluster("b"), graphtest.TracedProvider("kubernetes", host(graphtest.Args{"config_path": secret}), map[string]graph.Origins{"host": {Refs: []graph.Ref{{Resource: a}}}})},
			[]string{"a a " + kubeconfig, "b b " + pass}},
		{"a kubeconfig of another cloud", []*graph.Resource{a, graphtest.TracedProvider("kubernetes", host(graphtest.Args{"config_path": secret}), azure)},
			[]string{"a a " + pass}},
		{"two of either", []*graph.Resource{a, cluster("b"), graphtest.TracedProvider("kubernetes", graphtest.Args{"config_path": secret}, nil), graphtest.TracedProvider("kubectl", graphtest.Args{"token": cty.DynamicVal}, nil)},
			[]string{"a a " + kubeconfig, "b b " + kubeconfig}},
		{"two of one", []*graph.Resource{a, graphtest.TracedProvider("kubernetes", graphtest.Args{"config_path": secret}, nil), graphtest.TracedProvider("kubectl", graphtest.Args{"token": cty.DynamicVal}, nil)},
			[]string{"a a " + kubeconfig}},
		{"a password for either", []*graph.Resource{a, cluster("b"), graphtest.TracedProvider("kubernetes", graphtest.Args{"password": secret}, nil)},
			[]string{"a kubernetes " + fail, "b kubernetes " + fail, "a a " + pass, "b b " + pass}},
		{"a password for one", []*graph.Resource{a, cluster("b"), graphtest.TracedProvider("kubernetes", host(graphtest.Args{"password": secret}), map[string]graph.Origins{"host": {Refs: []graph.Ref{{Resource: a}}}})},
			[]string{"a kubernetes " + fail, "a a " + pass, "b b " + pass}},
		{"a password for none", []*graph.Resource{graphtest.TracedProvider("kubernetes", graphtest.Args{"password": secret}, nil)},
			[]string{"- kubernetes " + fail}},
		{"a password for another cloud", []*graph.Resource{a, graphtest.TracedProvider("kubernetes", host(graphtest.Args{"password": secret}), azure)},
			[]string{"a a " + pass}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, v := range rbacUsers().Evaluate(control.Input{Graph: graph.New(test.all)}) {
				name := "-"
				if v.Cluster != nil {
					name = v.Cluster.Address.Name
				}
				got = append(got, fmt.Sprintf("%s %s %s: %s", name, v.Subject.Address.Name, v.Status, v.Message))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An offender that may be any cluster's is named once for each, until that says
// nothing any more; one whose clusters are known, always.
func TestForEachCluster(t *testing.T) {
	var all []*graph.Resource
	for i := range 51 {
		all = append(all, graphtest.Resource(t, fmt.Sprintf("aws_eks_cluster.this[%d]", i), nil))
	}
	fifty, more := graph.New(all[:50]), graph.New(all)
	tests := []struct {
		name string
		g    *graph.Graph
		on   eks.Membership
		want int
	}{
		{"no cluster", graph.New(nil), eks.Membership{Anywhere: true}, 1},
		{"another plan's", more, eks.Membership{}, 1},
		{"one", more, eks.Membership{Clusters: all[:1]}, 1},
		{"fifty that it may be", fifty, eks.Membership{Anywhere: true}, 50},
		{"more that it may be", more, eks.Membership{Anywhere: true}, 1},
		{"more that it is", more, eks.Membership{Clusters: all}, 51},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := forEachCluster(test.g, control.Verdict{}, test.on); len(got) != test.want {
				t.Errorf("%d verdicts, want %d", len(got), test.want)
			}
		})
	}
}
