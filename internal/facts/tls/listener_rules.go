package tls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// listenerRules is which rules forward what comes in at a listener, beside its
// default action.
type listenerRules struct {
	graph    *graph.Graph
	of       map[*graph.Resource]control.Answer // by an action's type
	anywhere []control.Answer                   // one for each place, of rules whose listener cannot be determined
}

func forwardingRules(g *graph.Graph) listenerRules {
	rules := listenerRules{graph: g, of: map[*graph.Resource]control.Answer{}}
	places := map[graph.Home]int{} // in anywhere
	for _, rule := range g.Resources(listenerRuleTypes()...) {
		forward := forwardOf(rule)
		link := g.Link(rule.Attr("listener_arn"), ListenerTypes()...)
		if _, certain := link.One(); !certain {
			forward = forward.AtMost(logic.Maybe)
		}
		for _, listener := range link.To {
			rules.of[listener] = rules.of[listener].Or(forward)
		}
		if home := g.Home(rule); link.Open && forward.Truth != logic.No {
			i, ok := places[home]
			if !ok {
				i = len(rules.anywhere)
				places[home] = i
				rules.anywhere = append(rules.anywhere, control.Answer{})
			}
			rules.anywhere[i] = rules.anywhere[i].Or(forward)
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
	found := r.of[listener]
	for _, forward := range r.anywhere {
		if r.graph.SamePlace(forward.By.Resource(), listener) != graph.Different {
			found = found.Or(forward)
		}
	}
	return found
}
