package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Unset tells an Optional and Computed argument that was left out, or that is
// null, from one that is known only after apply. On create, Terraform lists
// both in after_unknown. Two facts tell them apart:
//   - the argument is not in the configuration, and the block around it is;
//   - it is, all that its expression refers to is known, and yet the planned
//     value is not: the expression gave null, or an empty set.
func (s *instanceSource) Unset(path cty.Path) bool {
	if s.deferred {
		return false
	}
	w := s.written(path)
	if len(w.expressions) == 0 {
		return w.inBlock && !w.hidden && !s.dynamic(path)
	}
	for _, e := range w.expressions {
		if e.isBlock || !s.document.known(e, s.scope(), map[*expression]bool{}) {
			return false
		}
	}
	return true
}

// Omitted reports whether the resource's block is shown and does not write the
// argument. A dynamic block that may write it is not shown.
func (s *instanceSource) Omitted(path cty.Path) bool {
	w := s.written(path)
	return len(w.expressions) == 0 && w.inBlock && !w.hidden
}

// Written tells an argument that the configuration sets from one that the provider has
// filled. What refers to something may give null, for which a provider fills in a value;
// on create it does so only in the apply.
func (s *instanceSource) Written(path cty.Path) (written, known bool) {
	w, value := s.written(path), s.planned(path)
	switch {
	case len(w.expressions) > 0:
	case isBlocks(value): // of a dynamic block, which is not shown, or filled
		return true, s.resource.Action == graph.Create
	default:
		return false, w.inBlock && !w.hidden
	}
	for i, e := range w.expressions {
		var null bool
		switch {
		case e.isBlock:
		case e.constant != cty.NilVal:
			null = e.constant.IsNull()
		case s.resource.Action == graph.Create && value.IsKnown():
			null = value.IsNull()
		default:
			return false, false
		}
		if i > 0 && null == written {
			return false, false
		}
		written = !null
	}
	return written, true
}

// isBlocks reports whether a value is a list of blocks, of which there are some.
func isBlocks(v cty.Value) bool {
	return v.IsKnown() && !v.IsNull() && v.Type().IsTupleType() && v.LengthInt() > 0 && v.Type().TupleElementType(0).IsObjectType()
}

// known reports whether everything that the expression refers to is known:
// constants, root variables, and what modules pass on of these. An expression
// with neither a constant nor references calls functions such as uuid(), and is
// not.
func (d *document) known(e *expression, sc scope, visiting map[*expression]bool) bool {
	switch {
	case e == nil || visiting[e]:
		return false
	case e.constant != cty.NilVal:
		return true
	case e.calls() || e.isBlock:
		return false
	}
	visiting[e] = true
	defer delete(visiting, e)
	for _, ref := range e.parsed().all {
		if !d.knownReference(ref, sc, visiting) {
			return false
		}
	}
	return true
}

func (d *document) knownReference(ref reference, sc scope, visiting map[*expression]bool) bool {
	switch ref.kind {
	case toFixed, toEachKey:
		return true
	case toEachValue:
		return d.known(sc.repetition, sc, visiting)
	case toVariable:
		up, call, ok := d.caller(sc)
		if !ok {
			return len(sc.path) == 0 && d.rootVariable(ref.name) != nil
		}
		if e := call.decoded[ref.name]; e != nil {
			return d.known(e, up, visiting)
		}
		return d.variableDefault(sc.config, ref.name) != nil
	case toModule:
		if sc.config == nil {
			return false
		}
		in := sc.callee(ref.name, keyPattern{any: true})
		if in.config == nil {
			return false
		}
		name, _ := cutName(trimDot(ref.rest))
		return d.known(d.output(in.config, name), in, visiting)
	}
	return false
}
