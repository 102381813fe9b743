package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestListenersInDoubt(t *testing.T) {
	balancer := func(name, kind string) *graph.Resource {
		return graphtest.Build(t, "aws_lb."+name, graphtest.Pairs("arn", graphtest.UnknownText(), "load_balancer_type", kind), nil)
	}
	alb, second, nlb := balancer("a", "application"), balancer("b", "application"), balancer("c", "network")
	listener := func(o graph.Origins, arguments map[string]cty.Value) *graph.Resource {
		arguments["load_balancer_arn"] = graphtest.UnknownText()
		return graphtest.Build(t, "aws_lb_listener.x", arguments, map[string]graph.Origins{"load_balancer_arn": o})
	}
	open := graphtest.RefersTo("arn", alb)
	open.Unresolved = []string{"each.value"}
	forward := graphtest.One(graphtest.Object("type", "forward"))
	tests := []struct {
		name      string
		resources []*graph.Resource
		want      string
	}{
		{"one of two of a type", []*graph.Resource{listener(graphtest.RefersTo("arn", alb, second), graphtest.Pairs("default_action", forward))}, "fail x protocol"},
		{"one of two types", []*graph.Resource{listener(graphtest.RefersTo("arn", alb, nlb, second), graphtest.Pairs("default_action", forward))}, "unknown x protocol"},
		{"a type and an open end", []*graph.Resource{listener(open, graphtest.Pairs("default_action", forward))}, "unknown x protocol"},
		{"a balancer outside without a telling ARN", []*graph.Resource{graphtest.Build(t, "aws_lb_listener.x",
			graphtest.Pairs("load_balancer_arn", cty.TupleVal([]cty.Value{graphtest.UnknownText(), cty.StringVal("web")}), "default_action", forward),
			map[string]graph.Origins{"load_balancer_arn": graphtest.RefersTo("arn", alb)})}, "unknown x protocol"},
		{"what a gateway speaks", []*graph.Resource{listener(graphtest.RefersTo("arn", nlb), graphtest.Pairs("protocol", "GENEVE"))}, ""},
		{"no action", []*graph.Resource{listener(graphtest.RefersTo("arn", alb), graphtest.Pairs("protocol", "HTTP"))}, "fail x protocol"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New(append(test.resources, alb, second, nlb))
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: g})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

// What a message says of ports and protocols is not what is secret of them.
func TestSecretPorts(t *testing.T) {
	secret := func(val cty.Value) cty.Value { return val.Mark(graph.SensitiveMark) }
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	tests := []struct {
		resource *graph.Resource
		want     string
	}{
		{graphtest.Build(t, "aws_lb_listener.x", graphtest.Pairs("protocol", secret(cty.StringVal("HTTP")), "default_action", graphtest.One(graphtest.Object("type", "forward"))), nil),
			"fail: (sensitive), and the default action does not redirect to HTTPS"},
		{graphtest.Build(t, "kubernetes_service.x", graphtest.Pairs(
			"metadata", graphtest.One(graphtest.Object("annotations", graphtest.Object(prefix+"ssl-cert", "arn:aws:acm:::x", prefix+"ssl-ports", "443"))),
			"spec", graphtest.One(graphtest.Object("type", "LoadBalancer", "port", graphtest.One(graphtest.Object("port", secret(cty.NumberIntVal(8123)))))),
		), nil), "manual: the certificate is not for port (sensitive): TLS may end in the pod"},
	}
	for _, test := range tests {
		t.Run(test.resource.String(), func(t *testing.T) {
			g := graph.New([]*graph.Resource{test.resource})
			sameVerdict(t, test.want, loadBalancerTLS().Evaluate(control.Input{Graph: g})[0])
		})
	}
}

// A policy that still speaks TLS 1.0 or 1.1 is evidence of a listener that passes.
func TestWeakPolicies(t *testing.T) {
	tests := []struct {
		policy cty.Value
		weak   bool
	}{
		{cty.NullVal(cty.String), true},
		{graphtest.UnknownText(), false},
		{cty.StringVal("ELBSecurityPolicy-2016-08"), true},
		{cty.StringVal("ELBSecurityPolicy-TLS-1-0-2015-04"), true},
		{cty.StringVal("ELBSecurityPolicy-TLS-1-1-2017-01"), true},
		{cty.StringVal("ELBSecurityPolicy-FS-1-1-2019-08"), true},
		{cty.StringVal("ELBSecurityPolicy-TLS13-1-0-2021-06"), true},
		{cty.StringVal("ELBSecurityPolicy-TLS13-1-1-2021-06"), true},
		{cty.StringVal("ELBSecurityPolicy-TLS-1-2-2017-01"), false},
		{cty.StringVal("ELBSecurityPolicy-TLS-1-2-Ext-2018-06"), false},
		{cty.StringVal("ELBSecurityPolicy-FS-1-2-Res-2020-10"), false},
		{cty.StringVal("ELBSecurityPolicy-TLS13-1-2-2021-06"), false},
		{cty.StringVal("ELBSecurityPolicy-TLS13-1-3-2021-06"), false},
	}
	for _, test := range tests {
		listener := graphtest.Build(t, "aws_lb_listener.x", graphtest.Pairs("protocol", "HTTPS", "certificate_arn", "a", "ssl_policy", test.policy), nil)
		verdicts := loadBalancerTLS().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{listener})})
		weak := false
		for _, e := range verdicts[0].Evidence {
			weak = weak || e.Attribute == "ssl_policy"
		}
		if weak != test.weak {
			t.Errorf("%#v is evidence: %v, want %v", test.policy, weak, test.weak)
		}
	}
}
