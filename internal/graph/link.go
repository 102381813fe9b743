package graph

import (
	"slices"
)

// Link is what an argument points at, among instances of the wanted types.
type Link struct {
	// To holds the candidates in address order: one for a plain reference, all
	// of them for a list, and every one it may be where that is not decided.
	To []*Resource
	// Outside holds known names, ids or ARNs that no instance here has.
	Outside []string
	// Certain is true when each candidate is certainly meant: it has the known
	// name, or it is the only one that the references lead to.
	Certain bool
	// Open is true when something could not be followed, so that there may be
	// targets beside the candidates.
	Open bool
	// Assumes says what was taken for granted in following references.
	Assumes []string
}

// Data sources of the wanted types are candidates too: look at Resource.Mode.

// One returns the target when there is exactly one, it is certain, and nothing
// else may be meant.
func (l Link) One() (*Resource, bool) {
	if len(l.To) == 1 && l.Certain && !l.Open && len(l.Outside) == 0 {
		return l.To[0], true
	}
	return nil, false
}

// Has reports whether the instance is among the candidates.
func (l Link) Has(r *Resource) bool { return slices.Contains(l.To, r) }

// Link finds what the value points at, by equal known values and, where they
// are not known yet, by what the expression refers to.
func (g *Graph) Link(v Value, types ...string) Link {
	link := Link{Certain: true}
	followed := false
	for _, e := range v.Elements() {
		if text, ok := e.Text(); ok {
			g.linkText(&link, v, text, types)
		} else if e.Unknown() && !followed {
			followed = true // a list's elements share one expression
			g.linkOrigins(&link, e, types)
		}
	}
	slices.SortFunc(link.To, func(a, b *Resource) int { return a.Address.Compare(b.Address) })
	return link
}

func (g *Graph) linkText(link *Link, v Value, text string, types []string) {
	if text == "" {
		return
	}
	var found []*Resource
	for _, t := range types {
		found = append(found, g.named(t, text)...)
	}
	if len(found) > 1 {
		found = g.narrowByReference(v, found)
	}
	for _, r := range found {
		link.add(r)
	}
	if len(found) == 0 {
		link.Outside = union(link.Outside, []string{text})
	} else if len(found) > 1 {
		link.Certain = false
	}
}

// narrowByReference keeps, of several instances with one name, those that the
// expression refers to or that share the provider configuration or module of
// the argument's own resource.
func (g *Graph) narrowByReference(v Value, found []*Resource) []*Resource {
	origins := v.Origins()
	keeps := []func(*Resource) bool{
		func(r *Resource) bool {
			return slices.ContainsFunc(origins.Refs, func(ref Ref) bool { return ref.Resource == r })
		},
		func(r *Resource) bool { return r.Mode == Managed },
		func(r *Resource) bool { return v.resource != nil && r.Provider == v.resource.Provider },
		func(r *Resource) bool {
			return v.resource != nil && slices.Equal(r.Address.Module, v.resource.Address.Module)
		},
	}
	for _, keep := range keeps {
		var kept []*Resource
		for _, r := range found {
			if keep(r) {
				kept = append(kept, r)
			}
		}
		if len(kept) > 0 {
			found = kept
		}
	}
	return found
}

func (g *Graph) linkOrigins(link *Link, v Value, types []string) {
	origins := v.Origins()
	if v.resource == nil {
		origins.Hidden = true
	}
	var found []*Resource
	for _, ref := range origins.Refs {
		if slices.Contains(types, ref.Resource.Type) && !slices.Contains(found, ref.Resource) {
			found = append(found, ref.Resource)
			link.add(ref.Resource)
		}
	}
	switch {
	case len(found) == 0, len(origins.Unresolved) > 0, origins.Hidden:
		link.Open = true
	case origins.Rivals:
		link.Open = true // what a resource of another type gives may be the value itself
	}
	if len(found) > 0 {
		for _, l := range origins.Locals {
			link.Assumes = union(link.Assumes, []string{l + " only chooses between the references beside it"})
		}
	}
	if len(found) > 1 {
		link.Certain = false
	}
}

func (l *Link) add(r *Resource) {
	if !slices.Contains(l.To, r) {
		l.To = append(l.To, r)
	}
}

// Referrer is an instance that points at another by some argument.
type Referrer struct {
	Resource *Resource
	Link     Link
}

type referrerKey struct {
	typ, path, target string
}

// Referrers returns the managed instances of a type whose argument, given as a
// path of names as in [Resource.Lookup], has target among its candidates.
func (g *Graph) Referrers(target *Resource, typ string, path ...string) []Referrer {
	key := referrerKey{typ: typ, target: target.Type}
	for _, name := range path {
		key.path += "." + name
	}
	index, ok := g.referrers[key]
	if !ok {
		index = map[*Resource][]Referrer{}
		for _, r := range g.byType[typ] {
			link := g.Link(r.Lookup(path...), target.Type)
			for _, to := range link.To {
				index[to] = append(index[to], Referrer{Resource: r, Link: link})
			}
		}
		g.referrers[key] = index
	}
	return index[target]
}
