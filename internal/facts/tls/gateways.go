package tls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const gatewayGroup = "gateway.networking.k8s.io"

// GatewayTLS checks the Gateways and ListenerSets of the Gateway API on one cluster,
// each by the worst of its listeners. Routes of a Gateway are not attached to the
// listeners that a ListenerSet adds to it.
func GatewayTLS(documents []kube.Manifest) []control.Verdict {
	routes := routesOf(documents)
	var verdicts []control.Verdict
	for _, m := range documents {
		if !m.Is(gatewayGroup, "Gateway") && !m.Is(gatewayGroup, "ListenerSet") && !m.Is("gateway.networking.x-k8s.io", "XListenerSet") {
			continue
		}
		var of []control.Verdict
		for _, listener := range m.Object.Attr("spec").Attr("listeners").Elements() {
			of = append(of, gatewayListenerTLS(listener, routes[gatewayKey{m.Kind, m.Namespace, m.Name}]))
		}
		if len(of) > 0 {
			verdicts = append(verdicts, control.Together(of))
		}
	}
	return verdicts
}

func gatewayListenerTLS(listener graph.Value, routes []route) control.Verdict {
	protocol := listener.Attr("protocol")
	text, known := protocol.Text()
	switch text = strings.ToUpper(text); {
	case !known:
		return control.Unknown(protocol)
	case text == "HTTPS", text == "TLS":
		return control.Pass(protocol, "%s", control.Show(protocol))
	case text != "HTTP":
		return control.Manual(protocol, "%s is passed on as it comes: TLS may end in the pod", control.Show(protocol))
	}
	redirects := logic.Maybe // by routes that are not in this plan
	for _, r := range routes {
		switch {
		case apart(r.section, listener.Attr("name")), apart(r.port, listener.Attr("port")):
		case r.redirects == logic.No && (r.section.Unknown() || r.port.Unknown()):
			return control.Manual(protocol, "HTTP, and %s, which does not redirect to HTTPS, may be of another listener", r.Resource)
		case r.redirects == logic.No:
			return control.Fail(protocol, "HTTP, and %s does not redirect to HTTPS", r.Resource)
		case redirects == logic.Maybe:
			redirects = r.redirects
		}
	}
	if redirects == logic.Yes {
		return control.Pass(protocol, "HTTP only redirects to HTTPS")
	}
	return control.Manual(protocol, "HTTP, and whether its routes redirect to HTTPS cannot be determined from %s", protocol.Input())
}

// apart reports whether a route that asks for a name or port is known to mean
// another listener than the one that has it.
func apart(asked, has graph.Value) bool {
	want, asks := asked.Text()
	text, known := has.Text()
	return asks && known && want != text
}

type gatewayKey struct{ kind, namespace, name string }

// route is a route as it is attached to a Gateway, to all of its listeners or
// to those of a section name or a port.
type route struct {
	*graph.Resource
	section   graph.Value
	port      graph.Value
	redirects logic.Truth // whether it does nothing but redirect to HTTPS
}

func routesOf(documents []kube.Manifest) map[gatewayKey][]route {
	routes := map[gatewayKey][]route{}
	for _, m := range documents {
		if !m.Is(gatewayGroup, "HTTPRoute") && !m.Is(gatewayGroup, "GRPCRoute") {
			continue
		}
		spec := m.Object.Attr("spec")
		r := route{Resource: m.Resource, redirects: onlyRedirects(spec.Attr("rules"))}
		for _, parent := range spec.Attr("parentRefs").Elements() {
			key := gatewayKey{kind: "Gateway", namespace: m.Namespace}
			if kind, ok := parent.Attr("kind").Text(); ok {
				key.kind = kind
			}
			key.name, _ = parent.Attr("name").Text()
			if namespace, ok := parent.Attr("namespace").Text(); ok {
				key.namespace = namespace
			}
			r.section, r.port = parent.Attr("sectionName"), parent.Attr("port")
			routes[key] = append(routes[key], r)
		}
	}
	return routes
}

// onlyRedirects tells whether every rule redirects to HTTPS. Left out, the
// scheme of a redirect is the request's own.
func onlyRedirects(rules graph.Value) logic.Truth {
	if len(rules.Elements()) == 0 {
		return logic.No
	}
	answer := logic.Yes
	for _, rule := range rules.Elements() {
		redirects := logic.No
		for _, filter := range rule.Attr("filters").Elements() {
			scheme := filter.Attr("requestRedirect").Attr("scheme")
			switch {
			case scheme.Unknown():
				redirects = max(redirects, logic.Maybe)
			case scheme.Is("https"):
				redirects = logic.Yes
			}
		}
		answer = min(answer, redirects)
	}
	return answer
}
