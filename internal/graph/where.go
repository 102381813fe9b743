package graph

import (
	"slices"
	"strings"
)

// Spread says in what the instances of some types differ, or may: their accounts,
// their regions, or neither.
type Spread struct {
	graph             *Graph
	accounts, regions bool
}

// Spread compares the places of all managed instances of the types.
func (g *Graph) Spread(types []string) Spread {
	s := Spread{graph: g}
	var first, regional *Resource
	for _, t := range types {
		if !strings.HasPrefix(t, "aws_") {
			continue
		}
		for _, r := range g.byType[t] {
			if r.Deferred { // nothing of it is known
				continue
			}
			if first == nil {
				first = r
			}
			s.accounts = s.accounts || g.SameAccount(first, r) != Same
			if global(t) {
				continue
			}
			if regional == nil {
				regional = r
			}
			s.regions = s.regions || g.SameRegion(regional, r) != Same
		}
	}
	return s
}

// Where names the place of an instance for a message, such as "in us-east-1", as
// far as it tells the instance from others; "" if nothing does.
func (s Spread) Where(r *Resource) string {
	if r == nil || !strings.HasPrefix(r.Type, "aws_") {
		return ""
	}
	home := s.graph.Home(r)
	var parts []string
	if s.accounts {
		parts = append(parts, s.graph.name(home.account, accountPart, "account"))
	}
	switch {
	case s.regions && global(r.Type):
		parts = append(parts, "all regions")
	case s.regions:
		parts = append(parts, s.graph.name(home.region, regionPart, "region"))
	}
	parts = slices.DeleteFunc(parts, func(name string) bool { return name == "" })
	if len(parts) == 0 {
		return ""
	}
	return "in " + strings.Join(parts, ", ")
}

// name is what a message calls an account or a region, "" if nothing is known of it.
func (g *Graph) name(a axis, p part, what string) string {
	all := g.settings(a, p)
	text := g.known(a, p)
	secret := a.secret || a.of != "" && all[0].secret
	switch {
	case text != "" && secret && len(a.of) > 1 && len(all) == 1:
		return "the " + what + " of provider " + a.of[1:]
	case text != "" && secret:
		return "(sensitive)"
	case text != "" && p == accountPart:
		return "account " + text
	case text != "":
		return text
	case len(all) == 1 && len(a.of) > 1:
		return "the " + what + " of provider " + a.of[1:]
	}
	return ""
}
