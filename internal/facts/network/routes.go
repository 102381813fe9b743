package network

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// routing tells whether route tables lead to an internet gateway. It looks at
// each route and each table once.
type routing struct {
	g      *graph.Graph
	tables map[*graph.Resource]Way
	mains  map[*graph.Resource]Way // of main route tables, by VPC

	targets map[*graph.Resource]Way // of route resources
	former  map[string][]*graph.Resource

	byMainID   map[string]*graph.Resource            // VPC by the known id of its main route table
	mainRoutes map[*graph.Resource][]*graph.Resource // routes that name a VPC's main route table so
	strays     []stray
}

// stray is a route to an internet gateway whose table cannot be told: it may be
// any table's in the gateway's VPC.
type stray struct {
	vpc *graph.Resource // nil where that is not known
	by  graph.Value
}

var (
	vpcTypes   = []string{"aws_vpc", "aws_default_vpc"}
	tableTypes = []string{"aws_route_table", "aws_default_route_table", "aws_vpc", "aws_default_vpc"}
)

// routingReads is what routing reads. Each type is looked up by id, arn or name.
func routingReads() []control.Read {
	return []control.Read{
		{Types: vpcTypes, Arguments: []string{"id", "arn", "name", "main_route_table_id", "default_route_table_id"}},
		{Types: []string{"aws_route_table"}, Arguments: []string{"id", "arn", "name", "vpc_id", "route", "routes"}},
		{Types: []string{"aws_default_route_table"}, Arguments: []string{"id", "arn", "name", "vpc_id", "route", "default_route_table_id"}},
		{Types: []string{"aws_main_route_table_association"}, Arguments: []string{"vpc_id", "route_table_id"}},
		{Types: []string{"aws_route"}, Arguments: []string{
			"route_table_id", "gateway_id", "destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id",
		}},
		{Types: []string{"aws_internet_gateway"}, Arguments: []string{"id", "arn", "name", "vpc_id"}},
	}
}

func newRouting(g *graph.Graph) *routing {
	n := &routing{
		former:     formerRoutes(g),
		g:          g,
		tables:     map[*graph.Resource]Way{},
		mains:      map[*graph.Resource]Way{},
		targets:    map[*graph.Resource]Way{},
		byMainID:   map[string]*graph.Resource{},
		mainRoutes: map[*graph.Resource][]*graph.Resource{},
	}
	for _, vpc := range g.Resources(vpcTypes...) {
		for _, name := range []string{"main_route_table_id", "default_route_table_id"} {
			if id, ok := vpc.Attr(name).Text(); ok {
				n.byMainID[id] = vpc
			}
		}
	}
	for _, route := range g.Resources("aws_route") {
		table := route.Attr("route_table_id")
		if id, ok := table.Text(); ok {
			if vpc := n.byMainID[id]; vpc != nil {
				n.mainRoutes[vpc] = append(n.mainRoutes[vpc], route)
			}
		} else if len(g.Link(table, tableTypes...).To) == 0 && !ofGateway(table) {
			n.addStray(route)
		}
	}
	return n
}

// ofGateway reports whether a table is the one that AWS makes for a regional NAT gateway,
// with which no subnet is associated: nothing else of a NAT gateway is a route table.
func ofGateway(table graph.Value) bool {
	origins := table.Origins()
	types := originTypes(origins)
	return origins.Followed() && len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return t != "aws_nat_gateway" })
}

func (n *routing) addStray(route *graph.Resource) {
	target, by := route.Attr("gateway_id"), route.Attr("route_table_id")
	if n.gateway(target).Exposure == private {
		return
	}
	var vpc *graph.Resource
	if igw, ok := n.g.Link(target, "aws_internet_gateway").One(); ok {
		vpc, _ = n.g.Link(igw.Attr("vpc_id"), vpcTypes...).One()
	}
	if s := (stray{vpc, by}); !slices.ContainsFunc(n.strays, func(o stray) bool { return o.vpc == vpc }) {
		n.strays = append(n.strays, s)
	}
}

// gateway tells whether a route's gateway_id is an internet gateway's. Other
// targets have arguments of their own, and lead to no internet gateway; the
// unused ones of an inline route are "".
func (n *routing) gateway(id graph.Value) Way {
	if text, ok := id.Text(); ok || id.Unset() {
		if strings.HasPrefix(text, "igw-") {
			return Way{Exposure: Public, By: id}
		}
		return Way{Exposure: private, By: id}
	}
	origins := id.Origins()
	types := originTypes(origins)
	link := n.g.Link(id, "aws_internet_gateway")
	sameArgument := func(t string) bool { return t == "aws_vpn_gateway" || t == "aws_vpc_endpoint" }
	switch {
	case len(link.To) > 0 && !link.Open && !slices.ContainsFunc(types, sameArgument):
		return Way{Exposure: Public, By: id, Assumes: link.Assumes}
	case len(types) > 0 && origins.Followed() && !slices.ContainsFunc(types, func(t string) bool { return !slices.Contains(privateTargets, t) }):
		return Way{Exposure: private, By: id}
	}
	return Way{Exposure: Undecided, By: id, Why: id.Path() + " of " + id.Resource().String() + " may be an internet gateway's"}
}

// privateTargets are what inline routes refer to, which plan JSON shows for all
// routes and arguments of a table together, without being an internet gateway.
// They need not be in the graph.
var privateTargets = []string{
	"aws_vpn_gateway", "aws_vpc_endpoint", "aws_egress_only_internet_gateway", "aws_nat_gateway",
	"aws_ec2_transit_gateway", "aws_ec2_transit_gateway_vpc_attachment", "aws_vpc_peering_connection",
	"aws_vpc_peering_connection_accepter", "aws_ec2_carrier_gateway", "aws_networkmanager_core_network",
	"aws_network_interface", "aws_instance", "aws_networkfirewall_firewall", "aws_ec2_managed_prefix_list",
	"aws_vpc", "aws_subnet",
}

// originTypes returns the types of the resources that a value comes from, those
// not in the graph included; "" where an address cannot be read.
func originTypes(o graph.Origins) []string {
	var types []string
	for _, ref := range o.Refs {
		types = append(types, ref.Resource.Type)
	}
	for _, other := range o.Others {
		a, _ := graph.ParseAddress(other)
		types = append(types, a.Type)
	}
	return types
}

// table tells whether a route table leads to an internet gateway.
func (n *routing) table(r *graph.Resource) Way {
	if w, ok := n.tables[r]; ok {
		return w
	}
	routes := r.Arg("route")
	if r.Mode == graph.Data {
		routes = r.Attr("routes")
	}
	ways := []Way{{By: routes, Why: r.String() + " leads to no internet gateway"}}
	for _, route := range routes.Elements() {
		if n.gone(r, routes, route) {
			continue
		}
		target := route
		if !route.Opaque() {
			target = route.Attr("gateway_id")
		}
		ways = append(ways, n.gateway(target))
	}
	ways = append(ways, n.added(n.g.Referrers(r, "aws_route", "route_table_id"))...)
	ways = append(ways, n.straysOf(n.vpcOf(r))...)
	w := AllWays(ways)
	if w.Exposure == Public {
		w.Why = r.String() + " leads to an internet gateway"
	}
	n.tables[r] = w
	return w
}

// vpcOf returns the VPC of a route table, nil where it is not known. The
// vpc_id of an adopted main table is known only after apply.
func (n *routing) vpcOf(table *graph.Resource) *graph.Resource {
	vpc, ok := n.g.Link(table.Attr("vpc_id"), vpcTypes...).One()
	if !ok && table.Type == "aws_default_route_table" {
		vpc, _ = n.g.Link(table.Attr("default_route_table_id"), vpcTypes...).One()
	}
	return vpc
}

// added returns where the routes lead that refer to a table.
func (n *routing) added(routes []graph.Referrer) []Way {
	var ways []Way
	for _, route := range routes {
		w := n.target(route.Resource)
		if _, certain := route.Link.One(); w.Exposure == Public && !certain {
			w = Way{Exposure: Undecided, By: route.Resource.Attr("route_table_id"), Why: route.Resource.String() + " may be a route of it"}
		}
		w.Assumes = slices.Concat(w.Assumes, route.Link.Assumes)
		ways = append(ways, w)
	}
	return ways
}

// target is where a route resource leads, however many tables it may be of.
func (n *routing) target(route *graph.Resource) Way {
	w, ok := n.targets[route]
	if !ok {
		w = n.gateway(route.Attr("gateway_id"))
		n.targets[route] = w
	}
	return w
}

// straysOf returns the routes to an internet gateway that may be of any table in
// the VPC; of any table at all where the VPC is not known.
func (n *routing) straysOf(vpc *graph.Resource) []Way {
	for _, s := range n.strays {
		if vpc == nil || s.vpc == nil || s.vpc == vpc {
			return []Way{{Exposure: Undecided, By: s.by, Why: s.by.Resource().String() + " may be a route of it"}}
		}
	}
	return nil
}
