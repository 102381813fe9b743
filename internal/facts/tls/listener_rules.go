package tls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// listenerRules is which rules forward what comes in at a listener, beside its
// default action.
type listenerRules struct {
	of       map[*graph.Resource]control.Answer // by an action's type
	anywhere control.Answer                     // of a rule whose listener cannot be determined
}

func forwardingRules(g *graph.Graph) listenerRules {
	rules := listenerRules{of: map[*graph.Resource]control.Answer{}}
	for _, rule := range g.Resources(listenerRuleTypes()...) {
		forward := forwardOf(rule)
		link := g.Link(rule.Attr("listener_arn"), ListenerTypes()...)
		if _, certain := link.One(); !certain {
			forward = forward.AtMost(logic.Maybe)
		}
		for _, listener := range link.To {
			rules.of[listener] = rules.of[listener].Or(forward)
		}
		if link.Open {
			rules.anywhere = rules.anywhere.Or(forward)
		}
	}
	return rules
}

func forwardOf(rule *graph.Resource) control.Answer {
	var found control.Answer
	for _, action := range rule.Blocks("action") {
		switch kind := action.Attr("type"); {
		case kind.Is("forward"):
			found = found.Or(control.Answer{Truth: logic.Yes, By: kind})
		case kind.Unknown():
			found = found.Or(control.Answer{Truth: logic.Maybe, By: kind})
		}
	}
	return found
}

func (r listenerRules) on(listener *graph.Resource) control.Answer {
	return r.of[listener].Or(r.anywhere)
}
