// Package network has what several controls derive about networks: which subnets are
// public, how they are routed, and how wide a list of CIDRs is.
//
// It knows no control, and not where the graph came from.
package network

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// subnetTypes are what an argument for subnets may lead to. aws_subnets and the
// older aws_subnet_ids are data sources that choose among subnets.
var subnetTypes = []string{"aws_subnet", "aws_default_subnet", "aws_subnets", "aws_subnet_ids"}

// Subnets tells whether subnets are private. It looks at each once.
type Subnets struct {
	g       *graph.Graph
	routing *routing
	routed  map[*graph.Resource]Way
	// associated is where the tables of associations lead.
	associated map[*graph.Resource]Way
	asking     map[*graph.Resource]bool // data sources that are being followed

	// Associations whose subnet cannot be told: each may be any subnet's.
	loose []Way
}

func SubnetReads() []control.Read {
	return append(routingReads(),
		control.Read{
			Types:     []string{"aws_subnet", "aws_default_subnet"},
			Arguments: []string{"id", "arn", "vpc_id", "map_public_ip_on_launch"},
		},
		control.Read{Types: []string{"aws_subnets", "aws_subnet_ids"}, Arguments: []string{"id", "ids", "filter"}},
		control.Read{Types: []string{"aws_route_table_association"}, Arguments: []string{"subnet_id", "route_table_id"}})
}

func NewSubnets(g *graph.Graph) *Subnets {
	s := &Subnets{g: g, routing: newRouting(g), routed: map[*graph.Resource]Way{}, associated: map[*graph.Resource]Way{}, asking: map[*graph.Resource]bool{}}
	for _, a := range g.Resources("aws_route_table_association") {
		if id := a.Attr("subnet_id"); id.Unknown() && len(g.Link(id, subnetTypes...).To) == 0 {
			s.loose = append(s.loose, s.routing.named(a.Attr("route_table_id")))
		}
	}
	if len(s.loose) > 1 {
		s.loose = []Way{EitherWay(s.loose[0].By, s.loose)}
	}
	return s
}

// Addressing says who decides whether a node gets a public address. The order
// counts: of several ways to start a group's nodes, the least decides.
type Addressing int

const (
	BySubnet   Addressing = iota
	ByEither              // it is not known who decides
	ByTemplate            // the launch template, which gives none
)

// Of tells whether the subnets that an argument names are private, for nodes
// that get their addresses in that way.
func (s *Subnets) Of(ids graph.Value, by Addressing) Way {
	var ways []Way
	for _, id := range ids.Apart() {
		ways = append(ways, s.named(id, by))
	}
	if len(ways) == 0 {
		return Way{Exposure: Elsewhere, By: ids, Why: "no subnet is named in " + ids.Input().String()}
	}
	return AllWays(ways)
}

// named follows one expression that leads to one subnet or to several. Which of
// the candidates are meant is not known, so they have to agree.
func (s *Subnets) named(id graph.Value, by Addressing) Way {
	link := s.g.Link(id, subnetTypes...)
	var ways []Way
	for _, to := range link.To {
		switch to.Type {
		case "aws_subnets", "aws_subnet_ids":
			ways = append(ways, s.chosen(to, by))
		default:
			ways = append(ways, s.subnet(to, by))
		}
	}
	if len(link.Outside) > 0 {
		ways = append(ways, Way{Exposure: Elsewhere, By: id, Why: "subnet " + control.Show(id) + " is not in " + id.Input().String()})
	}
	if link.Open {
		ways = append(ways, Way{Exposure: Undecided, By: id, Why: control.Waiting(id)})
	}
	w := EitherWay(id, ways)
	w.Assumes = slices.Concat(w.Assumes, link.Assumes)
	return w
}

// chosen tells the same of the subnets that a data source has found, or will
// find: those of a filter by id are some of the ids that it gives.
func (s *Subnets) chosen(data *graph.Resource, by Addressing) Way {
	ids := data.Attr("ids")
	if s.asking[data] {
		return Way{Exposure: Undecided, By: ids, Why: data.String() + " refers to itself"}
	}
	s.asking[data] = true
	defer delete(s.asking, data)
	if ids.Known() {
		return s.Of(ids, by)
	}
	for _, filter := range data.Blocks("filter") {
		if !filter.Attr("name").Is("subnet-id") {
			continue
		}
		var ways []Way
		for _, id := range filter.Attr("values").Elements() {
			ways = append(ways, s.named(id, by))
		}
		return EitherWay(ids, ways)
	}
	return Way{Exposure: Undecided, By: ids, Why: data.String() + " finds its subnets only on apply"}
}

// subnet tells whether a subnet is private: no route to an internet gateway,
// and no public addresses where nothing else decides about these.
func (s *Subnets) subnet(r *graph.Resource, by Addressing) Way {
	if r.Mode == graph.Data {
		return Way{Exposure: Elsewhere, By: r.Attr("map_public_ip_on_launch"), Why: r.String() + " is not managed in " + r.Input().String()}
	}
	ways := []Way{s.routes(r)}
	// EC2's default is no; AWS makes default subnets with yes.
	gives := r.Attr("map_public_ip_on_launch").Or(cty.BoolVal(r.Type == "aws_default_subnet"))
	switch {
	case by == ByTemplate, gives.IsFalse():
	case by == ByEither, gives.Unknown():
		ways = append(ways, Way{Exposure: Undecided, By: gives, Why: r.String() + " may give public addresses at launch"})
	default:
		ways = append([]Way{{Exposure: Public, By: gives, Why: r.String() + " gives public addresses at launch"}}, ways...)
	}
	return AllWays(ways)
}

// routes tells whether a subnet's route table leads to an internet gateway.
func (s *Subnets) routes(r *graph.Resource) Way {
	if w, ok := s.routed[r]; ok {
		return w
	}
	w := s.routeTable(r)
	switch w.Exposure {
	case private:
		w.Why = r.String() + " is private"
	case Public:
		w.Why = r.String() + " is a public subnet: " + w.Why
	default:
		w.Why = "it cannot be told whether " + r.String() + " is private: " + w.Why
	}
	s.routed[r] = w
	return w
}

func (s *Subnets) routeTable(r *graph.Resource) Way {
	var certain, possible []Way
	for _, ref := range s.g.Referrers(r, "aws_route_table_association", "subnet_id") {
		w := s.association(ref.Resource)
		w.Assumes = slices.Concat(w.Assumes, ref.Link.Assumes)
		if _, ok := ref.Link.One(); ok {
			certain = append(certain, w)
		} else {
			possible = append(possible, w)
		}
	}
	if len(certain) > 0 {
		return AllWays(certain)
	}
	// Without an association the VPC's main route table holds.
	return EitherWay(r.Attr("vpc_id"), slices.Concat(possible, s.loose, []Way{s.mainTable(r)}))
}

// association tells the same of the table that an association names, once for all
// the subnets that it may be of.
func (s *Subnets) association(r *graph.Resource) Way {
	w, ok := s.associated[r]
	if !ok {
		w = s.routing.named(r.Attr("route_table_id"))
		s.associated[r] = w
	}
	return w
}

func (s *Subnets) mainTable(r *graph.Resource) Way {
	vpc := r.Attr("vpc_id")
	link := s.g.Link(vpc, vpcTypes...)
	var ways []Way
	for _, to := range link.To {
		ways = append(ways, s.routing.main(to))
	}
	switch {
	case len(link.Outside) > 0, r.Type == "aws_default_subnet" && len(ways) == 0:
		ways = append(ways, Way{Exposure: Elsewhere, By: vpc, Why: "the main route table of its VPC is not in " + vpc.Input().String()})
	case link.Open:
		ways = append(ways, Way{Exposure: Undecided, By: vpc, Why: "the main route table of its VPC cannot be told yet"})
	}
	w := EitherWay(vpc, ways)
	w.Assumes = slices.Concat(w.Assumes, link.Assumes)
	return w
}
