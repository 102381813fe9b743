// Package tls has what controls derive about load balancers: listeners, Ingresses,
// Gateways, Services and charts, and whether they serve TLS.
//
// It knows no control, and not where the graph came from.
package tls

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// The provider has each of these types under two names.
func ListenerTypes() []string { return []string{"aws_lb_listener", "aws_alb_listener"} }

// ListenerRuleTypes are the resource types of the rules of listeners.
func ListenerRuleTypes() []string { return []string{"aws_lb_listener_rule", "aws_alb_listener_rule"} }

func loadBalancerTypes() []string { return []string{"aws_lb", "aws_alb"} }

// listenerReads is what [ListenerTLS] reads.
func ListenerReads() []control.Read {
	return []control.Read{
		{Types: ListenerTypes(), Arguments: []string{
			"id", "arn", "name", "load_balancer_arn", "protocol", "certificate_arn", "ssl_policy", "default_action",
		}},
		{Types: ListenerRuleTypes(), Arguments: []string{"listener_arn", "action"}},
		{Types: loadBalancerTypes(), Arguments: []string{"id", "arn", "load_balancer_type"}},
	}
}

// ListenerTLS judges the listeners of application and network load balancers.
func ListenerTLS(g *graph.Graph) []control.Verdict {
	rules := rulesOf(g)
	var verdicts []control.Verdict
	for _, listener := range g.Resources(ListenerTypes()...) {
		protocol := listener.Arg("protocol")
		if protocol.Unset() {
			switch balancerType(g, listener) {
			case "application":
				protocol = protocol.Or(cty.StringVal("HTTP"))
			case "gateway":
				continue
			default:
				verdicts = append(verdicts, control.Unresolved(protocol,
					"protocol is left out, and it cannot be told whether the load balancer is an application load balancer, for which that means HTTP"))
				continue
			}
		}
		text, known := protocol.Text()
		if !known {
			verdicts = append(verdicts, control.Unknown(protocol))
			continue
		}
		switch certificate := listener.Attr("certificate_arn"); strings.ToUpper(text) {
		case "GENEVE":
		case "HTTPS", "TLS":
			verdicts = append(verdicts, certified(protocol, certificate).With(weakPolicy(listener.Arg("ssl_policy"))...))
		case "HTTP":
			verdicts = append(verdicts, plainListener(protocol, listener, rules))
		default:
			verdicts = append(verdicts, control.Manual(protocol, "%s is passed on as it comes: TLS may end in the pod or behind another load balancer", control.Show(protocol)))
		}
	}
	return verdicts
}

// certified judges a port that speaks TLS.
func certified(protocol, certificate graph.Value) control.Verdict {
	// A plan has a value for every variable. In source one without a value may be empty.
	if o := certificate.Origins(); certificate.Opaque() && certificate.Input() == graph.FromSource && len(o.Unresolved) > 0 && len(o.Refs)+len(o.Others) == 0 {
		return control.Unknown(certificate)
	}
	if kube.Given(certificate) {
		return control.Pass(protocol, "%s with a certificate", control.Show(protocol)).Because(certificate)
	}
	return control.Fail(certificate, "%s without a certificate", control.Show(protocol)).Because(protocol)
}

// plainListener judges a listener that speaks HTTP: it may only redirect.
func plainListener(protocol graph.Value, listener *graph.Resource, rules listenerRules) control.Verdict {
	said := "HTTP"
	switch {
	case protocol.Sensitive():
		said = control.Show(protocol)
	case protocol.Defaulted():
		said = "protocol is left out, which means HTTP"
	}
	actions := listener.Attr("default_action")
	redirects, decider := redirectsToHTTPS(actions)
	rule := rules.plainOn(listener)
	switch {
	case redirects == logic.No:
		return control.Fail(protocol, "%s, and the default action does not redirect to HTTPS", said).Because(decider)
	case rule.Truth == logic.Yes:
		return control.Fail(protocol, "%s, and %s does not redirect to HTTPS", said, rule.By.Resource()).Because(rule.By)
	case redirects == logic.Maybe:
		return control.Unknown(decider)
	case rule.Truth == logic.Maybe && rule.By.Unknown():
		return control.Unknown(rule.By).On(listener)
	case rule.Truth == logic.Maybe:
		return control.Unresolved(decider, "%s does not redirect to HTTPS, and it cannot be determined which listener it is on", rule.By.Resource()).Because(rule.By)
	}
	return control.Pass(decider, "HTTP only redirects to HTTPS")
}

// redirectsToHTTPS tells whether default actions do nothing but redirect to
// HTTPS, and which value says so.
func redirectsToHTTPS(actions graph.Value) (logic.Truth, graph.Value) {
	answer, decider := logic.No, actions
	for _, action := range actions.Elements() {
		kind := action.Attr("type")
		// Left out, a redirect keeps the protocol that the client came with.
		to := action.Block("redirect").Attr("protocol").Or(cty.StringVal("#{protocol}"))
		text, known := to.Text()
		switch {
		case kind.Opaque():
			return logic.Maybe, kind
		case !kind.Is("redirect"):
			return logic.No, kind
		case !known:
			answer, decider = logic.Maybe, to
		case !strings.EqualFold(text, "HTTPS"):
			return logic.No, to
		default:
			answer, decider = logic.Yes, to
		}
	}
	return answer, decider
}

// balancerType is "application", "network" or "gateway", of a load balancer of
// the plan or by its ARN; "" when it cannot be told.
func balancerType(g *graph.Graph, listener *graph.Resource) string {
	arn := listener.Attr("load_balancer_arn")
	if text, ok := arn.Text(); ok {
		for mark, kind := range map[string]string{":loadbalancer/app/": "application", ":loadbalancer/net/": "network", ":loadbalancer/gwy/": "gateway"} {
			if strings.Contains(text, mark) {
				return kind
			}
		}
	}
	link := g.Link(arn, loadBalancerTypes()...)
	var kinds []string
	for _, balancer := range link.To {
		kind, _ := balancer.Attr("load_balancer_type").Or(cty.StringVal("application")).Text()
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	if len(slices.Compact(kinds)) == 1 && !link.Open && len(link.Outside) == 0 {
		return kinds[0]
	}
	return ""
}

// weakPolicy is evidence of a security policy that still speaks TLS 1.0 or 1.1:
// Elastic Load Balancing user guides, "Security policies". The API's default,
// ELBSecurityPolicy-2016-08, does.
func weakPolicy(policy graph.Value) []finding.Evidence {
	name, ok := policy.Text()
	if !ok && !policy.Unset() {
		return nil
	}
	for _, strong := range []string{"-1-2-", "-1-3-"} {
		if strings.Contains(name, strong) {
			return nil
		}
	}
	return []finding.Evidence{control.Fact(policy, policy.Resource())}
}
