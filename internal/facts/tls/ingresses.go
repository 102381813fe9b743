package tls

import (
	"encoding/json"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func IngressTypes() []string { return []string{"kubernetes_ingress", "kubernetes_ingress_v1"} }

// ALBAnnotation is the prefix of the AWS Load Balancer Controller's annotations.
const ALBAnnotation = "alb.ingress.kubernetes.io/"

// IngressTLS checks every ingress of one cluster.
func IngressTLS(objects kube.Set) []control.Verdict {
	classes := ingressClassesOf(objects)
	ingresses := objects.Objects(IngressTypes(), "networking.k8s.io", "Ingress")
	groups := map[string]ingressGroup{}
	for _, ingress := range ingresses {
		if name, ok := ingress.Annotation(ALBAnnotation + "group.name").Text(); ok {
			groups[name] = groups[name].with(ingress, classes)
		}
	}
	var verdicts []control.Verdict
	for _, ingress := range ingresses {
		group := ingressGroup{}.with(ingress, classes)
		if name := ingress.Annotation(ALBAnnotation + "group.name"); name.Unknown() {
			group.unknown = name
		} else if text, ok := name.Text(); ok {
			group = groups[text]
		}
		alb, other := albTLS(ingress, classes, group).On(ingress.Resource), otherIngressTLS(ingress)
		class := classOf(ingress)
		switch classes.isALB(ingress, class) {
		case logic.Yes:
			verdicts = append(verdicts, alb)
		case logic.No:
			verdicts = append(verdicts, other)
		case logic.Maybe:
			verdicts = append(verdicts, undecidedClass(class, alb, other))
		}
	}
	return verdicts
}

// undecidedClass judges an ingress whose class is not known, or is another
// plan's while its annotations are for an application load balancer.
func undecidedClass(class graph.Value, alb, other control.Verdict) control.Verdict {
	switch {
	case class.Unknown():
		return control.Unknown(class)
	case alb.Status == other.Status:
		return alb
	}
	return control.Manual(class, "the class %s is not in %s: look at whether an application load balancer serves it", control.Show(class), class.Input())
}

// otherIngressTLS judges an ingress of a controller that is not AWS's.
func otherIngressTLS(ingress kube.Object) control.Verdict {
	tls := ingress.Spec.Attr("tls")
	switch {
	case tls.Opaque():
		return control.Unknown(tls)
	case kube.Given(tls):
		return control.Pass(tls, "spec.tls names a certificate")
	}
	return control.Fail(tls, "spec.tls is left out: the ingress serves HTTP alone")
}

// ingressGroup is what ingresses of one group.name share: they are one load
// balancer (AWS Load Balancer Controller, "IngressGroup").
type ingressGroup struct {
	redirect graph.Value    // an ssl-redirect of any of them
	https    control.Answer // any of them opens an HTTPS port
	unknown  graph.Value    // the group's name, where it is not known which group it is
}

func (g ingressGroup) with(ingress kube.Object, classes ingressClasses) ingressGroup {
	if redirect := ingress.Annotation(ALBAnnotation + "ssl-redirect"); kube.Given(redirect) {
		g.redirect = redirect
	}
	_, https := portsOf(ingress, classes)
	g.https = https.Or(g.https)
	return g
}

// albTLS judges an ingress of an application load balancer: it needs HTTPS, and
// no HTTP that does not redirect. The field spec.tls opens no port by itself.
func albTLS(ingress kube.Object, classes ingressClasses, group ingressGroup) control.Verdict {
	http, https := portsOf(ingress, classes)
	redirected := kube.Given(group.redirect) && group.https.Truth == logic.Yes
	switch {
	case https.Truth == logic.Maybe:
		return control.Unknown(https.By)
	case http && redirected:
		return control.Pass(group.redirect, "HTTP redirects to HTTPS").Because(https.By)
	case http && group.unknown.Unknown():
		return control.Unknown(group.unknown)
	case http && kube.Given(group.redirect) && group.https.Truth == logic.Maybe:
		return control.Unknown(group.https.By)
	case http && https.Truth == logic.Yes:
		return control.Fail(https.By, "an HTTP port is open beside HTTPS, and nothing redirects it")
	case http && https.By.Unset():
		return control.Fail(https.By, "no listen-ports and no certificate: the load balancer serves HTTP on port 80").Because(ingress.Spec.Attr("tls"))
	case http:
		return control.Fail(https.By, "the load balancer serves HTTP")
	}
	if https.Truth == logic.Yes {
		return control.Pass(https.By, "only HTTPS is open")
	}
	return control.Manual(https.By, "listen-ports is no JSON list that names HTTP or HTTPS")
}

// portsOf says whether a load balancer listens on an HTTP and on an HTTPS port for an
// ingress: on those listed, or else on 443 with a certificate and on 80 without one.
func portsOf(ingress kube.Object, classes ingressClasses) (http bool, https control.Answer) {
	listed := ingress.Annotation(ALBAnnotation + "listen-ports")
	if !listed.Unset() {
		return listenPorts(listed)
	}
	class, _ := classOf(ingress).Text()
	for _, certificate := range []graph.Value{
		ingress.Annotation(ALBAnnotation + "certificate-arn"),
		ingress.Annotation(ALBAnnotation + "create-acm-cert"),
		classes.certificates[class],
	} {
		if kube.Given(certificate) && !certificate.IsFalse() {
			return false, control.Answer{Truth: logic.Yes, By: certificate}
		}
	}
	return true, control.Answer{By: listed}
}

// listenPorts reads `[{"HTTP": 80}, {"HTTPS": 443}]`.
func listenPorts(listed graph.Value) (http bool, https control.Answer) {
	https.By = listed
	text, ok := listed.Text()
	if !ok {
		https.Truth = logic.Maybe
		return false, https
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return false, https
	}
	for _, entry := range list {
		for protocol := range entry {
			http = http || strings.EqualFold(protocol, "HTTP")
			if strings.EqualFold(protocol, "HTTPS") {
				https.Truth = logic.Yes
			}
		}
	}
	return http, https
}
