package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Link is what an argument points at, among instances of the wanted types.
type Link struct {
	// To holds the candidates in address order: one for a plain reference, all
	// of them for a list, and every one it may be where that is not decided. Where
	// these are more than [Crowd] there is none, and the link is open.
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
// are not known yet, by what the expression refers to. Arguments that share their
// origins share the link: do not change it.
func (g *Graph) Link(v Value, types ...string) Link {
	if v.resource == nil || !v.Opaque() {
		return g.find(v, types)
	}
	o := v.Origins()
	if !o.Shared || len(o.Refs) == 0 {
		return g.find(v, types)
	}
	type key struct {
		origins *Ref
		types   string
		home    Home
	}
	return Once(&g.Facts, key{&o.Refs[0], strings.Join(types, " "), g.Home(v.resource)}, func() Link { return g.find(v, types) })
}

func (g *Graph) find(v Value, types []string) Link {
	f := finder{graph: g, from: v, types: types}
	f.Certain = true
	for _, e := range v.Apart() {
		if text, ok := e.Text(); ok {
			f.text(e, text)
		} else if e.Unknown() {
			f.origins(e)
		}
	}
	byAddress := func(a, b *Resource) int { return a.Address.Compare(b.Address) }
	if !slices.IsSortedFunc(f.To, byAddress) {
		slices.SortFunc(f.To, byAddress)
	}
	return f.Link
}

// finder makes the link of one value.
type finder struct {
	Link
	graph   *Graph
	from    Value
	types   []string
	to      map[*Resource]bool // what is in To; made for a second find
	outside map[string]bool    // what is in Outside
	managed bool               // only managed instances are wanted
}

func (f *finder) add(found []*Resource) {
	switch {
	case len(found) > Crowd:
		f.Open, f.Certain = true, false
		return
	case len(found) > 1:
		f.Certain = false
	}
	if len(f.To) == 0 {
		f.To = slices.Clone(found)
		return
	}
	if f.to == nil {
		f.to = map[*Resource]bool{}
		for _, r := range f.To {
			f.to[r] = true
		}
	}
	for _, r := range found {
		if !f.to[r] {
			f.to[r] = true
			f.To = append(f.To, r)
		}
	}
}

// text finds the instances that the known text of a value names, or from which the
// value takes it.
func (f *finder) text(v Value, text string) {
	if text == "" {
		return
	}
	found, place := f.graph.placed(f.from.resource, text, f.types)
	found = f.wanted(f.graph.real(found))
	if len(found) == 0 {
		found, place = f.givers(v, text), Same
	}
	if len(found) > 1 {
		found = f.graph.narrow(f.from, text, f.types, found)
	}
	f.add(found)
	if place == Undetermined && !f.refersTo(found) {
		f.Certain = false
	}
	if len(found) == 0 && !f.outside[text] {
		if f.outside == nil {
			f.outside = map[string]bool{}
		}
		f.outside[text] = true
		f.Outside = append(f.Outside, text)
	}
}

// givers returns the instances to which the value's expression refers by an argument
// that has the known text, whichever argument that is.
func (f *finder) givers(v Value, text string) []*Resource {
	if !slices.ContainsFunc(f.types, func(typ string) bool { return len(f.graph.byType[typ])+len(f.graph.data[typ]) > 0 }) {
		return nil // nothing to find: tracing takes work
	}
	origins := v.Origins()
	var found []*Resource
	for i := range len(origins.Refs) + len(origins.Via) {
		ref := origins.Ref(i)
		if slices.Contains(f.types, ref.Resource.Type) && !f.graph.elsewhere(f.from.resource, ref) && ref.Attr == ref.Path && ref.Attr != "" && ref.Resource.Attr(ref.Attr).Is(text) {
			found = append(found, ref.Resource)
		}
	}
	return f.wanted(unique(found))
}

// refersTo reports whether the value's expression refers to the only one of the
// instances. Then it is meant, also if its place cannot be determined.
func (f *finder) refersTo(found []*Resource) bool {
	return len(found) == 1 && slices.ContainsFunc(f.from.Origins().Refs, func(ref Ref) bool { return ref.Resource == found[0] })
}

// bearers returns the instances of the types that a text names.
func (g *Graph) bearers(text string, types []string) []*Resource {
	if len(types) == 1 {
		return g.named(types[0], text)
	}
	var found []*Resource
	for _, t := range types {
		found = append(found, g.named(t, text)...)
	}
	return found
}

// narrow keeps, of several instances with one name, those that the expression
// refers to or that share the provider configuration or module of the argument's
// own resource.
func (g *Graph) narrow(v Value, text string, types []string, found []*Resource) []*Resource {
	var referred []*Resource
	for _, r := range v.referred(types) {
		if slices.Contains(found, r) {
			referred = append(referred, r)
		}
	}
	if len(referred) > 0 || v.resource == nil {
		return nearest(v.resource, keep(found, func(r *Resource) bool { return slices.Contains(referred, r) }))
	}
	key := nameKey{strings.Join(types, " "), text, v.resource.Provider, v.resource.Address.Module.String(), g.Home(v.resource)}
	near, ok := g.nearest[key]
	if !ok {
		near = nearest(v.resource, found)
		g.nearest[key] = near
	}
	return near
}

// referred returns the instances of the types that a value's expression refers to,
// those first of which it is made.
func (v Value) referred(types []string) []*Resource {
	o := v.Origins()
	if found := ofTypes(o.Refs, types); len(found) > 0 {
		return found
	}
	return ofTypes(o.Via, types)
}

// nameKey is a name as it is looked up from some place.
type nameKey struct {
	types, name, provider, module string
	home                          Home
}

// nearest keeps those of the instances that a name most likely means in an
// argument of a resource, nil where that is not known.
func nearest(from *Resource, found []*Resource) []*Resource {
	found = keep(found, func(r *Resource) bool { return r.Mode == Managed })
	if from == nil {
		return found
	}
	found = keep(found, func(r *Resource) bool { return r.Provider == from.Provider })
	return keep(found, func(r *Resource) bool { return slices.Equal(r.Address.Module, from.Address.Module) })
}

// keep returns the instances that are wanted; all of them where none is.
func keep(all []*Resource, wanted func(*Resource) bool) []*Resource {
	var kept []*Resource
	for _, r := range all {
		if wanted(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 {
		return all
	}
	return kept
}

// origins finds the instances that an unknown value comes from.
func (f *finder) origins(v Value) {
	origins := v.Origins()
	if v.resource == nil {
		origins.Hidden = true
	}
	found, abroad := f.reached(origins.Refs)
	if len(found) == 0 && abroad == nil {
		found, abroad = f.reached(origins.Via)
	}
	f.add(found)
	switch {
	case len(found) == 0 && abroad != nil && origins.Followed() && !f.graph.near(v.resource, f.types):
		f.Outside = append(f.Outside, "the name of "+abroad.String()+" in another account or region")
	case len(found) == 0, len(origins.Unresolved) > 0, origins.Hidden:
		f.Open = true
	case origins.Rivals:
		f.Open = true // what a resource of another type gives may be the value itself
	}
	if len(found) > 0 {
		f.assume(origins.Locals)
		f.Assumes = union(f.Assumes, origins.Assumes)
	}
}

// reached returns the instances of the types that the references lead to. It leaves
// out those of which a reference gives the name in another place, and returns one.
func (f *finder) reached(refs []Ref) (found []*Resource, abroad *Resource) {
	for _, ref := range refs {
		switch {
		case !slices.Contains(f.types, ref.Resource.Type):
		case f.graph.elsewhere(f.from.resource, ref):
			abroad = ref.Resource
		default:
			found = append(found, ref.Resource)
		}
	}
	return f.wanted(unique(found)), abroad
}

// wanted keeps the managed instances where only these are wanted.
func (f *finder) wanted(found []*Resource) []*Resource {
	if !f.managed {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(r *Resource) bool { return r.Mode != Managed })
}

// ofTypes returns the instances of the types that the references lead to.
func ofTypes(refs []Ref, types []string) []*Resource {
	var found []*Resource
	for _, ref := range refs {
		if slices.Contains(types, ref.Resource.Type) {
			found = append(found, ref.Resource)
		}
	}
	return unique(found)
}

// unique drops the instances that are there already. It sorts nothing: those of
// one reference come in address order as it is.
func unique(all []*Resource) []*Resource {
	all = slices.Compact(all)
	if len(all) < 2 {
		return all
	}
	seen := make(map[*Resource]bool, len(all))
	return slices.DeleteFunc(all, func(r *Resource) bool {
		again := seen[r]
		seen[r] = true
		return again
	})
}

// assume takes locals for conditions: each of a few, and the others together.
func (f *finder) assume(locals []string) {
	const most = 10
	for _, l := range locals[:min(len(locals), most)] {
		f.Assumes = union(f.Assumes, []string{l + " only chooses between the references beside it"})
	}
	if more := len(locals) - most; more > 0 {
		f.Assumes = append(f.Assumes, fmt.Sprintf("%d more locals only choose between the references beside them", more))
	}
}

// Referrer is an instance that points at another by some argument.
type Referrer struct {
	Resource *Resource
	Link     *Link // do not change: the candidates share it
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
				index[to] = append(index[to], Referrer{Resource: r, Link: &link})
			}
		}
		g.referrers[key] = index
	}
	return index[target]
}
