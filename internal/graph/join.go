package graph

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Join puts the source that a plan was made from beside it: find returns the
// instance that the source has at an address, nil when it has none. The plan's
// values stay what they are. From the source come the places where things are
// written, the origins that the plan does not show, and what was left out where
// the plan alone cannot say.
func (g *Graph) Join(find func(Address) *Resource) {
	for _, r := range g.resources {
		if r.Forgotten {
			continue // what the source has at its address is another object
		}
		beside := find(r.Address)
		if beside == nil {
			continue
		}
		r.Range, r.Calls = beside.Range, beside.Calls
		if beside.Provider != "" { // a plan makes up a key where a nested module inherits a configuration
			r.Provider = beside.Provider
		}
		if beside.graph != nil {
			g.beside = beside.graph
		}
		r.source = &joined{plan: r.source, beside: beside, graph: g, mute: r.Deferred || beside.Deferred}
	}
}

// joined is an instance of a plan with its source at hand.
type joined struct {
	plan   Source
	beside *Resource
	graph  *Graph
	// mute is true where the source says where things are written and nothing of
	// values: the plan puts the instance off, or the source cannot tell that it is.
	mute bool

	filled map[string]bool // paths of what the source has and the plan does not know
}

// Argument is the plan's, with what the source knows put where the plan is
// unknown as a whole: a set of which one element is known after apply, say.
func (j *joined) Argument(name string) cty.Value {
	v := j.plan.Argument(name)
	if v == cty.NilVal || v.Type() == cty.DynamicPseudoType && v.IsKnown() { // not there, or null
		return v
	}
	seen := j.beside.source.Argument(name)
	if seen == cty.NilVal {
		return v
	}
	if !v.IsWhollyKnown() && !j.mute {
		v = j.fill(v, seen, cty.GetAttrPath(name))
	}
	return markAs(v, seen)
}

// markAs marks what is marked in seen, too: the source shows of a value what the
// plan lost on its way through a data source.
func markAs(v, seen cty.Value) cty.Value {
	if !seen.ContainsMarked() {
		return v
	}
	bare, marks := v.Unmark()
	other, more := seen.Unmark()
	switch {
	case len(more) > 0 || !bare.IsKnown() || !other.IsKnown() || bare.IsNull() || other.IsNull():
	case bare.Type().IsObjectType() && other.Type().IsObjectType():
		attrs := bare.AsValueMap()
		for name, attr := range attrs {
			if other.Type().HasAttribute(name) {
				attrs[name] = markAs(attr, other.GetAttr(name))
			}
		}
		return cty.ObjectVal(attrs).WithMarks(marks)
	case isSequence(bare) && isSequence(other) && bare.LengthInt() == other.LengthInt():
		elements, others := bare.AsValueSlice(), other.AsValueSlice()
		for i := range elements {
			elements[i] = markAs(elements[i], others[i])
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return v.Mark(SensitiveMark)
}

// fill puts parts of seen where v is unknown. Of both the sensitive parts stay so.
func (j *joined) fill(v, seen cty.Value, at cty.Path) cty.Value {
	bare, marks := v.Unmark()
	other, _ := seen.Unmark()
	switch {
	case v.IsWhollyKnown(), !other.IsKnown(), other.IsNull():
		return v
	case !bare.IsKnown():
		// Nothing and empty are what a provider computes a value for.
		if other.CanIterateElements() && other.LengthInt() == 0 {
			return v
		}
		if j.filled == nil {
			j.filled = map[string]bool{}
		}
		j.filled[FormatPath(at)] = true
		return seen.WithMarks(marks)
	case bare.Type().IsObjectType() && other.Type().IsObjectType():
		attrs := bare.AsValueMap()
		for name, attr := range attrs {
			if other.Type().HasAttribute(name) {
				attrs[name] = j.fill(attr, other.GetAttr(name), at.GetAttr(name))
			}
		}
		return cty.ObjectVal(attrs).WithMarks(marks)
	case isSequence(bare) && isSequence(other) && bare.LengthInt() == other.LengthInt() && !j.unordered(at):
		elements, others := bare.AsValueSlice(), other.AsValueSlice()
		for i := range elements {
			elements[i] = j.fill(elements[i], others[i], at.IndexInt(i))
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return v
}

// isSequence reports whether a value is a list or a tuple with elements. The
// order of a set in one is not that in another.
func isSequence(v cty.Value) bool {
	return (v.Type().IsListType() || v.Type().IsTupleType()) && v.LengthInt() > 0
}

// unordered reports whether the source has a set at a path: a plan has its elements
// in another order.
func (j *joined) unordered(path cty.Path) bool {
	source, ok := j.beside.source.(interface{ Unordered(cty.Path) bool })
	return ok && source.Unordered(path)
}

// common is the path in the source of what the plan has at a path: that of a set as a
// whole for its elements, unless they are the source's own.
func (j *joined) common(path cty.Path) cty.Path {
	for i, step := range path {
		if _, ok := step.(cty.IndexStep); ok && j.unordered(path[:i]) && !j.fromSource(path[:i]) {
			return path[:i]
		}
	}
	return path
}

func (j *joined) fromSource(path cty.Path) bool {
	for i := range path {
		if j.filled[FormatPath(path[:i+1])] {
			return true
		}
	}
	return false
}

func (j *joined) Range(path cty.Path) (Range, bool) { return j.beside.source.Range(path) }

// Unset asks the source too: with the plan's own variables it knows what became
// of an expression. An empty collection counts as left out, as it does for
// Terraform where the provider computes the argument.
func (j *joined) Unset(path cty.Path) bool {
	if j.plan.Unset(path) {
		return true
	}
	v, ok := j.at(j.common(path))
	if j.mute || !ok || v.Unknown() {
		return false
	}
	return v.Unset() || len(v.Elements()) == 0
}

// Omitted asks the source if there is one: it sees the dynamic blocks, too.
func (j *joined) Omitted(path cty.Path) bool {
	source, ok := j.plan.(interface{ Omitted(cty.Path) bool })
	if !ok || !source.Omitted(path) {
		return false
	}
	beside, ok := j.beside.source.(interface{ Omitted(cty.Path) bool })
	return j.mute || !ok || beside.Omitted(path)
}

// Written asks the source first: it sees the dynamic blocks, too.
func (j *joined) Written(path cty.Path) (written, known bool) {
	if source, ok := j.beside.source.(interface{ Written(cty.Path) (bool, bool) }); ok && !j.mute {
		if written, known = source.Written(path); known {
			return written, known
		}
	}
	if source, ok := j.plan.(interface{ Written(cty.Path) (bool, bool) }); ok {
		return source.Written(path)
	}
	return false, false
}

// Origins are the source's where it follows them to their end: it sees locals,
// dynamic blocks, and which key of a map is meant.
func (j *joined) Origins(path cty.Path) Origins {
	origins := j.plan.Origins(path)
	path = j.common(path)
	if v, ok := j.at(path); j.mute || !ok || !v.Unknown() {
		return origins
	}
	seen := j.beside.source.Origins(path)
	if !seen.Followed() && !origins.Hidden {
		origins.Made, origins.Functions = seen.Made, seen.Functions
		return origins
	}
	refs := seen.Refs
	seen.Refs = nil
	for _, ref := range refs {
		found := j.planned(ref.Resource)
		if len(found) > Crowd {
			seen.Unresolved = union(seen.Unresolved, []string{fmt.Sprintf("%s, which has %d instances", ref.Resource.Address.Config(), len(found))})
			continue
		}
		seen.Refs = append(seen.Refs, ref.of(found)...)
		if len(found) == 0 {
			seen.Others = union(seen.Others, []string{ref.Resource.Address.Config()})
		}
	}
	via := seen.Via
	seen.Via = nil
	for _, ref := range via {
		if found := j.planned(ref.Resource); len(found) <= Crowd {
			seen.Via = append(seen.Via, ref.of(found)...)
		}
	}
	slices.Sort(seen.Others)
	seen.Rivals = origins.Rivals && len(seen.Others) > 0
	return seen
}

// of is the same attribute of other instances.
func (r Ref) of(instances []*Resource) []Ref {
	refs := make([]Ref, len(instances))
	for i, instance := range instances {
		refs[i] = r
		refs[i].Resource = instance
	}
	return refs
}

// Symbol is the source's: a plan does not show expressions.
func (j *joined) Symbol(argument string) string { return j.beside.symbol(argument) }

// Outline is the source's: a plan shows nothing of a text that it does not know.
func (j *joined) Outline(path cty.Path) (string, bool) {
	v, ok := j.at(path)
	if j.mute || !ok {
		return "", false
	}
	return v.Outline()
}

// planned returns the plan's instances of what the source refers to: of a block
// whose number only the plan knows, all that there are.
func (j *joined) planned(r *Resource) []*Resource {
	found, ok := j.graph.planned[r]
	if !ok {
		found = j.graph.plannedOf(r)
		j.graph.planned[r] = found
	}
	return found
}

func (g *Graph) plannedOf(r *Resource) []*Resource {
	if found := g.Find(r.String()); found != nil {
		return []*Resource{found}
	}
	if !r.Deferred {
		return nil
	}
	var found []*Resource
	for _, candidate := range g.index(r.Mode)[r.Type] {
		if candidate.Address.IsOf(r.Address) {
			found = append(found, candidate)
		}
	}
	return found
}

// at is the value that the source has at a path; ok is false where the path goes
// through a block that is not written, of which the provider computes what is in it.
func (j *joined) at(path cty.Path) (v Value, ok bool) {
	v = Value{resource: j.beside}
	for i, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			if i == 0 {
				v = j.beside.Attr(step.Name)
			} else {
				v = v.Attr(step.Name)
			}
		case cty.IndexStep:
			elements := v.Elements()
			if step.Key.Type() != cty.Number || v.Opaque() {
				continue
			}
			n, _ := step.Key.AsBigFloat().Int64()
			if int(n) >= len(elements) {
				return v, false
			}
			v = elements[n]
		}
	}
	return v, true
}
