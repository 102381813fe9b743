package tls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const nginxAnnotation = "nginx.ingress.kubernetes.io/"

// otherIngressTLS checks an ingress of a controller that is not AWS's; front is the
// certificate of a load balancer that may end TLS in front of the controller.
func otherIngressTLS(ingress kube.Object, class, front graph.Value) control.Verdict {
	tls := ingress.Spec.Attr("tls")
	redirect, forced := ingress.Annotation(nginxAnnotation+"ssl-redirect"), ingress.Annotation(nginxAnnotation+"force-ssl-redirect")
	switch {
	case tls.Opaque():
		return control.Unknown(tls)
	case kube.Given(tls) && redirect.Is("false") && !forced.Is("true"):
		return control.Fail(redirect, "HTTP does not redirect to HTTPS: ssl-redirect is off").Because(tls)
	case kube.Given(tls):
		host := hostWithoutTLS(ingress)
		switch name, _ := class.Text(); {
		case host.Unset():
			return control.Pass(tls, "spec.tls names a certificate")
		case host.Unknown():
			return control.Unknown(host)
		case strings.Contains(name, "nginx") && !forced.Is("true") && front.Unset():
			return control.Fail(host, "spec.tls does not list the host %s, which is served in HTTP", control.Show(host)).Because(tls)
		}
		return control.Manual(host, "spec.tls does not list the host %s: look at whether its controller has a certificate for it", control.Show(host)).Because(tls)
	case !front.Unset():
		return control.Manual(tls, "spec.tls is not set, and %s has a certificate: TLS may end at the load balancer of the controller", front.Resource()).Because(front)
	}
	return control.Fail(tls, "spec.tls is left out: the ingress serves HTTP alone")
}

// hostWithoutTLS returns the first host of the rules that no entry of spec.tls lists,
// unset without one, or one that is not known. An entry without hosts is for all.
func hostWithoutTLS(ingress kube.Object) graph.Value {
	listed := map[string]bool{}
	for _, entry := range ingress.Spec.Attr("tls").Elements() {
		hosts, all := entry.Attr("hosts").Strings()
		if len(hosts) == 0 || !all {
			return graph.Value{}
		}
		for _, host := range hosts {
			listed[host] = true
		}
	}
	var unknown graph.Value
	for _, rule := range ingress.Field("rule", "rules").Elements() {
		host := rule.Attr("host")
		text, known := host.Text()
		_, domain, _ := strings.Cut(text, ".")
		switch {
		case host.Unknown():
			unknown = host
		case known && text != "" && !listed[text] && !listed["*."+domain]:
			return host
		}
	}
	return unknown
}

// tlsInFront returns the certificate of a load balancer in front of an ingress
// controller: of a release of its chart, or of a Service; unset without one.
func tlsInFront(objects kube.Set) graph.Value {
	for _, r := range objects.Resources {
		if r.Type != kube.HelmReleaseType {
			continue
		}
		if chart, _ := kube.ChartOf(r); !opensBalancer(chart) {
			continue
		}
		values, _ := kube.ReleaseValues(r).Merged()
		for _, balancer := range balancersAsked(values) {
			if certificate := balancer.annotations.Attr(serviceAnnotation + "ssl-cert"); kube.Given(certificate) {
				return certificate
			}
		}
	}
	for _, service := range objects.Objects(ServiceTypes(), "", "Service") {
		certificate := service.Annotation(serviceAnnotation + "ssl-cert")
		if name, _ := service.Metadata.Attr("name").Text(); kube.Given(certificate) && ofOtherController(name) {
			return certificate
		}
	}
	return graph.Value{}
}
