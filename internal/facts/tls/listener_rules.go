package tls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// listenerRules is which rules forward what comes in at a listener, beside its
// default action.
type listenerRules struct {
	of       map[*graph.Resource]ruleForward
	anywhere ruleForward // of a rule whose listener cannot be told
}

// ruleForward says whether a rule forwards, by which action's type.
type ruleForward struct {
	forwards logic.Truth
	value    graph.Value
}

func (f ruleForward) or(o ruleForward) ruleForward {
	if o.forwards > f.forwards {
		return o
	}
	return f
}

func forwardingRules(g *graph.Graph) listenerRules {
	rules := listenerRules{of: map[*graph.Resource]ruleForward{}}
	for _, rule := range g.Resources(listenerRuleTypes()...) {
		forward := forwardOf(rule)
		link := g.Link(rule.Attr("listener_arn"), ListenerTypes()...)
		if _, certain := link.One(); !certain {
			forward.forwards = min(forward.forwards, logic.Maybe)
		}
		for _, listener := range link.To {
			rules.of[listener] = rules.of[listener].or(forward)
		}
		if link.Open {
			rules.anywhere = rules.anywhere.or(forward)
		}
	}
	return rules
}

func forwardOf(rule *graph.Resource) ruleForward {
	var found ruleForward
	for _, action := range rule.Blocks("action") {
		switch kind := action.Attr("type"); {
		case kind.Is("forward"):
			found = found.or(ruleForward{logic.Yes, kind})
		case kind.Unknown():
			found = found.or(ruleForward{logic.Maybe, kind})
		}
	}
	return found
}

func (r listenerRules) on(listener *graph.Resource) ruleForward {
	return r.of[listener].or(r.anywhere)
}
