package tls

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
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
	all, ports := portsWithTLS(service)
	plain := "the load balancer passes on what comes in"
	if kube.Given(certificate) {
		plain = "the certificate is not for port " + strings.Join(ports, ", ")
		if service.Annotation(serviceAnnotation + "ssl-ports").Sensitive() { // which ports it has would be told
			plain = "the certificate is not for every port"
		}
	}
	var v control.Verdict
	switch {
	case service.Metadata.Attr("annotations").Opaque():
		v = control.Unknown(service.Metadata.Attr("annotations"))
	case kube.Given(certificate) && all.Truth == logic.Yes:
		v = control.Pass(certificate, "every port has TLS with a certificate")
	case kube.Given(certificate) && all.Truth == logic.Maybe:
		v = control.Unknown(all.By)
	case backend.Is("http"):
		v = control.Fail(backend, "%s, and the pods speak HTTP", plain)
	case kube.Given(certificate):
		v = control.Manual(all.By, "%s: TLS may end in the pod", plain)
	default:
		v = control.Manual(kind, "no certificate is given, and %s: TLS may end in the pod", plain)
	}
	return []control.Verdict{v.Because(certificate)}
}

// portsWithTLS says whether the certificate of a Service is for all of its ports, by
// ssl-ports or by the port that is not known, and for which it is not.
func portsWithTLS(service kube.Object) (all control.Answer, plain []string) {
	list := service.Annotation(serviceAnnotation + "ssl-ports")
	text, known := list.Text()
	all = control.Answer{Truth: logic.Yes, By: list}
	// An NLB has no TLS on UDP, whatever certificate is given (NLB user guide,
	// "Listeners").
	for _, port := range service.Field("port", "ports").Elements() {
		if protocol := port.Attr("protocol"); protocol.Is("UDP") {
			all = control.Answer{By: protocol}
			plain = append(plain, control.Show(port.Attr("port")))
		}
	}
	switch {
	case len(plain) > 0, list.Unset():
		return all, plain
	case !known:
		return all.AtMost(logic.Maybe), nil
	}
	names := strings.Split(text, ",")
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	// The in-tree controller takes `*` for every port; the AWS Load Balancer
	// Controller looks for a port of that name.
	if text == "*" && !byLoadBalancerController(service) {
		return all, nil
	}
	for _, port := range service.Field("port", "ports").Elements() {
		number, name := port.Attr("port"), port.Attr("name")
		text, ok := number.Text()
		nameText, named := name.Text()
		switch {
		case !ok:
			all.Truth, all.By = min(all.Truth, logic.Maybe), number
		case slices.Contains(names, text) || named && slices.Contains(names, nameText):
		case name.Unknown():
			all.Truth, all.By = min(all.Truth, logic.Maybe), name
		default:
			all.Truth, plain = logic.No, append(plain, control.Show(number))
		}
	}
	if all.Truth == logic.No {
		all.By = list
	}
	return all, plain
}

// byLoadBalancerController reports whether a Service asks for the AWS Load
// Balancer Controller, its own or that of EKS Auto Mode.
func byLoadBalancerController(service kube.Object) bool {
	class, _ := service.Field("load_balancer_class", "loadBalancerClass").Text()
	kind, _ := service.Annotation(serviceAnnotation + "type").Text()
	return class == "service.k8s.aws/nlb" || class == "eks.amazonaws.com/nlb" || kind == "external" || kind == "nlb-ip"
}
