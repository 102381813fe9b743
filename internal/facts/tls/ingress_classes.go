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

// RoutingTypes are the resource types that may change what an Ingress or a Gateway
// serves: others of its group, classes with their parameters, and routes.
func RoutingTypes() []string {
	return slices.Concat(IngressTypes(), IngressClassTypes(), []string{kube.KubernetesManifestType, kube.KubectlManifestType})
}

func IngressClassReads() []control.Read {
	return []control.Read{{Types: IngressClassTypes(), Arguments: []string{"metadata", "spec"}}}
}

// ingressClasses knows the classes of a cluster: which are an application load
// balancer's, what their parameters give, and which one is the default.
type ingressClasses struct {
	alb       map[string]bool
	params    map[string]classParams // by class
	byDefault graph.Value            // the name of the default class; unset without one
}

// classParams is what the parameters of a class give to every Ingress of the class,
// in place of its annotations (AWS Load Balancer Controller, "IngressClass").
type classParams struct{ certificate, redirect, group graph.Value }

func ingressClassesOf(objects kube.Set) ingressClasses {
	c := ingressClasses{alb: map[string]bool{"alb": true}, params: map[string]classParams{}}
	params := map[string]classParams{}
	for _, m := range objects.Documents {
		if m.Kind == "IngressClassParams" {
			spec := m.Object.Attr("spec")
			of := classParams{spec.Attr("certificateArn"), spec.Attr("sslRedirectPort"), spec.Attr("group").Attr("name")} // of elbv2.k8s.aws
			if m.Is("eks.amazonaws.com", "IngressClassParams") {
				of.certificate = spec.Attr("certificateARNs")
			}
			params[m.Name] = of
		}
	}
	for _, class := range objects.Objects(IngressClassTypes(), "networking.k8s.io", "IngressClass") {
		name, ok := class.Metadata.Attr("name").Text()
		if !ok {
			continue
		}
		controller, _ := class.Spec.Attr("controller").Text()
		c.alb[name] = isALBController(controller)
		if of, ok := class.Spec.Block("parameters").Attr("name").Text(); ok {
			c.params[name] = params[of]
		}
		if class.Annotation("ingressclass.kubernetes.io/is-default-class").Is("true") {
			c.byDefault = class.Metadata.Attr("name")
		}
	}
	return c
}

// isALBController tells the AWS Load Balancer Controller and EKS Auto Mode.
func isALBController(name string) bool {
	return name == "ingress.k8s.aws/alb" || name == "eks.amazonaws.com/alb"
}

// of returns the class of an ingress: the field, the older annotation, or the
// default class.
func (c ingressClasses) of(ingress kube.Object) graph.Value {
	if class := ingress.Field("ingress_class_name", "ingressClassName"); !class.Unset() {
		return class
	}
	class := ingress.Annotation("kubernetes.io/ingress.class")
	if class.Unset() && !c.byDefault.Unset() {
		return c.byDefault
	}
	return class
}

// paramsOf returns the parameters of the class of an ingress.
func (c ingressClasses) paramsOf(ingress kube.Object) classParams {
	class, _ := c.of(ingress).Text()
	return c.params[class]
}

// group returns the name of the group of an ingress.
func (c ingressClasses) group(ingress kube.Object) graph.Value {
	if group := c.paramsOf(ingress).group; !group.Unset() {
		return group
	}
	return ingress.Annotation(ALBAnnotation + "group.name")
}

// isALB tells whether an ingress is for an application load balancer. One
// without a class goes to the default class. If that, or the class that it names, is
// not in the input, its annotations say which controller it is written for: of a
// named class, to a person.
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
