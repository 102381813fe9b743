package eks

import (
	"regexp"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// annotatedTypes are the typed resources whose annotations, class or controller may
// be one of EKS.
func annotatedTypes() []string {
	return []string{
		"kubernetes_ingress", "kubernetes_ingress_v1", "kubernetes_ingress_class", "kubernetes_ingress_class_v1",
		"kubernetes_service", "kubernetes_service_v1", "kubernetes_service_account", "kubernetes_service_account_v1",
	}
}

// ofEKS is a name that only EKS, its add-ons and the controllers that AWS publishes
// for it use: in annotations, API groups, classes and charts.
var ofEKS = regexp.MustCompile(`eks\.amazonaws\.com/|\b(?:alb\.ingress\.kubernetes\.io|service\.beta\.kubernetes\.io/aws-load-balancer-)|\bk8s\.aws/|aws\.github\.io/eks-charts|public\.ecr\.aws/(?:eks|karpenter)/|^aws-load-balancer-controller$`)

// needsEKS reports whether an object works only on a cluster of EKS.
func (t Ties) needsEKS(r *graph.Resource) bool {
	if !isKubernetes(r) || t.connections(r).EKS == logic.No {
		return false
	}
	switch r.Type {
	case kube.HelmReleaseType:
		for _, name := range []string{"repository", "chart", "values", "set"} {
			if mentions(r.Attr(name)) {
				return true
			}
		}
	case kube.KubernetesManifestType:
		return mentions(r.Attr("manifest"))
	case kube.KubectlManifestType:
		return mentions(r.Attr("yaml_body"))
	default:
		for _, typ := range annotatedTypes() {
			if typ == r.Type {
				metadata, spec := r.Block("metadata"), r.Block("spec")
				class := metadata.Attr("annotations").Attr("kubernetes.io/ingress.class")
				return mentions(metadata) || mentions(spec) || class.Is("alb") || spec.Attr("ingress_class_name").Is("alb")
			}
		}
	}
	return false
}

// mentions reports whether a key or a text in the value is a name of EKS.
func mentions(v graph.Value) bool {
	found := false
	_ = cty.Walk(v.Cty(), func(path cty.Path, part cty.Value) (bool, error) {
		if len(path) > 0 {
			switch step := path[len(path)-1].(type) {
			case cty.GetAttrStep:
				found = found || ofEKS.MatchString(step.Name)
			case cty.IndexStep:
				found = found || step.Key.Type() == cty.String && ofEKS.MatchString(step.Key.AsString())
			}
		}
		if part.IsKnown() && !part.IsNull() && part.Type() == cty.String {
			found = found || ofEKS.MatchString(part.AsString())
		}
		return !found, nil
	})
	return found
}
