package network

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Absences returns what the privacy of subnets rests on, for verdicts whose deciding
// value names the subnets.
func Absences() []control.Absence {
	return []control.Absence{
		{
			Types: []string{"aws_route", "aws_route_table", "aws_default_route_table"}, Says: "adds no route to its route tables",
			Of: func(g *graph.Graph, v control.Verdict) []*graph.Resource { return around(g, v.Decider).routed },
		},
		{
			Types: []string{"aws_route_table_association"}, Says: "gives its subnets no other route table",
			Of: func(g *graph.Graph, v control.Verdict) []*graph.Resource { return around(g, v.Decider).bare },
		},
		{
			Types: []string{"aws_route_table_association"}, Says: "gives its subnets no other route table", Cure: true,
			Of: func(g *graph.Graph, v control.Verdict) []*graph.Resource { return nil },
		},
		{
			Types: []string{"aws_main_route_table_association", "aws_default_route_table"}, Says: "gives its VPC no other main route table",
			Of: func(g *graph.Graph, v control.Verdict) []*graph.Resource { return around(g, v.Decider).vpcs },
		},
	}
}

// Unassociated returns those of the subnets that an argument names for which the
// graph has no association with a route table.
func (s *Subnets) Unassociated(ids graph.Value) []*graph.Resource { return around(s.g, ids).bare }

// neighbours are what the routes of subnets depend on.
type neighbours struct {
	routed []*graph.Resource // route tables, and VPCs whose main table routes
	bare   []*graph.Resource // subnets without an association
	vpcs   []*graph.Resource // of these
}

func around(g *graph.Graph, subnets graph.Value) neighbours {
	type key struct{ place graph.Place }
	return graph.Once(&g.Facts, key{subnets.Place()}, func() neighbours {
		var n neighbours
		seen := map[*graph.Resource]bool{}
		n.add(g, subnets, seen)
		return n
	})
}

func (n *neighbours) add(g *graph.Graph, ids graph.Value, seen map[*graph.Resource]bool) {
	for _, to := range g.Link(ids, subnetTypes...).To {
		if seen[to] {
			continue
		}
		seen[to] = true
		if to.Mode == graph.Data {
			n.add(g, to.Attr("ids"), seen)
			for _, filter := range to.Blocks("filter") {
				n.add(g, filter.Attr("values"), seen)
			}
			continue
		}
		associations := g.Referrers(to, "aws_route_table_association", "subnet_id")
		for _, a := range associations {
			n.routed = append(n.routed, g.Link(a.Resource.Attr("route_table_id"), tableTypes...).To...)
		}
		if !slices.ContainsFunc(associations, func(a graph.Referrer) bool { _, ok := a.Link.One(); return ok }) {
			vpcs := g.Link(to.Attr("vpc_id"), vpcTypes...).To
			n.bare, n.vpcs, n.routed = append(n.bare, to), append(n.vpcs, vpcs...), append(n.routed, vpcs...)
		}
	}
}
