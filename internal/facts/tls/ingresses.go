package tls

import (
	"encoding/json"
	"maps"
	"slices"
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
	charts := chartIngresses(objects)
	groups := map[string]ingressGroup{}
	for _, ingress := range slices.Concat(ingresses, charts) {
		if name, ok := classes.group(ingress).Text(); ok {
			groups[name] = groups[name].with(ingress, classes)
		}
	}
	albOf := func(ingress kube.Object) control.Verdict {
		group := ingressGroup{}.with(ingress, classes)
		if name := classes.group(ingress); name.Unknown() {
			group.unknown = name
		} else if text, ok := name.Text(); ok {
			group = groups[text]
		}
		return albTLS(ingress, classes, group).On(ingress.Resource)
	}
	front := tlsInFront(objects)
	verdicts := chartIngressTLS(charts, albOf)
	for _, ingress := range ingresses {
		class := classes.of(ingress)
		alb, other := albOf(ingress), otherIngressTLS(ingress, class, front).On(ingress.Resource)
		_, named := class.Text()
		if _, grouped := classes.group(ingress).Text(); named || grouped {
			// The class may bring a certificate, and another of the group a redirect.
			alb, other = alb.Lacking(), other.Lacking()
		}
		switch classes.isALB(ingress, class) {
		case logic.Yes:
			verdicts = append(verdicts, alb)
		case logic.No:
			verdicts = append(verdicts, other)
		case logic.Maybe:
			verdicts = append(verdicts, undecidedClass(class, alb, other).On(ingress.Resource))
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

// ingressGroup is what ingresses of one group.name share: they are one load
// balancer (AWS Load Balancer Controller, "IngressGroup").
type ingressGroup struct {
	redirect graph.Value     // an ssl-redirect of any of them
	https    logic.Truth     // whether any of them opens an HTTPS port
	tls      map[string]bool // the HTTPS ports of all of them
	waits    graph.Value     // the listen-ports that leave https undecided
	unknown  graph.Value     // the group's name, where it is not known which group it is
}

func (g ingressGroup) with(ingress kube.Object, classes ingressClasses) ingressGroup {
	redirect := classes.paramsOf(ingress).redirect
	if redirect.Unset() {
		redirect = ingress.Annotation(ALBAnnotation + "ssl-redirect")
	}
	if kube.Given(redirect) {
		g.redirect = redirect
	}
	ports := portsOf(ingress, classes)
	tls := maps.Clone(g.tls)
	if tls == nil {
		tls = map[string]bool{}
	}
	maps.Copy(tls, ports.tls)
	g.tls = tls
	if ports.https == logic.Maybe {
		g.waits = ports.decider
	}
	g.https = max(g.https, ports.https)
	return g
}

// redirects reports whether HTTP redirects to HTTPS: to a port that is one of the
// HTTPS ports (AWS Load Balancer Controller, annotations: ssl-redirect).
func (g ingressGroup) redirects() bool {
	port, known := g.redirect.Text()
	return kube.Given(g.redirect) && (!known || g.https == logic.Maybe || g.tls[port])
}

// albTLS judges an ingress of an application load balancer: it needs HTTPS, and
// no HTTP that does not redirect. The field spec.tls opens no port by itself.
func albTLS(ingress kube.Object, classes ingressClasses, group ingressGroup) control.Verdict {
	ports := portsOf(ingress, classes)
	redirected := group.redirects() && group.https == logic.Yes
	action, first := redirectAction(ingress)
	switch {
	case ports.https == logic.Maybe:
		return control.Unknown(ports.decider)
	case ports.http && redirected:
		return control.Pass(group.redirect, "HTTP redirects to HTTPS").Because(ports.decider)
	case ports.http && group.unknown.Unknown():
		return control.Unknown(group.unknown)
	case ports.http && group.redirects() && group.https == logic.Maybe:
		return control.Unknown(group.waits)
	case ports.http && ports.https == logic.Yes && first:
		return control.Pass(action, "HTTP redirects to HTTPS").Because(ports.decider)
	case ports.http && ports.https == logic.Yes && !action.Unset():
		return control.Manual(action, "an action redirects to HTTPS: look at whether it comes first for every host and path").Because(ports.decider)
	case ports.http && kube.Given(group.redirect) && ports.https == logic.Yes:
		return control.Fail(group.redirect, "ssl-redirect is %s, which is not one of the HTTPS ports: nothing redirects HTTP", control.Show(group.redirect)).Because(ports.decider)
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
	tls     map[string]bool // the HTTPS ports
	decider graph.Value
}

// portsOf reads the ports: those listed, or else 443 where there is a
// certificate and 80 where there is none.
func portsOf(ingress kube.Object, classes ingressClasses) ingressPorts {
	listed := ingress.Annotation(ALBAnnotation + "listen-ports")
	if !listed.Unset() {
		return listenPorts(listed)
	}
	for _, certificate := range []graph.Value{
		ingress.Annotation(ALBAnnotation + "certificate-arn"),
		ingress.Annotation(ALBAnnotation + "create-acm-cert"),
		classes.paramsOf(ingress).certificate,
	} {
		if kube.Given(certificate) && !certificate.IsFalse() {
			return ingressPorts{https: logic.Yes, tls: map[string]bool{"443": true}, decider: certificate}
		}
	}
	return ingressPorts{http: true, decider: listed}
}

// listenPorts reads `[{"HTTP": 80}, {"HTTPS": 443}]`.
func listenPorts(listed graph.Value) ingressPorts {
	ports := ingressPorts{tls: map[string]bool{}, decider: listed}
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
		for protocol, port := range entry {
			ports.http = ports.http || strings.EqualFold(protocol, "HTTP")
			if strings.EqualFold(protocol, "HTTPS") {
				ports.https = logic.Yes
				ports.tls[strings.Trim(string(port), `"`)] = true
			}
		}
	}
	return ports
}
