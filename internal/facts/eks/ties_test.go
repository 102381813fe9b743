package eks

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestTied(t *testing.T) {
	text := cty.StringVal
	tags := func(key string) cty.Value { return graphtest.Object(key, "x") }
	resource := func(address string, args graphtest.Args) *graph.Resource {
		r := graphtest.Resource(t, address, args)
		r.Provider = "other"
		return r
	}
	annotated := func(key string) graphtest.Args {
		return graphtest.Args{"metadata": graphtest.Block("annotations", tags(key))}
	}
	ingress := func(class string) graphtest.Args {
		return graphtest.Args{"spec": graphtest.Block("ingress_class_name", class)}
	}
	tests := []struct {
		name   string
		beside *graph.Resource
		want   bool
	}{
		{"nothing else", resource("aws_ecs_service.x", nil), false},
		{"a repository", resource("aws_ecr_repository.x", nil), false},
		{"a node group", resource("aws_eks_node_group.x", nil), true},
		{"a data source of a cluster", resource("data.aws_eks_cluster.x", nil), true},
		{"a data source of add-on versions", resource("data.aws_eks_addon_version.x", nil), true},
		{"a tag of a cluster on a balancer", resource("aws_lb.x", graphtest.Args{"tags": tags("kubernetes.io/cluster/prod")}), true},
		{"a tag of the load balancer controller", resource("aws_lb_target_group.x", graphtest.Args{"tags": tags("elbv2.k8s.aws/cluster")}), true},
		{"another tag", resource("aws_lb.x", graphtest.Args{"tags": tags("team")}), false},
		{"a filter for the security group of a cluster", resource("data.aws_security_group.x", graphtest.Args{"filter": graphtest.Block("name", "tag:aws:eks:cluster-name")}), true},
		{"another filter", resource("data.aws_security_group.x", graphtest.Args{"filter": graphtest.Block("name", "tag:Name")}), false},
		{"a tag of nodes", resource("aws_autoscaling_group.x", graphtest.Args{"tag": graphtest.Block("key", "kubernetes.io/cluster/prod")}), true},
		{"a name of EKS", resource("aws_security_group.x", graphtest.Args{"name": text("prod-eks-nodes")}), true},
		{"a name that only holds the letters", resource("aws_security_group.x", graphtest.Args{"name": text("weeks")}), false},
		{"a provider that signs in to EKS", graphtest.TracedProvider("helm", graphtest.Args{"kubernetes": graphtest.Block("exec", graphtest.Block("command", "aws", "args", graphtest.Texts("eks", "get-token")))}, nil), true},
		{"a provider of a machine", graphtest.TracedProvider("kubernetes", graphtest.Args{"config_context": text("minikube")}, nil), false},
		{"a provider that may be anything", graphtest.TracedProvider("kubernetes", graphtest.Args{"config_path": text("~/.kube/config")}, nil), false},
		{"a provider without arguments", graphtest.TracedProvider("kubernetes", nil, nil), false},
		{"an ingress of NGINX", resource("kubernetes_ingress_v1.x", ingress("nginx")), false},
		{"an ingress of an application load balancer", resource("kubernetes_ingress_v1.x", ingress("alb")), true},
		{"an annotation of a service account", resource("kubernetes_service_account_v1.x", annotated("eks.amazonaws.com/role-arn")), true},
		{"another annotation of a service account", resource("kubernetes_service_account_v1.x", annotated("iam.gke.io/gcp-service-account")), false},
		{"a manifest of an API group of AWS", resource("kubectl_manifest.x", graphtest.Args{"yaml_body": text("apiVersion: elbv2.k8s.aws/v1beta1\nkind: TargetGroupBinding\n")}), true},
		{"an object of an API group of AWS", resource("kubernetes_manifest.x", graphtest.Args{"manifest": graphtest.Object("apiVersion", "karpenter.k8s.aws/v1", "kind", "EC2NodeClass")}), true},
		{"another manifest", resource("kubectl_manifest.x", graphtest.Args{"yaml_body": text("apiVersion: v1\nkind: ConfigMap\n")}), false},
		{"a chart of EKS", resource("helm_release.x", graphtest.Args{"chart": text("aws-load-balancer-controller")}), true},
		{"values with a role of EKS", resource("helm_release.x", graphtest.HelmValues("serviceAccount: {annotations: {eks.amazonaws.com/role-arn: x}}")), true},
		{"another chart", resource("helm_release.x", graphtest.Args{"chart": text("metallb")}), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			listener := resource("aws_lb_listener.subject", nil)
			pod := resource("kubernetes_pod_v1.subject", nil)
			repository := resource("aws_ecr_repository.subject", nil)
			ties := TiesOf(graph.New([]*graph.Resource{listener, pod, repository, test.beside}))
			if ties.Tied(listener) != test.want || ties.Tied(pod) != test.want {
				t.Errorf("a listener %t, a pod %t; want %t", ties.Tied(listener), ties.Tied(pod), test.want)
			}
			if !ties.Tied(repository) || !ties.Tied(nil) {
				t.Error("a repository, or the whole input, needs no sign")
			}
		})
	}
}

// An object on a cluster of another cloud is none of EKS's, whatever else the input
// has, and its annotations tie nothing to EKS.
func TestTiedByProvider(t *testing.T) {
	cloud := graphtest.TracedProvider("kubernetes", graphtest.Args{"host": cty.DynamicVal},
		map[string]graph.Origins{"host": {Others: []string{"google_container_cluster.x"}}})
	cluster := graphtest.Resource(t, "aws_eks_cluster.x", nil)
	there := graphtest.Resource(t, "kubernetes_ingress_v1.there", graphtest.Args{"spec": graphtest.Block("ingress_class_name", "alb")})
	there.Provider = cloud.Provider
	here := graphtest.Resource(t, "kubernetes_ingress_v1.here", nil)
	here.Provider = "kubernetes.eks"
	all := []*graph.Resource{cloud, there, here}
	if ties := TiesOf(graph.New(all)); ties.Tied(there) || ties.Tied(here) || ties.Tied(cloud) {
		t.Error("an object of another cloud ties the input to EKS")
	}
	ties := TiesOf(graph.New(append(all, cluster)))
	if ties.Tied(there) || ties.Tied(cloud) || !ties.Tied(here) {
		t.Errorf("next to a cluster of EKS: an object of another cloud %t, its provider %t, another object %t; want only the last",
			ties.Tied(there), ties.Tied(cloud), ties.Tied(here))
	}
}
