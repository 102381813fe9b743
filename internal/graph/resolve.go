package graph

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// mostPassed bounds through how many resources a value is followed, one after another.
const mostPassed = 32

// resolve follows references further than an input does: a data source that reads a
// managed object is that object, and an argument that is read from a resource comes
// from what was written there.
func (g *Graph) resolve(o Origins) Origins {
	if len(o.Refs) == 0 {
		return o
	}
	if !o.Shared {
		return g.resolved(o)
	}
	return Once(&g.Facts, resolvedKey{&o.Refs[0], o.Whole}, func() Origins { return g.resolved(o) })
}

type resolvedKey struct {
	refs  *Ref
	whole bool
}

func (g *Graph) resolved(o Origins) Origins {
	given, changed := o, false
	var refs []Ref
	via := slices.Clip(o.Via)
	for _, ref := range o.Refs {
		if len(refs) > Crowd && changed {
			return given
		}
		read := ref
		if twin := g.twin(ref.Resource); twin != nil {
			ref.Resource = twin
		} else if why := g.maybe(ref.Resource); len(why) > 0 {
			o.Unresolved = union(slices.Clip(o.Unresolved), why)
			changed = true
		}
		behind, passes := g.behind(ref)
		switch {
		case passes && !IsName(ref.Resource.Type, ref.Attr):
			refs = append(refs, behind.Refs...)
			via = append(append(via, read), behind.Via...)
			o.Others = union(slices.Clip(o.Others), behind.Others)
			o.Unresolved = union(slices.Clip(o.Unresolved), behind.Unresolved)
			o.Locals = union(slices.Clip(o.Locals), behind.Locals)
			o.Assumes = union(slices.Clip(o.Assumes), behind.Assumes)
			o.Literals = append(slices.Clip(o.Literals), behind.Literals...)
			changed = true
		case passes:
			refs, via = append(refs, ref), append(via, behind.Refs...)
			changed = true
		default:
			refs = append(refs, ref)
			if read.Resource != ref.Resource {
				via = append(via, read)
				changed = true
			}
		}
	}
	if !changed || len(refs) > max(Crowd, len(given.Refs)) {
		return given
	}
	if len(via) > Crowd { // nobody asks for one of so many
		via = nil
	}
	o.Refs, o.Via = sortedRefs(refs), sortedRefs(via)
	return o
}

// sortedRefs sorts references by address, each once.
func sortedRefs(refs []Ref) []Ref {
	slices.SortStableFunc(refs, func(a, b Ref) int { return a.Resource.Address.Compare(b.Resource.Address) })
	seen := map[Ref]bool{}
	return slices.DeleteFunc(refs, func(r Ref) bool {
		again := seen[r]
		seen[r] = true
		return again
	})
}

type behindKey struct{ path string }

// behind returns where what is written in an argument of an instance comes from; false
// where nothing is written there, or the input does not show it.
func (g *Graph) behind(ref Ref) (Origins, bool) {
	r := ref.Resource
	if ref.Path == "" || Carried(r.Type) != nil || r.graph != g || IsName(r.Type, ref.Attr) && ref.Attr != "name" || g.passing >= mostPassed {
		return Origins{}, false
	}
	found := Once(&r.Facts, behindKey{ref.Path}, func() *Origins {
		path, ok := pathOf(ref.Path)
		if !ok {
			return nil
		}
		g.passing++
		defer func() { g.passing-- }()
		o := r.source.Origins(path)
		if o.Hidden || len(o.Refs)+len(o.Others)+len(o.Unresolved)+len(o.Locals) == 0 || len(o.Refs) > Crowd || !isUnknownLeaf(r, path) {
			return nil
		}
		o = g.resolved(o)
		return &o
	})
	if found == nil || len(found.Refs) > Crowd {
		return Origins{}, false
	}
	return *found, true
}

// pathOf reads the path of a reference.
func pathOf(text string) (cty.Path, bool) {
	const root = "r."
	traversal, diags := hclsyntax.ParseTraversalAbs([]byte(root+text), "", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, false
	}
	var path cty.Path
	for _, step := range traversal[1:] {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			path = path.GetAttr(step.Name)
		case hcl.TraverseIndex:
			path = path.Index(step.Key)
		}
	}
	return path, len(path) > 0
}

// isUnknownLeaf reports whether the value at a path is not known, and is not a block.
func isUnknownLeaf(r *Resource, path cty.Path) bool {
	first, ok := path[0].(cty.GetAttrStep)
	if !ok {
		return false
	}
	v := r.Attr(first.Name)
	for _, step := range path[1:] {
		if v.Opaque() {
			return true
		}
		switch step := step.(type) {
		case cty.GetAttrStep:
			v = v.Attr(step.Name)
		case cty.IndexStep:
			elements := v.Elements()
			n := 0
			if step.Key.Type() == cty.Number {
				at, _ := step.Key.AsBigFloat().Int64()
				n = int(at)
			}
			if n < 0 || n >= len(elements) {
				return false
			}
			v = elements[n]
		}
	}
	if !v.Unknown() {
		return false
	}
	for _, e := range v.Elements() {
		if e.val != cty.NilVal && e.val.Type().IsObjectType() {
			return false
		}
	}
	return true
}
