package graph

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// placed makes an instance with arguments under a provider configuration.
func placedUnder(provider, address string, pairs ...string) *Resource {
	args := map[string]cty.Value{}
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i]] = cty.StringVal(pairs[i+1])
		if pairs[i+1] == "?" {
			args[pairs[i]] = cty.UnknownVal(cty.String)
		}
	}
	r := resource(address, fake{args: args})
	r.Provider = provider
	return r
}

// awsConfiguration makes a provider configuration.
func awsConfiguration(key string, pairs ...string) *Resource {
	made := placedUnder(key, "aws_x.x", pairs...)
	c := NewResource(Address{Mode: Provider, Type: "aws", Name: key}, made.source)
	c.Provider = key
	return c
}

func assumesRole(c *Resource, arn string) *Resource {
	c.source.(fake).args["assume_role"] = cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"role_arn": cty.StringVal(arn)})})
	return c
}

func TestSamePlace(t *testing.T) {
	const ireland, virginia = "eu-west-1", "us-east-1"
	role := func(account string) string { return "arn:aws:iam::" + account + ":role/terraform" }
	cluster := func(provider string, pairs ...string) *Resource {
		return placedUnder(provider, "aws_eks_cluster."+map[bool]string{true: "x", false: "y"}[provider == "aws"], pairs...)
	}
	tests := map[string]struct {
		configurations  []*Resource
		a, b            *Resource
		place, accounts Sameness
	}{
		"one configuration":                {nil, cluster("aws"), cluster("aws"), Same, Same},
		"no block and an empty one":        {[]*Resource{awsConfiguration("aws")}, cluster("aws"), cluster("aws"), Same, Same},
		"two regions":                      {[]*Resource{awsConfiguration("aws", "region", ireland), awsConfiguration("aws.b", "region", virginia)}, cluster("aws"), cluster("aws.b"), Different, Same},
		"two configurations that are one":  {[]*Resource{awsConfiguration("aws", "region", ireland), awsConfiguration("aws.b", "region", ireland)}, cluster("aws"), cluster("aws.b"), Same, Same},
		"two profiles":                     {[]*Resource{awsConfiguration("aws", "region", ireland, "profile", "a"), awsConfiguration("aws.b", "region", ireland, "profile", "b")}, cluster("aws"), cluster("aws.b"), Undetermined, Undetermined},
		"two profiles in two regions":      {[]*Resource{awsConfiguration("aws", "region", ireland, "profile", "a"), awsConfiguration("aws.b", "region", virginia, "profile", "b")}, cluster("aws"), cluster("aws.b"), Different, Undetermined},
		"roles of two accounts":            {[]*Resource{assumesRole(awsConfiguration("aws", "region", ireland), role("111122223333")), assumesRole(awsConfiguration("aws.b", "region", ireland), role("444455556666"))}, cluster("aws"), cluster("aws.b"), Different, Different},
		"two roles of one account":         {[]*Resource{assumesRole(awsConfiguration("aws", "region", ireland), role("111122223333")), assumesRole(awsConfiguration("aws.b", "region", ireland), role("111122223333")+"-b")}, cluster("aws"), cluster("aws.b"), Same, Same},
		"a number in two partitions":       {[]*Resource{assumesRole(awsConfiguration("aws", "region", "cn-north-1"), "arn:aws-cn:iam::111122223333:role/r"), assumesRole(awsConfiguration("aws.b", "region", ireland), role("111122223333"))}, cluster("aws"), cluster("aws.b"), Different, Different},
		"its own region":                   {[]*Resource{awsConfiguration("aws", "region", ireland)}, cluster("aws", "region", ireland), cluster("aws"), Same, Same},
		"its own other region":             {[]*Resource{awsConfiguration("aws", "region", ireland)}, cluster("aws", "region", virginia), cluster("aws"), Different, Same},
		"a region that is not known":       {[]*Resource{awsConfiguration("aws", "region", ireland)}, cluster("aws", "region", "?"), cluster("aws"), Undetermined, Same},
		"a configuration without a region": {[]*Resource{awsConfiguration("aws")}, cluster("aws", "region", virginia), cluster("aws"), Undetermined, Same},
		"the ARN of another account":       {nil, cluster("", "arn", "arn:aws:eks:eu-west-1:111122223333:cluster/x"), placedUnder("", "aws_eks_cluster.y", "arn", "arn:aws:eks:eu-west-1:444455556666:cluster/x"), Different, Different},
		"an ARN tells its configuration":   {[]*Resource{awsConfiguration("aws"), awsConfiguration("aws.b", "region", virginia)}, cluster("aws", "arn", "arn:aws:eks:eu-west-1:111122223333:cluster/x"), cluster("aws.b"), Different, Same},
		"one that its module may inherit":  {[]*Resource{awsConfiguration("aws", "region", ireland), awsConfiguration("aws.b", "region", virginia)}, cluster(""), cluster("aws.b"), Undetermined, Same},
		"an ARN of another name":           {nil, placedUnder("", "aws_eks_access_entry.x", "access_entry_arn", "arn:aws:eks:eu-west-1:111122223333:access-entry/x"), cluster("", "arn", "arn:aws:eks:us-east-1:111122223333:cluster/x"), Different, Same},
		"the registry of another account":  {nil, placedUnder("", "aws_ecr_repository.x", "registry_id", "111122223333"), placedUnder("", "aws_ecr_repository.y", "registry_id", "444455556666"), Different, Different},
		"a state of one account":           {nil, cluster("", "arn", "arn:aws:eks:eu-west-1:111122223333:cluster/x"), placedUnder("", "aws_iam_role_policy_attachment.y"), Same, Same},
		"one that a module inherits":       {[]*Resource{awsConfiguration("aws", "region", ireland), awsConfiguration("aws.b", "region", virginia)}, placedUnder("", "module.m.aws_eks_cluster.x"), placedUnder("", "module.m.aws_eks_cluster.y"), Same, Same},
		"those that two modules inherit":   {[]*Resource{awsConfiguration("aws", "region", ireland), awsConfiguration("aws.b", "region", virginia)}, placedUnder("", "module.m.aws_eks_cluster.x"), placedUnder("", "module.n.aws_eks_cluster.y"), Undetermined, Same},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := New(append(test.configurations, test.a, test.b))
			if got := g.SamePlace(test.a, test.b); got != test.place || g.SamePlace(test.b, test.a) != got {
				t.Errorf("place: %v and %v, want %v", got, g.SamePlace(test.b, test.a), test.place)
			}
			if got := g.SameAccount(test.a, test.b); got != test.accounts || g.SameAccount(test.b, test.a) != got {
				t.Errorf("account: %v and %v, want %v", got, g.SameAccount(test.b, test.a), test.accounts)
			}
		})
	}
}

// A state does not say which configuration an instance has. Where its ARNs are of two
// regions, what has none may be in either.
func TestStateOfTwoRegions(t *testing.T) {
	europe := placedUnder("", "aws_eks_cluster.europe", "name", "shop", "arn", "arn:aws:eks:eu-west-1:111122223333:cluster/shop")
	america := placedUnder("", "aws_eks_cluster.america", "name", "shop", "arn", "arn:aws:eks:us-east-1:111122223333:cluster/shop")
	addon := placedUnder("", "aws_eks_addon.america", "cluster_name", "shop", "arn", "arn:aws:eks:us-east-1:111122223333:addon/shop/vpc-cni/1")
	entry := placedUnder("", "aws_eks_access_entry.either", "cluster_name", "shop")
	g := New([]*Resource{europe, america, addon, entry})
	if to, ok := g.Link(addon.Attr("cluster_name"), "aws_eks_cluster").One(); !ok || to != america {
		t.Errorf("the add-on belongs to %v, %v", to, ok)
	}
	if link := g.Link(entry.Attr("cluster_name"), "aws_eks_cluster"); len(link.To) != 2 || link.Certain {
		t.Errorf("the entry belongs to %v, certain %v", link.To, link.Certain)
	}
	if near := g.Near(addon, []*Resource{europe, america}); len(near) != 1 || near[0] != america {
		t.Errorf("near the add-on are %v", near)
	}
}

// A reference to the name of what is in another place does not lead there.
func TestLinkToANameElsewhere(t *testing.T) {
	configurations := []*Resource{awsConfiguration("aws", "region", "eu-west-1"), awsConfiguration("aws.b", "region", "us-east-1")}
	there := placedUnder("aws.b", "aws_eks_cluster.there", "name", "?", "arn", "?")
	user := resource("aws_eks_addon.x", fake{
		args:    map[string]cty.Value{"name": cty.UnknownVal(cty.String), "arn": cty.UnknownVal(cty.String)},
		origins: map[string]Origins{"name": {Refs: []Ref{{Resource: there, Attr: "name"}}}, "arn": {Refs: []Ref{{Resource: there, Attr: "arn"}}}},
	})
	user.Provider = "aws"
	g := New(append(configurations, there, user))
	if link := g.Link(user.Attr("name"), "aws_eks_cluster"); len(link.To) != 0 || link.Open {
		t.Errorf("the name leads to %v, open %v", link.To, link.Open)
	}
	if _, ok := g.Link(user.Attr("arn"), "aws_eks_cluster").One(); !ok {
		t.Error("the ARN leads nowhere")
	}
	here := placedUnder("aws", "aws_eks_cluster.here", "name", "?")
	if link := New(append(configurations, there, user, here)).Link(user.Attr("name"), "aws_eks_cluster"); !link.Open {
		t.Error("a cluster of that place may have the name")
	}
}

// A name leads to the instance in the place of the argument, an ARN to the one in
// the place that it names, and an id to whatever has it.
func TestLinkByPlace(t *testing.T) {
	configurations := []*Resource{awsConfiguration("aws", "region", "eu-west-1"), awsConfiguration("aws.b", "region", "us-east-1"), awsConfiguration("aws.c", "profile", "c")}
	here := placedUnder("aws", "aws_eks_cluster.here", "name", "shop", "id", "shop")
	there := placedUnder("aws.b", "aws_eks_cluster.there", "name", "shop", "id", "shop")
	only := placedUnder("aws.b", "aws_eks_cluster.only", "name", "till", "id", "till")
	template := placedUnder("aws.b", "aws_launch_template.t", "name", "nodes", "id", "lt-0123456789abcdef0")
	role := placedUnder("aws.b", "aws_iam_role.r", "name", "node", "id", "node", "path", "/")
	tests := map[string]struct {
		provider, text, typ string
		to                  []string
		certain             bool
	}{
		"a name of two":              {"aws", "shop", "aws_eks_cluster", []string{"aws_eks_cluster.here"}, true},
		"the other of two":           {"aws.b", "shop", "aws_eks_cluster", []string{"aws_eks_cluster.there"}, true},
		"one of another region":      {"aws", "till", "aws_eks_cluster", nil, true},
		"either":                     {"aws.c", "shop", "aws_eks_cluster", []string{"aws_eks_cluster.here", "aws_eks_cluster.there"}, false},
		"perhaps one":                {"aws.c", "till", "aws_eks_cluster", []string{"aws_eks_cluster.only"}, false},
		"an ARN of there":            {"aws", "arn:aws:eks:us-east-1:111122223333:cluster/shop", "aws_eks_cluster", []string{"aws_eks_cluster.there"}, true},
		"an ARN of a third region":   {"aws", "arn:aws:eks:us-west-2:111122223333:cluster/shop", "aws_eks_cluster", nil, true},
		"an id":                      {"aws", "lt-0123456789abcdef0", "aws_launch_template", []string{"aws_launch_template.t"}, true},
		"the name of what has an id": {"aws", "nodes", "aws_launch_template", nil, true},
		"a role of the account":      {"aws", "node", "aws_iam_role", []string{"aws_iam_role.r"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			user := placedUnder(test.provider, "aws_x.user", "of", test.text)
			g := New(append(configurations, here, there, only, template, role, user))
			link := g.Link(user.Attr("of"), test.typ)
			var to []string
			for _, r := range link.To {
				to = append(to, r.String())
			}
			if len(to) != len(test.to) || len(to) > 0 && to[0] != test.to[0] || link.Certain != test.certain {
				t.Errorf("leads to %v, certain %v, want %v, %v", to, link.Certain, test.to, test.certain)
			}
		})
	}
}

// A message names what tells places apart, and nothing that is sensitive.
func TestWhere(t *testing.T) {
	role := "arn:aws:iam::444455556666:role/r"
	ireland, virginia := placedUnder("aws", "aws_eks_cluster.a"), placedUnder("aws.b", "aws_eks_cluster.b")
	own := placedUnder("aws", "aws_eks_cluster.c")
	own.source.(fake).args["region"] = cty.StringVal("sa-east-1").Mark(SensitiveMark)
	iam := placedUnder("aws", "aws_iam_role.r")
	later := placedUnder("aws", "aws_eks_cluster.later", "region", "?")
	later.Deferred = true
	pod := placedUnder("", "kubernetes_pod.p")
	for name, test := range map[string]struct {
		all  []*Resource
		want map[*Resource]string
	}{
		"regions": {[]*Resource{awsConfiguration("aws", "region", "eu-west-1"), awsConfiguration("aws.b", "region", "us-east-1"), ireland, virginia, own, iam, pod},
			map[*Resource]string{ireland: "in eu-west-1", virginia: "in us-east-1", own: "in (sensitive)", iam: "in all regions", pod: ""}},
		"accounts": {[]*Resource{awsConfiguration("aws", "region", "eu-west-1"), assumesRole(awsConfiguration("aws.b", "region", "eu-west-1"), role), ireland, virginia},
			map[*Resource]string{ireland: "in the account of provider aws", virginia: "in account 444455556666"}},
		"one": {[]*Resource{awsConfiguration("aws", "region", "eu-west-1"), ireland, iam, later}, map[*Resource]string{ireland: "", iam: ""}},
	} {
		for _, r := range test.all {
			r.Facts = Facts{}
		}
		g := New(test.all)
		spread := g.Spread([]string{"aws_eks_cluster", "aws_iam_role", "kubernetes_pod"})
		for r, want := range test.want {
			if got := spread.Where(r); got != want {
				t.Errorf("%s: %s is %q, want %q", name, r, got, want)
			}
		}
	}
}
