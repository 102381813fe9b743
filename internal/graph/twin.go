package graph

import (
	"slices"
	"strings"
)

// A data source that reads a managed object of the same input is that object: what
// leads to the data source leads to the object.

// identified says which managed types a data source of a type reads, and by which of
// its arguments it names one, besides those of [identityAttrs].
type identified struct {
	types []string
	by    []naming
}

// naming is a way to name an object: each argument of the data source equals an
// argument of the object, of which no two have all the same.
type naming []pair

// pair is an argument of a data source, with "filter." before the name of a filter, and
// the argument of the object that equals it; "" is whatever names the object.
type pair struct{ given, own string }

func either(arguments ...string) []naming {
	var all []naming
	for _, name := range arguments {
		all = append(all, naming{{name, ""}})
	}
	return all
}

var (
	balancers = []string{"aws_lb", "aws_alb"}
	listeners = []string{"aws_lb_listener", "aws_alb_listener"}
	keys      = []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"}
)

// identifiedBy has the types whose data sources name their objects otherwise than the
// objects' own names: those of the AWS provider that a fact links to.
var identifiedBy = map[string]identified{
	"aws_vpc":    {[]string{"aws_vpc", "aws_default_vpc"}, either("filter.vpc-id")},
	"aws_subnet": {[]string{"aws_subnet", "aws_default_subnet"}, append(either("filter.subnet-id"), naming{{"vpc_id", "vpc_id"}, {"cidr_block", "cidr_block"}})},
	// An internet gateway is attached to one VPC, and a VPC has one internet gateway.
	"aws_internet_gateway": {nil, append(either("internet_gateway_id", "filter.internet-gateway-id"), naming{{"filter.attachment.vpc-id", "vpc_id"}})},
	"aws_route_table":      {[]string{"aws_route_table", "aws_default_route_table"}, either("route_table_id", "filter.route-table-id")},
	"aws_lb":               {balancers, nil},
	"aws_alb":              {balancers, nil},
	"aws_lb_listener":      {listeners, []naming{{{"load_balancer_arn", "load_balancer_arn"}, {"port", "port"}}}},
	"aws_alb_listener":     {listeners, []naming{{{"load_balancer_arn", "load_balancer_arn"}, {"port", "port"}}}},
	"aws_kms_key":          {keys, either("key_id")},
	"aws_iam_user":         {nil, either("user_name")},
	"aws_iam_group":        {nil, either("group_name")},
	"aws_eks_node_group":   {nil, []naming{{{"cluster_name", "cluster_name"}, {"node_group_name", "node_group_name"}}}},
	"aws_eks_addon":        {nil, []naming{{{"cluster_name", "cluster_name"}, {"addon_name", "addon_name"}}}},
	"aws_eks_access_entry": {nil, []naming{{{"cluster_name", "cluster_name"}, {"principal_arn", "principal_arn"}}}},
}

// Identifying returns the arguments that tell which object a data source of a type
// reads, besides the names of the object.
func Identifying(typ string) []string {
	var all []string
	for _, way := range identifiedBy[typ].by {
		for _, p := range way {
			name, _, _ := strings.Cut(p.given, ".")
			all = union(all, []string{name})
			if p.own != "" {
				all = union(all, []string{p.own})
			}
		}
	}
	return all
}

func managedTypes(typ string) []string {
	if types := identifiedBy[typ].types; len(types) > 0 {
		return types
	}
	return []string{typ}
}

// mayBeOne reports whether two instances that have one name may be one object: a name
// is unique only in a place.
func (g *Graph) mayBeOne(a, b *Resource) bool {
	if strings.HasPrefix(a.Type, "aws_") {
		return g.SamePlace(a, b) != Different
	}
	return a.Provider == b.Provider || a.Provider == "" || b.Provider == ""
}

// twin returns the managed instance that a data source reads, nil if it reads none that
// is known, and any other resource as it is.
func (g *Graph) twin(r *Resource) *Resource {
	if r.Mode != Data || r.graph != g {
		return nil
	}
	if found, ok := g.twins[r]; ok {
		return found
	}
	g.twins[r] = nil // of one that refers to itself
	g.twins[r] = g.twinOf(r)
	return g.twins[r]
}

func (g *Graph) twinOf(r *Resource) *Resource {
	types := managedTypes(r.Type)
	if len(g.Resources(types...)) == 0 {
		return nil
	}
	all := slices.Concat(either(identityAttrsOf(r.Type)...), identifiedBy[r.Type].by)
	for _, way := range all {
		if found := g.by(r, way, types); found != nil {
			return found
		}
	}
	return g.routeTableTwin(r)
}

// maybe returns what a data source refers to by which it may read a managed instance, if
// that is not known: references that cannot be followed, or names that are not known.
func (g *Graph) maybe(r *Resource) []string {
	types := managedTypes(r.Type)
	if r.Mode != Data || r.Deferred || r.graph != g || g.twin(r) != nil || len(g.Resources(types...)) == 0 {
		return nil
	}
	why, ok := g.maybes[r]
	if ok {
		return why
	}
	g.maybes[r] = nil // of one that refers to itself
	for _, way := range slices.Concat(either(identityAttrsOf(r.Type)...), identifiedBy[r.Type].by) {
		for _, p := range way {
			if v := r.asked(p.given); v.Opaque() && g.fits(r, way, types) {
				o := v.Origins()
				why = union(union(union(why, o.Unresolved), o.Locals), o.Others)
			}
		}
	}
	g.maybes[r] = why
	return why
}

// fits reports whether some instance of the types has nothing that is known to differ
// from what a data source is given.
func (g *Graph) fits(r *Resource, way naming, types []string) bool {
	return slices.ContainsFunc(g.Resources(types...), func(candidate *Resource) bool {
		return !slices.ContainsFunc(way, func(p pair) bool {
			if p.own == "" {
				return false
			}
			given, ok := r.asked(p.given).Text()
			own, known := candidate.Attr(p.own).Text()
			return r.asked(p.given).Unset() || ok && known && given != own
		})
	})
}

// by returns the instance of the types that a data source names in one way.
func (g *Graph) by(r *Resource, way naming, types []string) *Resource {
	if way[0].own == "" {
		named := r.asked(way[0].given)
		if found := g.managedOne(named, types); found != nil || r.Type != "aws_kms_key" {
			return found
		}
		if alias := g.managedOne(named, []string{"aws_kms_alias"}); alias != nil {
			return g.managedOne(alias.Attr("target_key_id"), types)
		}
		return nil
	}
	var found *Resource
	for _, candidate := range g.Resources(types...) {
		if g.SamePlace(r, candidate) != Same || slices.ContainsFunc(way, func(p pair) bool { return !g.equal(r.asked(p.given), candidate.Attr(p.own)) }) {
			continue
		}
		if found != nil {
			return nil
		}
		found = candidate
	}
	return found
}

// asked returns an argument of a data source, or the only value of a filter.
func (r *Resource) asked(name string) Value {
	filter, ok := strings.CutPrefix(name, "filter.")
	if !ok {
		return r.Attr(name)
	}
	for _, block := range r.Blocks("filter") {
		if block.Attr("name").Is(filter) {
			if values := block.Attr("values").Elements(); len(values) == 1 {
				return values[0]
			}
		}
	}
	return Value{}
}

// managedOne returns the managed instance that a value names, nil unless it is certain.
func (g *Graph) managedOne(v Value, types []string) *Resource {
	if v.Unset() {
		return nil
	}
	f := finder{graph: g, from: v, types: types, managed: true}
	f.Certain = true
	if text, ok := v.Text(); ok {
		f.text(v, text)
	} else {
		f.origins(v)
	}
	if found, ok := f.One(); ok && (g.mayBeOne(v.resource, found) || isUnique(v, found)) {
		return found
	}
	return nil
}

// isUnique reports whether a value names an instance by what no other one has in any
// place: its ARN, or the id of what has no name.
func isUnique(v Value, of *Resource) bool {
	if text, ok := v.Text(); ok {
		return strings.HasPrefix(text, "arn:") || of.Attr("name").Absent()
	}
	refs := v.Origins().Refs
	return len(refs) == 1 && (refs[0].Attr == "arn" || refs[0].Attr == "id" && of.Attr("name").Absent())
}

// equal reports whether two values are known to be equal: by their texts, or because
// both are the same name of one instance.
func (g *Graph) equal(a, b Value) bool {
	if text, ok := a.Text(); ok {
		return b.Is(text)
	}
	if !a.Opaque() || !b.Opaque() {
		return false
	}
	x, y := a.Origins(), b.Origins()
	return x.Followed() && y.Followed() && len(x.Refs) == 1 && len(y.Refs) == 1 && len(x.Others)+len(y.Others) == 0 &&
		x.Refs[0].Resource == y.Refs[0].Resource && x.Refs[0].Attr == y.Refs[0].Attr && IsName(x.Refs[0].Resource.Type, x.Refs[0].Attr)
}

// routeTableTwin returns the table that data.aws_route_table finds by a subnet, of which
// one association of the input says which it is.
func (g *Graph) routeTableTwin(r *Resource) *Resource {
	if r.Type != "aws_route_table" {
		return nil
	}
	for _, given := range []string{"subnet_id", "filter.association.subnet-id"} {
		subnet := g.managedOne(r.asked(given), managedTypes("aws_subnet"))
		if subnet == nil {
			continue
		}
		if found := g.Referrers(subnet, "aws_route_table_association", "subnet_id"); len(found) == 1 {
			return g.managedOne(found[0].Resource.Attr("route_table_id"), managedTypes(r.Type))
		}
	}
	return nil
}

// real returns the instances with each data source replaced by the object that it reads.
func (g *Graph) real(all []*Resource) []*Resource {
	if !slices.ContainsFunc(all, func(r *Resource) bool { return g.twin(r) != nil }) {
		return all
	}
	found := make([]*Resource, len(all))
	for i, r := range all {
		if found[i] = r; g.twin(r) != nil {
			found[i] = g.twin(r)
		}
	}
	return unique(found)
}
