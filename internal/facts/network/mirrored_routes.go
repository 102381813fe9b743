package network

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// The routes of a route table are computed if no configuration writes them: the
// provider fills them, on refresh, with the routes that other resources add. Those
// that the plan deletes or changes are not there after the apply.

// formerRoutes are the routes that the plan deletes or changes, by the id of their
// table.
func formerRoutes(g *graph.Graph) map[string][]*graph.Resource {
	routes := map[string][]*graph.Resource{}
	for _, r := range g.Former("aws_route") {
		if id, _ := r.Attr("route_table_id").Text(); id != "" {
			routes[id] = append(routes[id], r)
		}
	}
	return routes
}

// gone reports whether a table only shows a route that the plan deletes or changes.
func (n *routing) gone(table *graph.Resource, routes, route graph.Value) bool {
	if table.Mode == graph.Managed && !routes.Omitted() || route.Opaque() {
		return false
	}
	id, _ := table.Attr("id").Text()
	return slices.ContainsFunc(n.former[id], func(was *graph.Resource) bool {
		return same(route.Attr("gateway_id"), was.Attr("gateway_id")) &&
			same(route.Attr("cidr_block"), was.Attr("destination_cidr_block")) &&
			same(route.Attr("ipv6_cidr_block"), was.Attr("destination_ipv6_cidr_block")) &&
			same(route.Attr("destination_prefix_list_id"), was.Attr("destination_prefix_list_id"))
	})
}

// same compares known texts. One that is not set is "" in a table.
func same(a, b graph.Value) bool {
	x, _ := a.Text()
	y, _ := b.Text()
	return !a.Unknown() && !b.Unknown() && x == y
}
