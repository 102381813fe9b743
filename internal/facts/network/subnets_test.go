package network

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// exposures spells an exposure for a test.
var exposures = map[Exposure]string{private: "private", Elsewhere: "elsewhere", Undecided: "undecided", Public: "public"}

// inline is the route attribute of a route table, with these gateways.
func inline(gateways ...cty.Value) cty.Value {
	var routes []cty.Value
	for _, gateway := range gateways {
		routes = append(routes, cty.ObjectVal(map[string]cty.Value{"gateway_id": gateway}))
	}
	return cty.TupleVal(routes)
}

func TestSubnetExposure(t *testing.T) {
	type from = map[string]graph.Origins
	unresolved := graph.Origins{Unresolved: []string{"each.value.x"}}
	vpc := graphtest.Build(t, "aws_vpc.a", graphtest.Pairs("id", graphtest.UnknownText(), "main_route_table_id", "rtb-main"), nil)
	otherVPC := graphtest.Build(t, "aws_vpc.b", graphtest.Pairs("id", graphtest.UnknownText()), nil)
	defaultVPC := graphtest.Build(t, "aws_default_vpc.d", graphtest.Pairs("id", "vpc-d"), nil)
	igw := graphtest.Sourced(t, "aws_internet_gateway.a", from{"vpc_id": graphtest.RefersTo("id", vpc)}, nil)
	igwOfOther := graphtest.Sourced(t, "aws_internet_gateway.b", from{"vpc_id": graphtest.RefersTo("id", otherVPC)}, nil)
	igwOfNone := graphtest.Build(t, "aws_internet_gateway.none", graphtest.Pairs("id", graphtest.UnknownText()), nil)
	vgw := graphtest.Build(t, "aws_vpn_gateway.v", graphtest.Pairs("id", graphtest.UnknownText()), nil)
	inVPC := from{"vpc_id": graphtest.RefersTo("id", vpc)}
	subnet := graphtest.Sourced(t, "aws_subnet.a", inVPC, nil)
	twin := graphtest.Sourced(t, "aws_subnet.b", inVPC, nil)
	table := graphtest.Sourced(t, "aws_route_table.a", inVPC, nil)
	tableTwin := graphtest.Sourced(t, "aws_route_table.b", inVPC, nil)
	openTable := graphtest.Sourced(t, "aws_route_table.open", inVPC, graphtest.Pairs("route", inline(cty.StringVal(""), cty.StringVal("igw-1"))))
	nowhere := graphtest.Build(t, "aws_route_table.nowhere", graphtest.Pairs("id", graphtest.UnknownText()), nil)
	hidden := graphtest.Sourced(t, "aws_route_table.hidden", from{"route": unresolved}, nil)
	associated := graphtest.Sourced(t, "aws_route_table_association.a", from{"subnet_id": graphtest.RefersTo("id", subnet), "route_table_id": graphtest.RefersTo("id", table)}, nil)
	association := func(name string, subnet, table graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_route_table_association."+name, from{"subnet_id": subnet, "route_table_id": table}, nil)
	}
	route := func(name string, table, gateway graph.Origins) *graph.Resource {
		return graphtest.Sourced(t, "aws_route."+name, from{"route_table_id": table, "gateway_id": gateway}, nil)
	}
	local := graphtest.RefersTo("id", igw)
	local.Locals = []string{"local.internal"}
	stack := graph.Origins{Others: []string{"aws_cloudformation_stack.net"}}
	endpoint := graph.Origins{Others: []string{"module.m.aws_vpc_endpoint.s3"}}

	tests := []struct {
		name      string
		resources []*graph.Resource
		want      string
	}{
		{"table without routes", []*graph.Resource{associated}, "private"},
		{"no association: a main table without routes", nil, "private"},
		{"route to the gateway", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graphtest.RefersTo("id", igw))}, "public"},
		{"route to the gateway in the other table", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", tableTwin), graphtest.RefersTo("id", igw))}, "private"},
		{"gateway chosen by a local", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), local)}, "public"},
		{"a private gateway", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graphtest.RefersTo("id", vgw))}, "private"},
		{"an endpoint that is not in the graph", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), endpoint)}, "private"},
		{"one gateway or the other", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graphtest.RefersTo("id", igw, vgw))}, "undecided"},
		{"one gateway or an endpoint", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{
			Refs: graphtest.RefersTo("id", igw).Refs, Others: []string{"aws_vpc_endpoint.s3"},
		})}, "undecided"},
		{"a NAT gateway, as of another of the inline routes", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{Others: []string{"aws_nat_gateway.n"}})}, "private"},
		{"a VPC, as of another argument of the inline routes", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graphtest.RefersTo("cidr_block", vpc))}, "private"},
		{"an address that cannot be read", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{Others: []string{"?"}})}, "undecided"},
		{"a gateway of who knows what", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), stack)}, "undecided"},
		{"the gateway, or one that cannot be followed", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{
			Refs: graphtest.RefersTo("id", igw).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"a gateway that comes from nowhere", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{})}, "undecided"},
		{"a gateway that cannot be followed", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), unresolved)}, "undecided"},
		{"a private gateway, or one that cannot be followed", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table), graph.Origins{
			Refs: graphtest.RefersTo("id", vgw).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"route of one table or the other", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table, tableTwin), graphtest.RefersTo("id", igw))}, "undecided"},
		{"private route of one table or the other", []*graph.Resource{associated, route("r", graphtest.RefersTo("id", table, tableTwin), graphtest.RefersTo("id", vgw))}, "private"},
		{"route of an unknown table", []*graph.Resource{associated, route("r", unresolved, graphtest.RefersTo("id", igw))}, "undecided"},
		{"route of the table that a regional NAT gateway has for itself", []*graph.Resource{associated, route("r", graph.Origins{Others: []string{"module.m.aws_nat_gateway.n"}}, graphtest.RefersTo("id", igw))}, "private"},
		{"route of a NAT gateway's table or one that cannot be followed", []*graph.Resource{associated, route("r", graph.Origins{Others: []string{"aws_nat_gateway.n"}, Unresolved: []string{"var.x"}}, graphtest.RefersTo("id", igw))}, "undecided"},
		{"route of an unknown table, no association", []*graph.Resource{route("r", unresolved, graphtest.RefersTo("id", igw))}, "undecided"},
		{"route of who knows what in an unknown table", []*graph.Resource{associated, route("r", unresolved, unresolved)}, "undecided"},
		{"private route of an unknown table", []*graph.Resource{associated, route("r", unresolved, graphtest.RefersTo("id", vgw))}, "private"},
		{"route of an unknown table of another VPC", []*graph.Resource{associated, route("r", unresolved, graphtest.RefersTo("id", igwOfOther))}, "private"},
		{"route of an unknown table of an unknown VPC", []*graph.Resource{associated, route("r", unresolved, graphtest.RefersTo("id", igwOfNone))}, "undecided"},
		{"routes of unknown tables of two VPCs", []*graph.Resource{
			associated, route("q", unresolved, graphtest.RefersTo("id", igwOfOther)), route("r", unresolved, graphtest.RefersTo("id", igw)),
		}, "undecided"},
		{"route of an unknown table, the VPC of this one is not known", []*graph.Resource{
			association("x", graphtest.RefersTo("id", subnet), graphtest.RefersTo("id", nowhere)), nowhere, route("r", unresolved, graphtest.RefersTo("id", igwOfOther)),
		}, "undecided"},
		{"association of another subnet by its id", []*graph.Resource{
			graphtest.Sourced(t, "aws_route_table_association.x", from{"route_table_id": graphtest.RefersTo("id", openTable)}, graphtest.Pairs("subnet_id", "subnet-0")),
		}, "private"},
		{"association of an unknown subnet with a public table", []*graph.Resource{association("x", unresolved, graphtest.RefersTo("id", openTable))}, "undecided"},
		{"association of an unknown subnet beside its own", []*graph.Resource{associated, association("x", unresolved, graphtest.RefersTo("id", openTable))}, "private"},
		{"association of an unknown subnet with a private table", []*graph.Resource{association("x", unresolved, graphtest.RefersTo("id", table))}, "private"},
		{"associations of unknown subnets that disagree", []*graph.Resource{
			association("x", unresolved, graphtest.RefersTo("id", table)), association("y", unresolved, graphtest.RefersTo("id", openTable)),
		}, "undecided"},
		{"association of one subnet or the other", []*graph.Resource{association("x", graphtest.RefersTo("id", subnet, twin), graphtest.RefersTo("id", openTable))}, "undecided"},
		{"association with one table or the other", []*graph.Resource{association("x", graphtest.RefersTo("id", subnet), graphtest.RefersTo("id", table, openTable))}, "undecided"},
		{"association with an unknown table", []*graph.Resource{association("x", graphtest.RefersTo("id", subnet), unresolved)}, "undecided"},
		{"association with a table or an unknown one", []*graph.Resource{association("x", graphtest.RefersTo("id", subnet), graph.Origins{
			Refs: graphtest.RefersTo("id", table).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"association with nothing", []*graph.Resource{graphtest.Sourced(t, "aws_route_table_association.x", from{"subnet_id": graphtest.RefersTo("id", subnet)}, nil)}, "undecided"},
		{"association with a table outside", []*graph.Resource{
			graphtest.Sourced(t, "aws_route_table_association.x", from{"subnet_id": graphtest.RefersTo("id", subnet)}, graphtest.Pairs("route_table_id", "rtb-0")),
		}, "elsewhere"},
		{"association with the main table by id", []*graph.Resource{
			graphtest.Sourced(t, "aws_route_table_association.x", from{"subnet_id": graphtest.RefersTo("id", subnet)}, graphtest.Pairs("route_table_id", "rtb-main")),
			graphtest.Build(t, "aws_route.r", graphtest.Pairs("route_table_id", "rtb-main", "gateway_id", "igw-1"), nil),
		}, "public"},
		{"association with the main table by reference", []*graph.Resource{
			association("x", graphtest.RefersTo("id", subnet), graphtest.RefersTo("main_route_table_id", vpc)),
			route("r", graphtest.RefersTo("default_route_table_id", vpc), graphtest.RefersTo("id", igw)),
		}, "public"},
		{"main table by a route with its id", []*graph.Resource{graphtest.Build(t, "aws_route.r", graphtest.Pairs("route_table_id", "rtb-main", "gateway_id", "igw-1"), nil)}, "public"},
		{"private main table by a route with its id", []*graph.Resource{graphtest.Build(t, "aws_route.r", graphtest.Pairs("route_table_id", "rtb-main", "gateway_id", ""), nil)}, "private"},
		{"main table that is chosen by its own id", []*graph.Resource{
			graphtest.Sourced(t, "aws_main_route_table_association.x", from{"vpc_id": graphtest.RefersTo("id", vpc)}, graphtest.Pairs("route_table_id", "rtb-main")),
		}, "undecided"},
		{"main table that is chosen", []*graph.Resource{
			graphtest.Sourced(t, "aws_main_route_table_association.x", from{"vpc_id": graphtest.RefersTo("id", vpc), "route_table_id": graphtest.RefersTo("id", openTable)}, nil),
		}, "public"},
		{"main table that is chosen, over a state", []*graph.Resource{
			graphtest.Build(t, "aws_route_table.chosen", graphtest.Pairs("id", "rtb-main", "route", inline(cty.StringVal("igw-1"))), nil),
			graphtest.Sourced(t, "aws_main_route_table_association.x", from{"vpc_id": graphtest.RefersTo("id", vpc)}, graphtest.Pairs("route_table_id", "rtb-main")),
		}, "public"},
		{"adopted main table", []*graph.Resource{
			graphtest.Sourced(t, "aws_default_route_table.x", from{"default_route_table_id": graphtest.RefersTo("default_route_table_id", vpc)}, graphtest.Pairs("route", inline(cty.StringVal("igw-1")))),
		}, "public"},
		{"adopted main table beside a stray route of another VPC", []*graph.Resource{
			graphtest.Sourced(t, "aws_default_route_table.x", from{"default_route_table_id": graphtest.RefersTo("default_route_table_id", vpc)}, nil),
			route("r", unresolved, graphtest.RefersTo("id", igwOfOther)),
		}, "private"},
		{"inline routes that are not known", []*graph.Resource{
			association("x", graphtest.RefersTo("id", subnet), graphtest.RefersTo("id", hidden)), hidden,
		}, "undecided"},
		{"a table that was read", []*graph.Resource{
			graphtest.Sourced(t, "aws_route_table_association.x", from{"subnet_id": graphtest.RefersTo("id", subnet)}, graphtest.Pairs("route_table_id", "rtb-read")),
			graphtest.Build(t, "data.aws_route_table.read", graphtest.Pairs("id", "rtb-read", "routes", inline(cty.StringVal("igw-1"))), nil),
		}, "public"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all := append([]*graph.Resource{
				vpc, otherVPC, defaultVPC, igw, igwOfOther, igwOfNone, vgw, subnet, twin, table, tableTwin, openTable,
			}, test.resources...)
			got := NewSubnets(graph.New(all)).subnet(subnet, BySubnet)
			if diff := cmp.Diff(test.want, exposures[got.Exposure]); diff != "" {
				t.Errorf("exposure (-want +got), because %q:\n%s", got.Why, diff)
			}
			if got.Why == "" || strings.HasSuffix(got.Why, ": ") {
				t.Errorf("%s: expected a reason", got.Why)
			}
		})
	}
}

// What is taken for granted on the way is told.
func TestSubnetAssumptions(t *testing.T) {
	type from = map[string]graph.Origins
	by := func(name, attr string, r *graph.Resource) graph.Origins {
		o := graphtest.RefersTo(attr, r)
		o.Locals = []string{"local." + name}
		return o
	}
	vpc := graphtest.Build(t, "aws_vpc.a", graphtest.Pairs("id", graphtest.UnknownText()), nil)
	igw := graphtest.Sourced(t, "aws_internet_gateway.a", from{"vpc_id": graphtest.RefersTo("id", vpc)}, nil)
	subnet := graphtest.Sourced(t, "aws_subnet.a", from{"vpc_id": by("vpc", "id", vpc)}, nil)
	bare := graphtest.Sourced(t, "aws_subnet.b", from{"vpc_id": by("vpc", "id", vpc)}, nil)
	table := graphtest.Sourced(t, "aws_route_table.a", from{"vpc_id": graphtest.RefersTo("id", vpc)}, nil)
	resources := []*graph.Resource{
		vpc, igw, subnet, bare, table,
		graphtest.Sourced(t, "aws_route_table_association.a", from{"subnet_id": by("subnet", "id", subnet), "route_table_id": by("table", "id", table)}, nil),
		graphtest.Sourced(t, "aws_route.a", from{"route_table_id": by("route", "id", table), "gateway_id": by("gateway", "id", igw)}, nil),
	}
	s := NewSubnets(graph.New(resources))
	names := func(w Way) []string {
		var locals []string
		for _, a := range w.Assumes {
			name, _, _ := strings.Cut(a, " ")
			locals = append(locals, strings.TrimPrefix(name, "local."))
		}
		slices.Sort(locals)
		return locals
	}
	if diff := cmp.Diff([]string{"gateway", "route", "subnet", "table"}, names(s.subnet(subnet, BySubnet))); diff != "" {
		t.Errorf("assumptions on a subnet with a table (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"vpc"}, names(s.subnet(bare, BySubnet))); diff != "" {
		t.Errorf("assumptions on a subnet without (-want +got):\n%s", diff)
	}
}

// The VPC of a subnet decides what its main route table can be.
func TestMainRouteTableOfSubnet(t *testing.T) {
	type from = map[string]graph.Origins
	vpc := graphtest.Build(t, "aws_vpc.a", graphtest.Pairs("id", "vpc-a"), nil)
	defaultVPC := graphtest.Build(t, "aws_default_vpc.d", graphtest.Pairs("id", "vpc-d"), nil)
	read := graphtest.Build(t, "data.aws_vpc.r", graphtest.Pairs("id", "vpc-r"), nil)
	adopted := graphtest.Build(t, "aws_default_route_table.d", graphtest.Pairs("vpc_id", "vpc-d"), nil)
	tests := []struct {
		name    string
		subnet  *graph.Resource
		adopted bool
		want    string
	}{
		{"of the plan", graphtest.Build(t, "aws_subnet.a", graphtest.Pairs("vpc_id", "vpc-a"), nil), false, "private"},
		{"read", graphtest.Build(t, "aws_subnet.a", graphtest.Pairs("vpc_id", "vpc-r"), nil), false, "elsewhere"},
		{"outside", graphtest.Build(t, "aws_subnet.a", graphtest.Pairs("vpc_id", "vpc-0"), nil), false, "elsewhere"},
		{"default", graphtest.Build(t, "aws_subnet.a", graphtest.Pairs("vpc_id", "vpc-d"), nil), false, "elsewhere"},
		{"default, its table adopted", graphtest.Build(t, "aws_subnet.a", graphtest.Pairs("vpc_id", "vpc-d"), nil), true, "private"},
		{"of a default subnet", graphtest.Build(t, "aws_default_subnet.a", graphtest.Pairs("map_public_ip_on_launch", cty.False), nil), false, "elsewhere"},
		{"none", graphtest.Build(t, "aws_subnet.a", nil, nil), false, "undecided"},
		{"of the plan, or something else", graphtest.Sourced(t, "aws_subnet.a", from{"vpc_id": {Refs: graphtest.RefersTo("id", vpc).Refs, Unresolved: []string{"each.value"}}}, nil), false, "undecided"},
		{"of a default subnet, known", graphtest.Build(t, "aws_default_subnet.a", graphtest.Pairs("map_public_ip_on_launch", cty.False, "vpc_id", "vpc-d"), nil), true, "private"},
		{"one or the other", graphtest.Sourced(t, "aws_subnet.a", from{"vpc_id": graphtest.RefersTo("id", vpc, defaultVPC)}, nil), false, "undecided"},
		{"a local", graphtest.Sourced(t, "aws_subnet.a", from{"vpc_id": {Locals: []string{"local.vpc"}}}, nil), false, "undecided"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all := []*graph.Resource{vpc, defaultVPC, read, test.subnet}
			if test.adopted {
				all = append(all, adopted)
			}
			g := graph.New(all)
			got := NewSubnets(g).subnet(test.subnet, BySubnet)
			if diff := cmp.Diff(test.want, exposures[got.Exposure]); diff != "" {
				t.Errorf("exposure (-want +got), because %q:\n%s", got.Why, diff)
			}
		})
	}
}

func TestPublicAddressesOfSubnet(t *testing.T) {
	vpc := graphtest.Build(t, "aws_vpc.a", graphtest.Pairs("id", "vpc-a"), nil)
	tests := []struct {
		name string
		typ  string
		maps cty.Value
		by   Addressing
		want string
	}{
		{"left out", "aws_subnet", cty.NilVal, BySubnet, "private"},
		{"left out of a default one", "aws_default_subnet", cty.NilVal, BySubnet, "public"},
		{"yes", "aws_subnet", cty.True, BySubnet, "public"},
		{"yes, and a template says no", "aws_subnet", cty.True, ByTemplate, "private"},
		{"yes, and a template may say no", "aws_subnet", cty.True, ByEither, "undecided"},
		{"no, and a template may say anything", "aws_subnet", cty.False, ByEither, "private"},
		{"not known", "aws_subnet", cty.UnknownVal(cty.Bool), BySubnet, "undecided"},
		{"not known, and a template says no", "aws_subnet", cty.UnknownVal(cty.Bool), ByTemplate, "private"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			subnet := graphtest.Build(t, test.typ+".a", graphtest.Pairs("vpc_id", "vpc-a", "map_public_ip_on_launch", test.maps), nil)
			got := NewSubnets(graph.New([]*graph.Resource{vpc, subnet})).subnet(subnet, test.by)
			if diff := cmp.Diff(test.want, exposures[got.Exposure]); diff != "" {
				t.Errorf("exposure (-want +got), because %q:\n%s", got.Why, diff)
			}
		})
	}
}
