package network

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// main tells whether a VPC's main route table leads to an internet gateway. A
// VPC of this plan begins with local routes alone (VPC user guide, "Route table
// concepts"); the default VPC's main table is not of this plan's making.
func (n *routing) main(vpc *graph.Resource) Way {
	if w, ok := n.mains[vpc]; ok {
		return w
	}
	// A main route table that is chosen by its own id is no way round.
	n.mains[vpc] = Way{Exposure: Undecided, By: vpc.Attr("main_route_table_id"), Why: "the main route table of " + vpc.String() + " cannot be told"}
	n.mains[vpc] = n.mainOf(vpc)
	return n.mains[vpc]
}

func (n *routing) mainOf(vpc *graph.Resource) Way {
	var chosen []Way
	for _, ref := range n.g.Referrers(vpc, "aws_main_route_table_association", "vpc_id") {
		chosen = append(chosen, n.named(ref.Resource.Attr("route_table_id")))
	}
	if len(chosen) > 0 {
		return EitherWay(vpc.Attr("main_route_table_id"), chosen)
	}
	ways := []Way{{By: vpc.Attr("main_route_table_id"), Why: "the main route table of " + vpc.String() + " leads to no internet gateway"}}
	adopted := slices.Concat(
		n.g.Referrers(vpc, "aws_default_route_table", "default_route_table_id"),
		n.g.Referrers(vpc, "aws_default_route_table", "vpc_id"))
	if vpc.Mode == graph.Data || vpc.Type == "aws_default_vpc" && len(adopted) == 0 {
		ways[0].Exposure, ways[0].Why = Elsewhere, "the main route table of "+vpc.String()+" is not in "+vpc.Input().String()
	}
	for _, ref := range adopted {
		ways = append(ways, n.table(ref.Resource))
	}
	ways = append(ways, n.added(n.g.Referrers(vpc, "aws_route", "route_table_id"))...)
	for _, route := range n.mainRoutes[vpc] {
		ways = append(ways, n.gateway(route.Attr("gateway_id")))
	}
	ways = append(ways, n.straysOf(vpc)...)
	w := AllWays(ways)
	if w.Exposure == Public && w.Why == "" {
		w.Why = "the main route table of " + vpc.String() + " leads to an internet gateway"
	}
	return w
}

// named follows an argument that names a route table.
func (n *routing) named(id graph.Value) Way {
	link := n.g.Link(id, tableTypes...)
	if text, ok := id.Text(); ok && len(link.To) == 0 && n.byMainID[text] != nil {
		return n.main(n.byMainID[text])
	}
	var ways []Way
	for _, to := range link.To {
		switch to.Type {
		case "aws_vpc", "aws_default_vpc":
			ways = append(ways, n.main(to))
		default:
			ways = append(ways, n.table(to))
		}
	}
	if len(link.Outside) > 0 {
		ways = append(ways, Way{Exposure: Elsewhere, By: id, Why: "its route table is not in " + id.Input().String()})
	}
	if link.Open {
		ways = append(ways, Way{Exposure: Undecided, By: id, Why: "its route table cannot be told yet"})
	}
	w := EitherWay(id, ways)
	w.Assumes = append(w.Assumes, link.Assumes...)
	return w
}
