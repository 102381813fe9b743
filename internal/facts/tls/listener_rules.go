package tls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// listenerRules says which rules of a listener do something else than redirect to
// HTTPS. Rules come before the default action.
type listenerRules struct {
	graph    *graph.Graph
	of       map[*graph.Resource]control.Answer // by a value of the rule
	anywhere []control.Answer                   // one for each place, of rules whose listener cannot be determined
}

func rulesOf(g *graph.Graph) listenerRules {
	rules := listenerRules{graph: g, of: map[*graph.Resource]control.Answer{}}
	places := map[graph.Home]int{} // in anywhere
	for _, rule := range g.Resources(ListenerRuleTypes()...) {
		redirects, decider := redirectsToHTTPS(rule.Attr("action"))
		plain := control.Answer{Truth: redirects.Not(), By: decider}
		link := g.Link(rule.Attr("listener_arn"), ListenerTypes()...)
		if _, certain := link.One(); !certain {
			plain = plain.AtMost(logic.Maybe)
		}
		for _, listener := range link.To {
			rules.of[listener] = rules.of[listener].Or(plain)
		}
		if home := g.Home(rule); link.Open && plain.Truth != logic.No {
			i, ok := places[home]
			if !ok {
				i = len(rules.anywhere)
				places[home] = i
				rules.anywhere = append(rules.anywhere, control.Answer{})
			}
			rules.anywhere[i] = rules.anywhere[i].Or(plain)
		}
	}
	return rules
}

// plainOn says whether a rule of a listener answers or forwards in HTTP.
func (r listenerRules) plainOn(listener *graph.Resource) control.Answer {
	found := r.of[listener]
	for _, plain := range r.anywhere {
		if r.graph.SamePlace(plain.By.Resource(), listener) != graph.Different {
			found = found.Or(plain)
		}
	}
	return found
}
