package eks

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// TestConnectionOf has the clusters blue, which exists, and green, which the plan
// creates.
func TestConnectionOf(t *testing.T) {
	const away = "https://0A.gr7.eu-west-1.eks.amazonaws.com"
	text := cty.StringVal
	others := func(addresses ...string) graph.Origins { return graph.Origins{Others: addresses} }
	exec := func(command string, args ...string) cty.Value {
		return graphtest.Block("command", text(command), "args", graphtest.Texts(args...))
	}
	arn := func(name string) cty.Value { return text("arn:aws:eks:eu-west-1:111122223333:cluster/" + name) }
	unknown := graphtest.Args{"host": cty.DynamicVal}
	const anywhere, outside = "anywhere", "outside"
	tests := []struct {
		name    string
		typ     string
		args    graphtest.Args
		origins map[string]graph.Origins
		want    string // the cluster, "anywhere" or "outside"
		eks     logic.Truth
	}{
		{"nothing", "kubernetes", nil, nil, anywhere, logic.Maybe},
		{"a host that may be anything", "kubernetes", graphtest.Args{"host": text("https://k8s.example.com")}, nil, anywhere, logic.Maybe},
		{"a variable", "kubernetes", unknown, map[string]graph.Origins{"host": {Unresolved: []string{"var.host"}}}, anywhere, logic.Maybe},
		{"an output of a module that is not read", "kubernetes", unknown, map[string]graph.Origins{"host": {Unresolved: []string{"module.eks.cluster_endpoint"}}}, anywhere, logic.Yes},
		{"a remote state", "kubernetes", unknown, map[string]graph.Origins{"host": others("data.terraform_remote_state.kubernetes")}, anywhere, logic.Maybe},
		{"a secret of another cloud", "kubernetes", unknown, map[string]graph.Origins{"host": others("data.azurerm_key_vault_secret.host")}, anywhere, logic.Maybe},
		{"the host of a cluster that exists", "kubernetes", graphtest.Args{"host": text("https://0B.gr7.eu-west-1.eks.amazonaws.com")}, nil, "aws_eks_cluster.blue", logic.Yes},
		{"the host of no cluster here", "kubernetes", graphtest.Args{"host": text(away)}, nil, outside, logic.Yes},
		{"a host in China", "kubernetes", graphtest.Args{"host": text("https://0A.yl4.cn-north-1.eks.amazonaws.com.cn/")}, nil, outside, logic.Yes},
		{"a host with IPv6", "kubernetes", graphtest.Args{"host": text("https://0A.eks-cluster.eu-west-1.api.aws:443")}, nil, outside, logic.Yes},
		{"a host that only mentions EKS", "kubernetes", graphtest.Args{"host": text("https://0A.eks.amazonaws.com.example.org/x.eks.amazonaws.org")}, nil, anywhere, logic.Maybe},
		{"exec of a cluster here", "kubernetes", graphtest.Args{"exec": exec("aws", "eks", "get-token", "--cluster-name", "green")}, nil, "aws_eks_cluster.green", logic.Yes},
		{"exec in one word", "kubectl", graphtest.Args{"exec": exec("aws", "eks", "get-token", "--cluster-name=green")}, nil, "aws_eks_cluster.green", logic.Yes},
		{"exec in a shell", "kubernetes", graphtest.Args{"exec": exec("sh", "-c", "aws eks get-token --cluster-name 'shared' --region eu-west-1")}, nil, outside, logic.Yes},
		{"exec of the authenticator", "kubernetes", graphtest.Args{"exec": exec("aws-iam-authenticator", "token", "-i", "shared")}, nil, outside, logic.Yes},
		{"exec of another cloud", "kubernetes", graphtest.Args{"exec": exec("/usr/bin/gke-gcloud-auth-plugin")}, nil, outside, logic.No},
		{"exec of another command", "kubernetes", graphtest.Args{"exec": exec("login", "--cluster-name", "green")}, nil, anywhere, logic.Maybe},
		{"a context of EKS", "kubernetes", graphtest.Args{"config_path": text("~/.kube/config"), "config_context": arn("green")}, nil, "aws_eks_cluster.green", logic.Yes},
		{"a context of another cluster of EKS", "helm", graphtest.Args{"kubernetes": graphtest.Block("config_context_cluster", arn("shared"))}, nil, outside, logic.Yes},
		{"a context of a machine", "kubernetes", graphtest.Args{"config_context": text("kind-test")}, nil, outside, logic.No},
		{"a context of any name", "kubernetes", graphtest.Args{"config_context": text("green")}, nil, anywhere, logic.Maybe},
		{"another cloud's resource", "kubernetes", unknown, map[string]graph.Origins{"host": others("module.a.azurerm_kubernetes_cluster.x")}, outside, logic.No},
		{"another cloud's data source", "kubernetes", unknown, map[string]graph.Origins{"host": others("data.digitalocean_kubernetes_cluster.x")}, outside, logic.No},
		{"another cloud's next to a data source of EKS", "kubernetes", unknown, map[string]graph.Origins{"host": others("module.a.data.aws_eks_cluster.x", "scaleway_k8s_cluster.x")}, anywhere, logic.Yes},
		{"another cloud's in Helm's block", "helm", graphtest.Args{"kubernetes": graphtest.Block("host", cty.DynamicVal)}, map[string]graph.Origins{"kubernetes[0].host": others("google_container_cluster.x")}, outside, logic.No},
		{"another cloud's in Helm's attribute", "helm", graphtest.Args{"kubernetes": cty.DynamicVal}, map[string]graph.Origins{"kubernetes": others("google_container_cluster.x", "data.google_client_config.x")}, outside, logic.No},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			blue := graphtest.Resource(t, "aws_eks_cluster.blue", graphtest.Args{"name": text("blue"), "endpoint": text("https://0b.gr7.eu-west-1.eks.amazonaws.com")})
			green := graphtest.Resource(t, "aws_eks_cluster.green", graphtest.Args{"name": text("green"), "endpoint": cty.UnknownVal(cty.String)})
			green.Action = graph.Create
			p := graphtest.TracedProvider(test.typ, test.args, test.origins)
			c := ConnectionOf(graph.New([]*graph.Resource{blue, green, p}), p)
			got := outside
			switch {
			case c.Anywhere:
				got = anywhere
			case len(c.Clusters) == 1 && c.Certain:
				got = c.Clusters[0].String()
			}
			if got != test.want || c.EKS != test.eks {
				t.Errorf("%s, of EKS: %s; want %s, %s", got, c.EKS, test.want, test.eks)
			}
		})
	}
}

// TestConnectionOfNames has a cluster whose name is not known, or whose endpoint
// is not: it may be the one that a name or a host means.
func TestConnectionOfNames(t *testing.T) {
	text := cty.StringVal
	unnamed := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": cty.UnknownVal(cty.String), "endpoint": cty.UnknownVal(cty.String)})
	other := graphtest.Resource(t, "aws_eks_cluster.other", graphtest.Args{"name": text("other"), "endpoint": cty.UnknownVal(cty.String)})
	shared := graphtest.Resource(t, "data.aws_eks_cluster.shared", graphtest.Args{"name": text("shared")})
	own := graphtest.TracedResource(t, "data.aws_eks_cluster_auth.own", graphtest.Args{"name": cty.UnknownVal(cty.String)},
		map[string]graph.Origins{"name": graphtest.RefersTo("name", other)})
	host := graphtest.TracedProvider("kubernetes", graphtest.Args{"host": cty.DynamicVal}, map[string]graph.Origins{"host": graphtest.RefersTo("endpoint", shared)})
	token := graphtest.TracedProvider("helm", graphtest.Args{"kubernetes": graphtest.Block("host", text("https://0A.gr7.eu-west-1.eks.amazonaws.com"), "token", cty.DynamicVal)},
		map[string]graph.Origins{"kubernetes[0].token": graphtest.RefersTo("token", own)})
	g := graph.New([]*graph.Resource{unnamed, other, shared, own, host, token})
	if c := ConnectionOf(g, host); !c.Anywhere || c.EKS != logic.Yes {
		t.Errorf("a data source of another name: %+v, want any cluster, as the name of %s is not known", c, unnamed)
	}
	if c := ConnectionOf(g, token); len(c.Clusters) != 1 || c.Clusters[0] != other {
		t.Errorf("the token of a cluster: %+v, want %s", c, other)
	}
	g = graph.New([]*graph.Resource{other, shared, host})
	if c := ConnectionOf(g, host); c.Anywhere || len(c.Clusters) > 0 || c.Site != (Site{"elsewhere shared", true}) {
		t.Errorf("a data source of another name: %+v, want a cluster outside the input", c)
	}
	g.Kind = graph.FromSource
	literal := graphtest.TracedProvider("kubernetes", graphtest.Args{"host": text("https://0A.gr7.eu-west-1.eks.amazonaws.com")}, nil)
	if c := ConnectionOf(g, literal); len(c.Clusters) != 1 {
		t.Errorf("a literal host in source: %+v, want the one cluster, whose endpoint source does not show", c)
	}
}

// TestConnectionOfUnreadModule: if a module that was not read gives the host, it may be
// that of another cluster. A module whose name only begins alike says nothing.
func TestConnectionOfUnreadModule(t *testing.T) {
	for module, anywhere := range map[string]bool{"module.a": false, "module.ab": true} {
		cluster := graphtest.Resource(t, "aws_eks_cluster.one", nil)
		p := graphtest.TracedProvider("kubernetes", graphtest.Args{"host": cty.DynamicVal},
			map[string]graph.Origins{"host": {Unresolved: []string{"module.ab[0].endpoint"}}})
		g := graph.New([]*graph.Resource{cluster, p})
		g.Gaps = []graph.Gap{{Kind: graph.UnreadModule, Address: module}}
		if c := ConnectionOf(g, p); c.Anywhere != anywhere {
			t.Errorf("%s: %+v, want any cluster: %t", module, c, anywhere)
		}
	}
}
