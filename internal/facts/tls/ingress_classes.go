package tls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func IngressClassTypes() []string {
	return []string{"kubernetes_ingress_class", "kubernetes_ingress_class_v1"}
}

func IngressClassReads() []control.Read {
	return []control.Read{{Types: IngressClassTypes(), Arguments: []string{"metadata", "spec"}}}
}

// ingressClasses knows the classes of a cluster: which are an application load
// balancer's, and which bring a certificate.
type ingressClasses struct {
	alb          map[string]bool
	certificates map[string]graph.Value // by class
}

func ingressClassesOf(objects kube.Set) ingressClasses {
	c := ingressClasses{alb: map[string]bool{"alb": true}, certificates: map[string]graph.Value{}}
	params := map[string]graph.Value{}
	for _, m := range objects.Documents {
		if m.Kind == "IngressClassParams" {
			spec := m.Object.Attr("spec")
			params[m.Name] = spec.Attr("certificateArn") // of elbv2.k8s.aws
			if m.Is("eks.amazonaws.com", "IngressClassParams") {
				params[m.Name] = spec.Attr("certificateARNs")
			}
		}
	}
	for _, class := range objects.Objects(IngressClassTypes(), "networking.k8s.io", "IngressClass") {
		name, ok := class.Metadata.Attr("name").Text()
		if !ok {
			continue
		}
		controller, _ := class.Spec.Attr("controller").Text()
		c.alb[name] = isALBController(controller)
		if of, ok := class.Spec.Block("parameters").Attr("name").Text(); ok && kube.Given(params[of]) {
			c.certificates[name] = params[of]
		}
	}
	return c
}

// isALBController tells the AWS Load Balancer Controller and EKS Auto Mode.
func isALBController(name string) bool {
	return name == "ingress.k8s.aws/alb" || name == "eks.amazonaws.com/alb"
}

// classOf returns the class of an ingress: the field, or the older annotation.
func classOf(ingress kube.Object) graph.Value {
	if class := ingress.Field("ingress_class_name", "ingressClassName"); !class.Unset() {
		return class
	}
	return ingress.Annotation("kubernetes.io/ingress.class")
}

// isALB tells whether an ingress is for an application load balancer. One
// without a class goes to the default class: its annotations tell which
// controller it is written for. So they do, to a human, of a class that is not
// in this plan.
func (c ingressClasses) isALB(ingress kube.Object, class graph.Value) logic.Truth {
	name, known := class.Text()
	alb, defined := c.alb[name]
	switch {
	case known && !defined && annotatedForALB(ingress) && !ofOtherController(name):
		return logic.Maybe
	case known:
		return logic.Of(alb)
	case class.Unknown():
		return logic.Maybe
	}
	return logic.Of(annotatedForALB(ingress))
}

// ofOtherController reports whether a class bears the name of a controller that
// is not AWS's.
func ofOtherController(class string) bool {
	return slices.ContainsFunc([]string{"nginx", "traefik", "haproxy", "kong", "contour", "istio"},
		func(name string) bool { return strings.Contains(class, name) })
}

func annotatedForALB(ingress kube.Object) bool {
	for _, key := range ingress.Metadata.Attr("annotations").Keys() {
		if strings.HasPrefix(key, ALBAnnotation) {
			return true
		}
	}
	return false
}
