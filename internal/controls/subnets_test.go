package controls

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// exposures spells an exposure for a test.
var exposures = map[exposure]string{private: "private", elsewhere: "elsewhere", undecided: "undecided", public: "public"}

// inline is the route attribute of a route table, with these gateways.
func inline(gateways ...cty.Value) cty.Value {
	var routes []cty.Value
	for _, gateway := range gateways {
		routes = append(routes, cty.ObjectVal(map[string]cty.Value{"gateway_id": gateway}))
	}
	return cty.TupleVal(routes)
}

// sourced builds a resource whose unknown arguments come from somewhere.
func sourced(t *testing.T, address string, origins map[string]graph.Origins, more map[string]cty.Value) *graph.Resource {
	t.Helper()
	values := map[string]cty.Value{}
	for name := range origins {
		values[name] = unknownText()
	}
	for name, value := range more {
		values[name] = value
	}
	return build(t, address, values, origins)
}

func TestSubnetExposure(t *testing.T) {
	type from = map[string]graph.Origins
	unresolved := graph.Origins{Unresolved: []string{"each.value.x"}}
	vpc := build(t, "aws_vpc.a", args("id", unknownText(), "main_route_table_id", "rtb-main"), nil)
	otherVPC := build(t, "aws_vpc.b", args("id", unknownText()), nil)
	defaultVPC := build(t, "aws_default_vpc.d", args("id", "vpc-d"), nil)
	igw := sourced(t, "aws_internet_gateway.a", from{"vpc_id": refersTo("id", vpc)}, nil)
	igwOfOther := sourced(t, "aws_internet_gateway.b", from{"vpc_id": refersTo("id", otherVPC)}, nil)
	igwOfNone := build(t, "aws_internet_gateway.none", args("id", unknownText()), nil)
	vgw := build(t, "aws_vpn_gateway.v", args("id", unknownText()), nil)
	inVPC := from{"vpc_id": refersTo("id", vpc)}
	subnet := sourced(t, "aws_subnet.a", inVPC, nil)
	twin := sourced(t, "aws_subnet.b", inVPC, nil)
	table := sourced(t, "aws_route_table.a", inVPC, nil)
	tableTwin := sourced(t, "aws_route_table.b", inVPC, nil)
	openTable := sourced(t, "aws_route_table.open", inVPC, args("route", inline(cty.StringVal(""), cty.StringVal("igw-1"))))
	nowhere := build(t, "aws_route_table.nowhere", args("id", unknownText()), nil)
	hidden := sourced(t, "aws_route_table.hidden", from{"route": unresolved}, nil)
	associated := sourced(t, "aws_route_table_association.a", from{"subnet_id": refersTo("id", subnet), "route_table_id": refersTo("id", table)}, nil)
	association := func(name string, subnet, table graph.Origins) *graph.Resource {
		return sourced(t, "aws_route_table_association."+name, from{"subnet_id": subnet, "route_table_id": table}, nil)
	}
	route := func(name string, table, gateway graph.Origins) *graph.Resource {
		return sourced(t, "aws_route."+name, from{"route_table_id": table, "gateway_id": gateway}, nil)
	}
	local := refersTo("id", igw)
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
		{"route to the gateway", []*graph.Resource{associated, route("r", refersTo("id", table), refersTo("id", igw))}, "public"},
		{"route to the gateway in the other table", []*graph.Resource{associated, route("r", refersTo("id", tableTwin), refersTo("id", igw))}, "private"},
		{"gateway chosen by a local", []*graph.Resource{associated, route("r", refersTo("id", table), local)}, "public"},
		{"a private gateway", []*graph.Resource{associated, route("r", refersTo("id", table), refersTo("id", vgw))}, "private"},
		{"an endpoint that is not in the graph", []*graph.Resource{associated, route("r", refersTo("id", table), endpoint)}, "private"},
		{"one gateway or the other", []*graph.Resource{associated, route("r", refersTo("id", table), refersTo("id", igw, vgw))}, "undecided"},
		{"one gateway or an endpoint", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{
			Refs: refersTo("id", igw).Refs, Others: []string{"aws_vpc_endpoint.s3"},
		})}, "undecided"},
		{"a NAT gateway, as of another of the inline routes", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{Others: []string{"aws_nat_gateway.n"}})}, "private"},
		{"a VPC, as of another argument of the inline routes", []*graph.Resource{associated, route("r", refersTo("id", table), refersTo("cidr_block", vpc))}, "private"},
		{"an address that cannot be read", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{Others: []string{"?"}})}, "undecided"},
		{"a gateway of who knows what", []*graph.Resource{associated, route("r", refersTo("id", table), stack)}, "undecided"},
		{"the gateway, or one that cannot be followed", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{
			Refs: refersTo("id", igw).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"a gateway that comes from nowhere", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{})}, "undecided"},
		{"a gateway that cannot be followed", []*graph.Resource{associated, route("r", refersTo("id", table), unresolved)}, "undecided"},
		{"a private gateway, or one that cannot be followed", []*graph.Resource{associated, route("r", refersTo("id", table), graph.Origins{
			Refs: refersTo("id", vgw).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"route of one table or the other", []*graph.Resource{associated, route("r", refersTo("id", table, tableTwin), refersTo("id", igw))}, "undecided"},
		{"private route of one table or the other", []*graph.Resource{associated, route("r", refersTo("id", table, tableTwin), refersTo("id", vgw))}, "private"},
		{"route of an unknown table", []*graph.Resource{associated, route("r", unresolved, refersTo("id", igw))}, "undecided"},
		{"route of an unknown table, no association", []*graph.Resource{route("r", unresolved, refersTo("id", igw))}, "undecided"},
		{"route of who knows what in an unknown table", []*graph.Resource{associated, route("r", unresolved, unresolved)}, "undecided"},
		{"private route of an unknown table", []*graph.Resource{associated, route("r", unresolved, refersTo("id", vgw))}, "private"},
		{"route of an unknown table of another VPC", []*graph.Resource{associated, route("r", unresolved, refersTo("id", igwOfOther))}, "private"},
		{"route of an unknown table of an unknown VPC", []*graph.Resource{associated, route("r", unresolved, refersTo("id", igwOfNone))}, "undecided"},
		{"routes of unknown tables of two VPCs", []*graph.Resource{
			associated, route("q", unresolved, refersTo("id", igwOfOther)), route("r", unresolved, refersTo("id", igw)),
		}, "undecided"},
		{"route of an unknown table, the VPC of this one is not known", []*graph.Resource{
			association("x", refersTo("id", subnet), refersTo("id", nowhere)), nowhere, route("r", unresolved, refersTo("id", igwOfOther)),
		}, "undecided"},
		{"association of another subnet by its id", []*graph.Resource{
			sourced(t, "aws_route_table_association.x", from{"route_table_id": refersTo("id", openTable)}, args("subnet_id", "subnet-0")),
		}, "private"},
		{"association of an unknown subnet with a public table", []*graph.Resource{association("x", unresolved, refersTo("id", openTable))}, "undecided"},
		{"association of an unknown subnet beside its own", []*graph.Resource{associated, association("x", unresolved, refersTo("id", openTable))}, "private"},
		{"association of an unknown subnet with a private table", []*graph.Resource{association("x", unresolved, refersTo("id", table))}, "private"},
		{"associations of unknown subnets that disagree", []*graph.Resource{
			association("x", unresolved, refersTo("id", table)), association("y", unresolved, refersTo("id", openTable)),
		}, "undecided"},
		{"association of one subnet or the other", []*graph.Resource{association("x", refersTo("id", subnet, twin), refersTo("id", openTable))}, "undecided"},
		{"association with one table or the other", []*graph.Resource{association("x", refersTo("id", subnet), refersTo("id", table, openTable))}, "undecided"},
		{"association with an unknown table", []*graph.Resource{association("x", refersTo("id", subnet), unresolved)}, "undecided"},
		{"association with a table or an unknown one", []*graph.Resource{association("x", refersTo("id", subnet), graph.Origins{
			Refs: refersTo("id", table).Refs, Unresolved: []string{"each.value"},
		})}, "undecided"},
		{"association with nothing", []*graph.Resource{sourced(t, "aws_route_table_association.x", from{"subnet_id": refersTo("id", subnet)}, nil)}, "undecided"},
		{"association with a table outside", []*graph.Resource{
			sourced(t, "aws_route_table_association.x", from{"subnet_id": refersTo("id", subnet)}, args("route_table_id", "rtb-0")),
		}, "elsewhere"},
		{"association with the main table by id", []*graph.Resource{
			sourced(t, "aws_route_table_association.x", from{"subnet_id": refersTo("id", subnet)}, args("route_table_id", "rtb-main")),
			build(t, "aws_route.r", args("route_table_id", "rtb-main", "gateway_id", "igw-1"), nil),
		}, "public"},
		{"association with the main table by reference", []*graph.Resource{
			association("x", refersTo("id", subnet), refersTo("main_route_table_id", vpc)),
			route("r", refersTo("default_route_table_id", vpc), refersTo("id", igw)),
		}, "public"},
		{"main table by a route with its id", []*graph.Resource{build(t, "aws_route.r", args("route_table_id", "rtb-main", "gateway_id", "igw-1"), nil)}, "public"},
		{"private main table by a route with its id", []*graph.Resource{build(t, "aws_route.r", args("route_table_id", "rtb-main", "gateway_id", ""), nil)}, "private"},
		{"main table that is chosen by its own id", []*graph.Resource{
			sourced(t, "aws_main_route_table_association.x", from{"vpc_id": refersTo("id", vpc)}, args("route_table_id", "rtb-main")),
		}, "undecided"},
		{"main table that is chosen", []*graph.Resource{
			sourced(t, "aws_main_route_table_association.x", from{"vpc_id": refersTo("id", vpc), "route_table_id": refersTo("id", openTable)}, nil),
		}, "public"},
		{"main table that is chosen, over a state", []*graph.Resource{
			build(t, "aws_route_table.chosen", args("id", "rtb-main", "route", inline(cty.StringVal("igw-1"))), nil),
			sourced(t, "aws_main_route_table_association.x", from{"vpc_id": refersTo("id", vpc)}, args("route_table_id", "rtb-main")),
		}, "public"},
		{"adopted main table", []*graph.Resource{
			sourced(t, "aws_default_route_table.x", from{"default_route_table_id": refersTo("default_route_table_id", vpc)}, args("route", inline(cty.StringVal("igw-1")))),
		}, "public"},
		{"adopted main table beside a stray route of another VPC", []*graph.Resource{
			sourced(t, "aws_default_route_table.x", from{"default_route_table_id": refersTo("default_route_table_id", vpc)}, nil),
			route("r", unresolved, refersTo("id", igwOfOther)),
		}, "private"},
		{"inline routes that are not known", []*graph.Resource{
			association("x", refersTo("id", subnet), refersTo("id", hidden)), hidden,
		}, "undecided"},
		{"a table that was read", []*graph.Resource{
			sourced(t, "aws_route_table_association.x", from{"subnet_id": refersTo("id", subnet)}, args("route_table_id", "rtb-read")),
			build(t, "data.aws_route_table.read", args("id", "rtb-read", "routes", inline(cty.StringVal("igw-1"))), nil),
		}, "public"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all := append([]*graph.Resource{
				vpc, otherVPC, defaultVPC, igw, igwOfOther, igwOfNone, vgw, subnet, twin, table, tableTwin, openTable,
			}, test.resources...)
			got := newSubnets(graph.New(all)).subnet(subnet, bySubnet)
			if diff := cmp.Diff(test.want, exposures[got.exposure]); diff != "" {
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
		o := refersTo(attr, r)
		o.Locals = []string{"local." + name}
		return o
	}
	vpc := build(t, "aws_vpc.a", args("id", unknownText()), nil)
	igw := sourced(t, "aws_internet_gateway.a", from{"vpc_id": refersTo("id", vpc)}, nil)
	subnet := sourced(t, "aws_subnet.a", from{"vpc_id": by("vpc", "id", vpc)}, nil)
	bare := sourced(t, "aws_subnet.b", from{"vpc_id": by("vpc", "id", vpc)}, nil)
	table := sourced(t, "aws_route_table.a", from{"vpc_id": refersTo("id", vpc)}, nil)
	resources := []*graph.Resource{
		vpc, igw, subnet, bare, table,
		sourced(t, "aws_route_table_association.a", from{"subnet_id": by("subnet", "id", subnet), "route_table_id": by("table", "id", table)}, nil),
		sourced(t, "aws_route.a", from{"route_table_id": by("route", "id", table), "gateway_id": by("gateway", "id", igw)}, nil),
	}
	s := newSubnets(graph.New(resources))
	names := func(w way) []string {
		var locals []string
		for _, a := range w.Assumes {
			name, _, _ := strings.Cut(a, " ")
			locals = append(locals, strings.TrimPrefix(name, "local."))
		}
		slices.Sort(locals)
		return locals
	}
	if diff := cmp.Diff([]string{"gateway", "route", "subnet", "table"}, names(s.subnet(subnet, bySubnet))); diff != "" {
		t.Errorf("assumptions on a subnet with a table (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"vpc"}, names(s.subnet(bare, bySubnet))); diff != "" {
		t.Errorf("assumptions on a subnet without (-want +got):\n%s", diff)
	}
}

// The VPC of a subnet decides what its main route table can be.
func TestMainRouteTableOfSubnet(t *testing.T) {
	type from = map[string]graph.Origins
	vpc := build(t, "aws_vpc.a", args("id", "vpc-a"), nil)
	defaultVPC := build(t, "aws_default_vpc.d", args("id", "vpc-d"), nil)
	read := build(t, "data.aws_vpc.r", args("id", "vpc-r"), nil)
	adopted := build(t, "aws_default_route_table.d", args("vpc_id", "vpc-d"), nil)
	tests := []struct {
		name     string
		subnet   *graph.Resource
		adopted  bool
		complete bool
		want     string
	}{
		{"of the plan", build(t, "aws_subnet.a", args("vpc_id", "vpc-a"), nil), false, true, "private"},
		{"read", build(t, "aws_subnet.a", args("vpc_id", "vpc-r"), nil), false, true, "elsewhere"},
		{"outside", build(t, "aws_subnet.a", args("vpc_id", "vpc-0"), nil), false, true, "elsewhere"},
		{"default", build(t, "aws_subnet.a", args("vpc_id", "vpc-d"), nil), false, true, "elsewhere"},
		{"default, its table adopted", build(t, "aws_subnet.a", args("vpc_id", "vpc-d"), nil), true, true, "private"},
		{"of a default subnet", build(t, "aws_default_subnet.a", args("map_public_ip_on_launch", cty.False), nil), false, true, "elsewhere"},
		{"none", build(t, "aws_subnet.a", nil, nil), false, true, "undecided"},
		{"of the plan, or something else", sourced(t, "aws_subnet.a", from{"vpc_id": {Refs: refersTo("id", vpc).Refs, Unresolved: []string{"each.value"}}}, nil), false, true, "undecided"},
		{"of a default subnet, known", build(t, "aws_default_subnet.a", args("map_public_ip_on_launch", cty.False, "vpc_id", "vpc-d"), nil), true, true, "private"},
		{"one or the other", sourced(t, "aws_subnet.a", from{"vpc_id": refersTo("id", vpc, defaultVPC)}, nil), false, true, "undecided"},
		{"a local", sourced(t, "aws_subnet.a", from{"vpc_id": {Locals: []string{"local.vpc"}}}, nil), false, true, "undecided"},
		{"of the plan, of which only a part is there", build(t, "aws_subnet.a", args("vpc_id", "vpc-a"), nil), false, false, "private"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all := []*graph.Resource{vpc, defaultVPC, read, test.subnet}
			if test.adopted {
				all = append(all, adopted)
			}
			g := graph.New(all)
			g.Complete = test.complete
			got := newSubnets(g).subnet(test.subnet, bySubnet)
			if diff := cmp.Diff(test.want, exposures[got.exposure]); diff != "" {
				t.Errorf("exposure (-want +got), because %q:\n%s", got.Why, diff)
			}
		})
	}
	t.Run("new, in a plan of which only a part is there", func(t *testing.T) {
		subnet := build(t, "aws_subnet.a", args("vpc_id", "vpc-a"), nil)
		subnet.Action = graph.Create
		g := graph.New([]*graph.Resource{vpc, subnet})
		g.Complete = false
		if got := newSubnets(g).subnet(subnet, bySubnet); got.exposure != undecided {
			t.Errorf("%s: expected undecided: an association may be left out of the plan", exposures[got.exposure])
		}
		table := build(t, "aws_route_table.a", args("id", "rtb-a", "route", inline(cty.StringVal("igw-1"))), nil)
		association := sourced(t, "aws_route_table_association.a", from{"subnet_id": refersTo("id", subnet)}, args("route_table_id", "rtb-a"))
		g = graph.New([]*graph.Resource{vpc, subnet, table, association})
		g.Complete = false
		if got := newSubnets(g).subnet(subnet, bySubnet); got.exposure != public {
			t.Errorf("%s: expected public: what is there is proof", exposures[got.exposure])
		}
	})
}

func TestPublicAddressesOfSubnet(t *testing.T) {
	vpc := build(t, "aws_vpc.a", args("id", "vpc-a"), nil)
	tests := []struct {
		name string
		typ  string
		maps cty.Value
		by   addressing
		want string
	}{
		{"left out", "aws_subnet", cty.NilVal, bySubnet, "private"},
		{"left out of a default one", "aws_default_subnet", cty.NilVal, bySubnet, "public"},
		{"yes", "aws_subnet", cty.True, bySubnet, "public"},
		{"yes, and a template says no", "aws_subnet", cty.True, byTemplate, "private"},
		{"yes, and a template may say no", "aws_subnet", cty.True, byEither, "undecided"},
		{"no, and a template may say anything", "aws_subnet", cty.False, byEither, "private"},
		{"not known", "aws_subnet", cty.UnknownVal(cty.Bool), bySubnet, "undecided"},
		{"not known, and a template says no", "aws_subnet", cty.UnknownVal(cty.Bool), byTemplate, "private"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			subnet := build(t, test.typ+".a", args("vpc_id", "vpc-a", "map_public_ip_on_launch", test.maps), nil)
			got := newSubnets(graph.New([]*graph.Resource{vpc, subnet})).subnet(subnet, test.by)
			if diff := cmp.Diff(test.want, exposures[got.exposure]); diff != "" {
				t.Errorf("exposure (-want +got), because %q:\n%s", got.Why, diff)
			}
		})
	}
}
