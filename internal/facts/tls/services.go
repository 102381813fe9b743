package tls

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func ServiceTypes() []string { return []string{"kubernetes_service", "kubernetes_service_v1"} }

// serviceAnnotation is the prefix that the in-tree controller and the AWS Load
// Balancer Controller share.
const serviceAnnotation = "service.beta.kubernetes.io/aws-load-balancer-"

// ServiceTLS judges a Service of type LoadBalancer; of any other type there is
// nothing to judge.
func ServiceTLS(service kube.Object) []control.Verdict {
	kind := service.Spec.Attr("type").Or(cty.StringVal("ClusterIP"))
	switch {
	case kind.Unknown():
		return []control.Verdict{control.Unknown(kind)}
	case !kind.Is("LoadBalancer"):
		return nil
	}
	certificate := service.Annotation(serviceAnnotation + "ssl-cert")
	backend := service.Annotation(serviceAnnotation + "backend-protocol")
	ports := portsWithTLS(service)
	plain := "the load balancer passes on what comes in"
	if kube.Given(certificate) {
		plain = "the certificate is not for port " + strings.Join(ports.plain, ", ")
		if service.Annotation(serviceAnnotation + "ssl-ports").Sensitive() { // which ports it has would be told
			plain = "the certificate is not for every port"
		}
	}
	var v control.Verdict
	switch {
	case service.Metadata.Attr("annotations").Opaque():
		v = control.Unknown(service.Metadata.Attr("annotations"))
	case kube.Given(certificate) && ports.all == logic.Yes:
		v = control.Pass(certificate, "every port has TLS with a certificate")
	case kube.Given(certificate) && ports.all == logic.Maybe:
		v = control.Unknown(ports.decider)
	case backend.Is("http"):
		v = control.Fail(backend, "%s, and the pods speak HTTP", plain)
	case kube.Given(certificate):
		v = control.Manual(ports.decider, "%s: TLS may end in the pod", plain)
	default:
		v = control.Manual(kind, "no certificate is given, and %s: TLS may end in the pod", plain)
	}
	return []control.Verdict{v.Because(certificate)}
}

// tlsPorts says which ports of a Service its certificate is for.
type tlsPorts struct {
	all     logic.Truth
	plain   []string    // ports that it is not for
	decider graph.Value // ssl-ports, or the port that is not known
}

func portsWithTLS(service kube.Object) tlsPorts {
	list := service.Annotation(serviceAnnotation + "ssl-ports")
	text, known := list.Text()
	result := tlsPorts{all: logic.Yes, decider: list}
	switch {
	case list.Unset():
		return result
	case !known:
		result.all = logic.Maybe
		return result
	}
	names := strings.Split(text, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	// The in-tree controller takes `*` for every port; the AWS Load Balancer
	// Controller looks for a port of that name.
	if text == "*" && !byLoadBalancerController(service) {
		return result
	}
	for _, port := range service.Field("port", "ports").Elements() {
		number, name := port.Attr("port"), port.Attr("name")
		text, ok := number.Text()
		if nameText, named := name.Text(); ok && !slices.Contains(names, text) && !(named && slices.Contains(names, nameText)) {
			if name.Unknown() {
				result.all, result.decider = min(result.all, logic.Maybe), name
				continue
			}
			result.all = logic.No
			result.plain = append(result.plain, control.Show(number))
		} else if !ok {
			result.all, result.decider = min(result.all, logic.Maybe), number
		}
	}
	if result.all == logic.No {
		result.decider = list
	}
	return result
}

// byLoadBalancerController reports whether a Service asks for the AWS Load
// Balancer Controller, its own or that of EKS Auto Mode.
func byLoadBalancerController(service kube.Object) bool {
	class, _ := service.Field("load_balancer_class", "loadBalancerClass").Text()
	kind, _ := service.Annotation(serviceAnnotation + "type").Text()
	return class == "service.k8s.aws/nlb" || class == "eks.amazonaws.com/nlb" || kind == "external" || kind == "nlb-ip"
}
