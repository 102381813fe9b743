package usercontrol

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// reach is what all subjects of a graph have in common: resources as expressions
// see them, and who may point at whom. Each is worked out once, since a graph has
// thousands of subjects.
type reach struct {
	rule    *rule
	graph   *graph.Graph
	meter   *meter
	objects map[*graph.Resource]cty.Value
	loose   map[string][]pointer
	secret  map[string]bool // of a type and path: a sensitive text decides what one of them points at
}

func newReach(r *rule, g *graph.Graph, m *meter) *reach {
	return &reach{rule: r, graph: g, meter: m, objects: map[*graph.Resource]cty.Value{}, loose: map[string][]pointer{}, secret: map[string]bool{}}
}

// pointer is an argument that points, or may point, at a resource.
type pointer struct {
	from    graph.Value
	link    *graph.Link
	certain bool
}

// byName reports whether the argument names something by texts that are looked up
// in its own account and region.
func (p pointer) byName() bool {
	return !p.link.Open && !slices.ContainsFunc(p.link.Outside, func(text string) bool { return strings.HasPrefix(text, "arn:") })
}

func (r *reach) object(of *graph.Resource) cty.Value {
	v, ok := r.objects[of]
	if !ok {
		v = object(of, r.rule.namesOf(of.Type))
		r.objects[of] = v
	}
	return v
}

// referrers are the arguments, at a dotted path in resources of a type, that point
// at the target or may do so, in the order of addresses. ok is false where looking
// at them takes more work than there is left.
func (r *reach) referrers(target *graph.Resource, typ, path string) (found []pointer, ok bool) {
	names := strings.Split(path, ".")
	certain, undecided := r.graph.Referrers(target, typ, names...), r.undecided(target.Type, typ, names)
	if !r.meter.spend(len(certain) + len(undecided)) {
		return nil, false
	}
	for _, other := range certain {
		found = append(found, pointer{
			from:    other.Resource.Lookup(names...),
			link:    other.Link,
			certain: (other.Link.Certain || len(other.Link.To) == 1) && !other.Link.Open,
		})
	}
	for _, other := range undecided {
		// A name that nothing has may be that of a resource whose own is not known yet.
		if other.byName() && r.graph.SamePlace(other.from.Resource(), target) == graph.Different {
			continue
		}
		if !other.link.Has(target) && (other.link.Open || target.Attr("name").Unknown()) {
			found = append(found, other)
		}
	}
	slices.SortFunc(found, func(a, b pointer) int {
		return a.from.Resource().Address.Compare(b.from.Resource().Address)
	})
	return found, true
}

// secretly reports whether sensitive text decides who points at the target: that of
// an argument, or what names the target.
func (r *reach) secretly(target *graph.Resource, typ, path string) bool {
	if slices.ContainsFunc([]string{"arn", "id", "name"}, func(name string) bool { return target.Attr(name).Sensitive() }) {
		return true
	}
	key := typ + " " + path
	found, ok := r.secret[key]
	if !ok {
		found = slices.ContainsFunc(r.graph.Resources(typ), func(other *graph.Resource) bool {
			return decidesByText(other.Lookup(strings.Split(path, ".")...))
		})
		r.secret[key] = found
	}
	return found
}

// undecided are the arguments that may point at what is not among their candidates.
func (r *reach) undecided(target, typ string, names []string) []pointer {
	key := target + " " + typ + " " + strings.Join(names, ".")
	loose, ok := r.loose[key]
	if !ok {
		for _, other := range r.graph.Resources(typ) {
			v := other.Lookup(names...)
			if link := r.graph.Link(v, target); link.Open || len(link.Outside) > 0 {
				loose = append(loose, pointer{from: v, link: &link})
			}
		}
		r.loose[key] = loose
	}
	return loose
}
