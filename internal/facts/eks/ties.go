package eks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Ties says which load balancers, Kubernetes objects and Kubernetes providers belong
// to EKS. Others, such as the listener of a service of ECS, are no subjects of a
// benchmark of EKS.
type Ties struct {
	signed      bool // something in the input is about a cluster of EKS
	connections func(*graph.Resource) Connection
}

// TiesOf looks for signs of EKS in the whole input.
func TiesOf(g *graph.Graph) Ties {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() Ties {
		t := Ties{connections: Connections(g)}
		t.signed = len(g.Resources(ownTypes()...))+len(g.Data(ownTypes()...)) > 0 ||
			slices.ContainsFunc(g.Providers(KubernetesProviders()...), func(p *graph.Resource) bool { return ConnectionOf(g, p).EKS == logic.Yes }) ||
			slices.ContainsFunc(slices.Concat(g.Resources(taggedTypes()...), g.Data(taggedTypes()...)), namesCluster) ||
			slices.ContainsFunc(g.Resources(), t.needsEKS) ||
			slices.ContainsFunc(g.Gaps, gapOfEKS)
		return t
	})
}

// gapOfEKS reports whether what was not read is about EKS: a module that is named
// after it, or a block of one of its types.
func gapOfEKS(gap graph.Gap) bool {
	return gap.Certain() && gap.MayHold(ownTypes()...) || word(gap.Address, "eks") || gap.Kind == graph.UnreadModule && word(gap.Why, "eks")
}

// TieReads is what [TiesOf] reads.
func TieReads() []control.Read {
	return append(ProviderClusterReads(),
		control.Read{Types: ownTypes()},
		control.Read{Types: taggedTypes(), Arguments: []string{"name", "name_prefix", "tags", "tag", "filter"}},
		kube.ManifestReads(), kube.ReleaseReads(),
		control.Read{Types: []string{kube.HelmReleaseType}, Arguments: []string{"repository"}},
		control.Read{Types: annotatedTypes(), Arguments: []string{"metadata", "spec"}},
	)
}

// Tied reports whether an instance may be a subject. It is, if it is not of a
// general kind, or if there is a sign of EKS and its provider does not talk to
// another cloud's cluster.
func (t Ties) Tied(r *graph.Resource) bool {
	switch {
	case r == nil, !isBalancer(r) && !isKubernetes(r):
		return true
	case isKubernetes(r):
		// The key of a provider configuration is its own, too.
		if c := t.connections(r); c.EKS != logic.Maybe {
			return c.EKS == logic.Yes
		}
	}
	return t.signed
}

// Foreign reports whether an instance is on a cluster that is known not to be one
// of EKS.
func (t Ties) Foreign(r *graph.Resource) bool {
	return isKubernetes(r) && t.connections(r).EKS == logic.No
}

// Noun is what an instance that [Ties.Tied] refuses is called in a count.
func Noun(r *graph.Resource) string {
	switch {
	case r.Mode == graph.Provider:
		return "Kubernetes provider"
	case isKubernetes(r):
		return "Kubernetes object"
	case r.Type == "aws_elb":
		return "classic load balancer"
	}
	return "load balancer listener"
}

func isBalancer(r *graph.Resource) bool {
	return r.Mode == graph.Managed && slices.Contains([]string{"aws_lb_listener", "aws_alb_listener", "aws_elb"}, r.Type)
}

func isKubernetes(r *graph.Resource) bool {
	if r.Mode == graph.Provider {
		return slices.Contains(KubernetesProviders(), r.Type)
	}
	return r.Mode == graph.Managed && (strings.HasPrefix(r.Type, "kubernetes_") || r.Type == kube.KubectlManifestType || r.Type == kube.HelmReleaseType)
}

// ownTypes are the types of EKS, as resources and as data sources.
func ownTypes() []string {
	return []string{
		ClusterType, clusterAuthType, NodeGroupType, FargateProfileType, AccessEntryType, AccessPolicyType, IdentityProviderType,
		"aws_eks_clusters", "aws_eks_cluster_versions", "aws_eks_node_groups", "aws_eks_addon", "aws_eks_addon_version",
		"aws_eks_pod_identity_association", "aws_eks_capability", "awscc_eks_cluster",
	}
}

// taggedTypes are the types whose tags and names may name a cluster.
func taggedTypes() []string {
	return []string{"aws_lb", "aws_alb", "aws_elb", "aws_lb_target_group", "aws_alb_target_group", "aws_security_group", "aws_autoscaling_group"}
}

// clusterTag is the key of a tag that EKS, its controllers and its tools set, and
// that the nodes of a cluster must have.
var clusterTag = regexp.MustCompile(`^(?:tag:)?(?:kubernetes\.io/cluster/|(?:aws:)?eks:|(?:elbv2|ingress|service)\.k8s\.aws/|alpha\.eksctl\.io/)`)

func namesCluster(r *graph.Resource) bool {
	tags := r.Attr("tags")
	for _, v := range []graph.Value{r.Attr("name"), r.Attr("name_prefix"), tags.Attr("Name")} {
		if text, _ := v.Text(); word(text, "eks") {
			return true
		}
	}
	keys := tags.Keys()
	for _, tag := range r.Blocks("tag") {
		key, _ := tag.Attr("key").Text()
		keys = append(keys, key)
	}
	for _, filter := range r.Blocks("filter") {
		key, _ := filter.Attr("name").Text()
		keys = append(keys, key)
	}
	return slices.ContainsFunc(keys, clusterTag.MatchString)
}
