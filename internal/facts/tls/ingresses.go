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

// IngressTLS judges every ingress.
func IngressTLS(g *graph.Graph, documents []kube.Manifest) []control.Verdict {
	classes := ingressClassesOf(g, documents)
	ingresses := kube.Objects(g, documents, IngressTypes(), "networking.k8s.io", "Ingress")
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
	redirect graph.Value // an ssl-redirect of any of them
	https    logic.Truth // whether any of them opens an HTTPS port
	waits    graph.Value // the listen-ports that leave https undecided
	unknown  graph.Value // the group's name, where it is not known which group it is
}

func (g ingressGroup) with(ingress kube.Object, classes ingressClasses) ingressGroup {
	if redirect := ingress.Annotation(ALBAnnotation + "ssl-redirect"); kube.Given(redirect) {
		g.redirect = redirect
	}
	ports := portsOf(ingress, classes)
	if ports.https == logic.Maybe {
		g.waits = ports.decider
	}
	g.https = max(g.https, ports.https)
	return g
}

// albTLS judges an ingress of an application load balancer: it needs HTTPS, and
// no HTTP that does not redirect. The field spec.tls opens no port by itself.
func albTLS(ingress kube.Object, classes ingressClasses, group ingressGroup) control.Verdict {
	ports := portsOf(ingress, classes)
	redirected := kube.Given(group.redirect) && group.https == logic.Yes
	switch {
	case ports.https == logic.Maybe:
		return control.Unknown(ports.decider)
	case ports.http && redirected:
		return control.Pass(group.redirect, "HTTP redirects to HTTPS").Because(ports.decider)
	case ports.http && group.unknown.Unknown():
		return control.Unknown(group.unknown)
	case ports.http && kube.Given(group.redirect) && group.https == logic.Maybe:
		return control.Unknown(group.waits)
	case ports.http && ports.https == logic.Yes:
		return control.Fail(ports.decider, "an HTTP port is open beside HTTPS, and nothing redirects it")
	case ports.http && ports.decider.Unset():
		return control.Fail(ports.decider, "no listen-ports and no certificate: the load balancer serves HTTP on port 80").Because(ingress.Spec.Attr("tls"))
	case ports.http:
		return control.Fail(ports.decider, "the load balancer serves HTTP")
	}
	if ports.https == logic.Yes {
		return control.Pass(ports.decider, "only HTTPS is open")
	}
	return control.Manual(ports.decider, "listen-ports is no JSON list that names HTTP or HTTPS")
}

// ingressPorts is what a load balancer listens on for an ingress.
type ingressPorts struct {
	http    bool
	https   logic.Truth
	decider graph.Value
}

// portsOf reads the ports: those listed, or else 443 where there is a
// certificate and 80 where there is none.
func portsOf(ingress kube.Object, classes ingressClasses) ingressPorts {
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
			return ingressPorts{https: logic.Yes, decider: certificate}
		}
	}
	return ingressPorts{http: true, decider: listed}
}

// listenPorts reads `[{"HTTP": 80}, {"HTTPS": 443}]`.
func listenPorts(listed graph.Value) ingressPorts {
	ports := ingressPorts{decider: listed}
	text, ok := listed.Text()
	if !ok {
		ports.https = logic.Maybe
		return ports
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return ports
	}
	for _, entry := range list {
		for protocol := range entry {
			ports.http = ports.http || strings.EqualFold(protocol, "HTTP")
			if strings.EqualFold(protocol, "HTTPS") {
				ports.https = logic.Yes
			}
		}
	}
	return ports
}
