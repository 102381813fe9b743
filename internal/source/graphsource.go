package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// resource gives a graph the arguments of one instance.
type resourceSource struct {
	instance *instance
	deferred bool // it cannot be told whether the instance is there
}

// Argument returns an argument as it is written, and an unknown for what the
// provider computes.
func (s resourceSource) Argument(name string) cty.Value {
	if s.deferred {
		return cty.DynamicVal
	}
	in := s.instance
	v, ok := in.arguments[name]
	if !ok {
		v = s.argument(name)
		if in.arguments == nil {
			in.arguments = map[string]cty.Value{}
		}
		in.arguments[name] = v
	}
	return v
}

func (s resourceSource) argument(name string) cty.Value {
	in := s.instance
	v, ok := in.written().values[name]
	if computed, has := in.computed()[name]; has && !ok {
		v, ok = computed, true
	}
	var attribute struct{ computed, sensitive bool }
	if in.schema != nil {
		if a, ok := in.schema.Attributes[name]; ok {
			attribute.computed, attribute.sensitive = a.Computed, a.Sensitive
		}
	}
	switch {
	case !ok && attribute.computed:
		v = cty.DynamicVal
	case !ok:
		return cty.NilVal
	}
	if s.withheld(name, v) {
		return cty.DynamicVal.Mark(graph.SensitiveMark)
	}
	v = shown(spread(v))
	if attribute.sensitive {
		v = v.Mark(graph.SensitiveMark)
	}
	return v
}

// withheld reports whether an argument of a provider's configuration is a secret
// that comes from elsewhere: what a variable holds by default says nothing of
// what it is given when it matters. Constants are what they are.
func (s resourceSource) withheld(name string, v cty.Value) bool {
	if s.instance.block.Mode != graph.Provider || !graph.SecretOfProvider(name) || !v.IsWhollyKnown() {
		return false
	}
	a := s.instance.block.Body.Attributes[name]
	return a != nil && len(s.instance.module.prepare(a.Expr).refs) > 0
}

// Unset reports whether the argument is left out: what is written and null is
// not unknown to begin with.
func (s resourceSource) Unset(path cty.Path) bool {
	if s.deferred || len(path) == 0 {
		return false
	}
	step, ok := path[0].(cty.GetAttrStep)
	if !ok {
		return false
	}
	_, written := s.instance.written().values[step.Name]
	return !written
}

// Omitted reports whether the block does not write the argument.
func (s resourceSource) Omitted(path cty.Path) bool { return s.Unset(path) }

// Written reports whether the argument at a path is written, as more than null.
func (s resourceSource) Written(path cty.Path) (written, known bool) {
	if s.deferred {
		return false, false
	}
	v, ok := s.at(path)
	if !ok {
		return false, true
	}
	v, _ = v.Unmark()
	if !v.IsKnown() && !v.Range().DefinitelyNotNull() {
		return false, false
	}
	return !v.IsNull() && !isEmptyBlock(v), true
}

// isEmptyBlock reports whether a value stands for no block.
func isEmptyBlock(v cty.Value) bool {
	return v.IsKnown() && (v.Type().IsListType() || v.Type().IsTupleType()) && v.LengthInt() == 0
}

// Origins tells what the value at a path is made of.
func (s resourceSource) Origins(path cty.Path) graph.Origins {
	if s.deferred {
		return graph.Origins{Hidden: true}
	}
	v, whole, ok := s.origin(path)
	if !ok {
		return graph.Origins{}
	}
	if first, ok := path[0].(cty.GetAttrStep); ok && s.withheld(first.Name, v) {
		return graph.Origins{Literals: []cty.Value{shown(v).Mark(graph.SensitiveMark)}}
	}
	o := s.instance.module.origins(v)
	o.Whole = whole
	return o
}

// Defaults lists the root variables whose defaults the value at a path rests on,
// sorted.
func (s resourceSource) Defaults(path cty.Path) []string {
	v, ok := s.at(path)
	if s.deferred || !ok {
		return nil
	}
	var names []string
	for mark := range marksOf(v) {
		if mark, ok := mark.(defaultMark); ok {
			names = append(names, mark.variable)
		}
	}
	slices.Sort(names)
	return names
}

// at finds the value at a path, with the marks of all around it.
func (s resourceSource) at(path cty.Path) (cty.Value, bool) {
	v, _, ok := s.origin(path)
	return v, ok
}

// origin is [resourceSource.at], and says whether the value is an element of a set
// that has the marks of all elements.
func (s resourceSource) origin(path cty.Path) (v cty.Value, whole, ok bool) {
	if len(path) == 0 {
		return cty.NilVal, false, false
	}
	first, ok := path[0].(cty.GetAttrStep)
	if !ok {
		return cty.NilVal, false, false
	}
	v, ok = s.instance.written().values[first.Name]
	if !ok {
		return cty.NilVal, false, false
	}
	for i, step := range path[1:] {
		bare, marks := v.Unmark()
		if of, ok := members(bare, marks); ok {
			bare, _ = of.Unmark()
			marks = lasting(marks)
		}
		if !bare.IsKnown() || bare.IsNull() {
			break // what is inside comes from where the whole does
		}
		if bare.Type().IsSetType() {
			whole = true
			bare = s.instance.ordered(path[:i+1], bare)
		}
		next, ok := graph.Step(bare, step)
		if index, isIndex := step.(cty.IndexStep); !ok && isIndex && index.Key.Type() == cty.Number && !isList(bare) {
			next, ok = bare, true // an object that stands for a list of one
		}
		if !ok {
			return cty.NilVal, false, false
		}
		v = next.WithMarks(marks)
	}
	return v, whole, true
}

// Unordered reports whether the value at a path is a set.
func (s resourceSource) Unordered(path cty.Path) bool {
	v, ok := s.at(path)
	return ok && !s.deferred && v.Type().IsSetType()
}

func isList(v cty.Value) bool { return v.Type().IsListType() || v.Type().IsTupleType() }

// ordered is the set at a path as a tuple in the set's order, made once: a set is
// sorted whenever somebody looks at it.
func (in *instance) ordered(path cty.Path, set cty.Value) cty.Value {
	at := graph.FormatPath(path)
	tuple, ok := in.sets[at]
	if !ok {
		tuple = cty.TupleVal(set.AsValueSlice())
		if in.sets == nil {
			in.sets = map[string]cty.Value{}
		}
		in.sets[at] = tuple
	}
	return tuple
}

// Range returns where the argument at a path is written, or the nearest block
// around it.
func (s resourceSource) Range(path cty.Path) (graph.Range, bool) {
	in := s.instance
	rng := in.block.Range
	at := in.written().place
	if s.deferred {
		at = nil
	}
	for i := 0; i < len(path) && at != nil; i++ {
		step, ok := path[i].(cty.GetAttrStep)
		if !ok {
			break
		}
		if argument, ok := at.attributes[step.Name]; ok {
			rng = argument
			break
		}
		blocks := at.blocks[step.Name]
		if len(blocks) == 0 {
			break
		}
		which := 0
		if i+1 < len(path) {
			if index, ok := path[i+1].(cty.IndexStep); ok && index.Key.Type() == cty.Number {
				n, _ := index.Key.AsBigFloat().Int64()
				which = min(int(n), len(blocks)-1)
				i++
			}
		}
		at = blocks[max(which, 0)]
		rng = at.rng
	}
	return in.module.rangeOf(rng), true
}

// rangeOf converts a range to the graph's.
func (l *loader) rangeOf(r hcl.Range) graph.Range {
	return graph.Range{
		File:      l.name(r.Filename),
		StartLine: r.Start.Line, StartCol: r.Start.Column,
		EndLine: r.End.Line, EndCol: r.End.Column,
	}
}
