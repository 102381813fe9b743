package tls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// opensBalancer reports whether a chart is an ingress controller's, whose
// Service is a load balancer unless the values say otherwise. The AWS Load
// Balancer Controller has no such Service: it opens one for each Ingress.
func opensBalancer(chart string) bool {
	switch chart {
	case "ingress-nginx", "nginx-ingress", "nginx-ingress-controller", "traefik", "kong", "gateway",
		"haproxy-ingress", "kubernetes-ingress", "contour", "emissary-ingress", "ambassador",
		"gateway-helm", "apisix", "gloo", "nginx-gateway-fabric", "istio-ingress", "istio-ingressgateway":
		return true
	}
	return false
}

// ReleaseTLS judges a release that asks for a load balancer, by its values or as
// an ingress controller.
func ReleaseTLS(release *graph.Resource) []control.Verdict {
	chart, _ := kube.ChartOf(release)
	given := kube.ReleaseValues(release)
	values, complete := given.Merged()
	asked := balancersAsked(values)
	if len(asked) == 0 && given.Unread != nil {
		return []control.Verdict{*given.Unread}
	}
	if len(asked) == 0 {
		if !opensBalancer(chart) || complete && servesInside(values) {
			return nil
		}
		return []control.Verdict{control.Manual(release.Attr("chart"),
			"the chart of an ingress controller opens a load balancer, and the values do not say how")}
	}
	var verdicts []control.Verdict
	for _, balancer := range asked {
		verdicts = append(verdicts, balancer.judge(complete))
	}
	return []control.Verdict{control.Together(verdicts)}
}

// chartBalancer is a mapping of a chart's values that asks for a load balancer:
// the values of one Service, as charts write it.
type chartBalancer struct {
	by          graph.Value // that asks: the type, the class or an annotation
	annotations graph.Value
}

func (b chartBalancer) judge(complete bool) control.Verdict {
	certificate := b.annotations.Attr(serviceAnnotation + "ssl-cert")
	ports := b.annotations.Attr(serviceAnnotation + "ssl-ports")
	if kube.Given(certificate) && ports.Unset() && complete {
		return control.Pass(certificate, "every port has TLS with a certificate")
	}
	return control.Manual(b.by, "the values ask for a load balancer and do not decide whether every port has TLS")
}

// balancersAsked finds what asks for a load balancer anywhere in the values.
func balancersAsked(v graph.Value) []chartBalancer {
	var found []chartBalancer
	if by, ok := asksForBalancer(v); ok {
		found = append(found, chartBalancer{by, v.Attr("annotations")})
	}
	for _, key := range v.Keys() {
		for _, e := range v.Attr(key).Elements() {
			found = append(found, balancersAsked(e)...)
		}
	}
	return found
}

func asksForBalancer(v graph.Value) (by graph.Value, ok bool) {
	// What is in an unknown value is unknown too, and would count as written: a
	// scalar that `set` gives, such as a role's ARN, asks for nothing.
	if len(v.Keys()) == 0 {
		return graph.Value{}, false
	}
	if v.Attr("type").Is("LoadBalancer") {
		return v.Attr("type"), true
	}
	if class := v.Attr("loadBalancerClass"); kube.Given(class) {
		return class, true
	}
	annotations := v.Attr("annotations")
	for _, key := range annotations.Keys() {
		if strings.HasPrefix(key, serviceAnnotation) {
			return annotations.Attr(key), true
		}
	}
	return graph.Value{}, false
}

// servesInside reports whether the values give some Service a type that opens no
// load balancer.
func servesInside(v graph.Value) bool {
	for _, key := range v.Keys() {
		for _, e := range v.Attr(key).Elements() {
			kind := e.Attr("type")
			if kind.Is("ClusterIP") || kind.Is("NodePort") || servesInside(e) {
				return true
			}
		}
	}
	return false
}
