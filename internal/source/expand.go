package source

import (
	"math/big"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// expansion is how often a block is there: once, or as count or for_each say.
type expansion struct {
	kind    repetition
	unknown bool // the number, or the keys, are not known
	keys    []graph.Key
	values  map[graph.Key]cty.Value // each.value
	whole   cty.Value               // what for_each ranges over, while that is not known
	marks   cty.ValueMarks          // of what count or for_each is
}

type repetition uint8

const (
	single repetition = iota
	byCount
	byEach
)

// expand evaluates count, for_each or enabled; what gives the name of the block.
func (m *module) expand(count, forEach, enabled *config.Attribute, what func() string) *expansion {
	switch {
	case count == nil && forEach == nil && enabled != nil:
		return enabledBy(m.eval(enabled.Expr, scope{}))
	case count != nil:
		return m.counted(m.eval(count.Expr, scope{}), what)
	case forEach != nil:
		return m.ranged(m.eval(forEach.Expr, scope{}), what)
	}
	return &expansion{keys: []graph.Key{{}}}
}

// enabledBy is one instance, or none where OpenTofu's lifecycle turns the block off.
func enabledBy(v cty.Value) *expansion {
	e := &expansion{marks: marksOf(v)}
	v, _ = v.UnmarkDeep()
	v, err := convert.Convert(v, cty.Bool)
	switch {
	case err != nil || !v.IsKnown() || v.IsNull():
		e.unknown = true
	case v.True():
		e.keys = []graph.Key{{}}
	}
	return e
}

func (m *module) counted(v cty.Value, what func() string) *expansion {
	e := &expansion{kind: byCount, marks: marksOf(v)}
	v, _ = v.UnmarkDeep()
	v, err := convert.Convert(v, cty.Number)
	if err != nil || !v.IsKnown() || v.IsNull() {
		e.unknown = true
		return e
	}
	n, exact := v.AsBigFloat().Int64()
	if n < 0 || exact != big.Exact && n < mostInstances { // Terraform refuses it
		e.unknown = true
		return e
	}
	if n > 1 && secret(e.marks) { // addresses would show the number
		e.unknown = true
		return e
	}
	if n > mostInstances {
		m.tooMany(what())
		e.unknown = true
		return e
	}
	for i := range int(n) {
		e.keys = append(e.keys, graph.IntKey(i))
	}
	return e
}

func (m *module) ranged(v cty.Value, what func() string) *expansion {
	e := &expansion{kind: byEach, marks: marksOf(v), values: map[graph.Key]cty.Value{}, whole: v}
	bare, _ := v.Unmark()
	iterable := bare.Type().IsMapType() || bare.Type().IsObjectType() || bare.Type().IsSetType() || bare.Type().IsTupleType() || bare.Type().IsListType()
	if !bare.IsKnown() || bare.IsNull() || !iterable {
		e.unknown = true
		return e
	}
	if bare.LengthInt() > mostInstances {
		m.tooMany(what())
		e.unknown = true
		return e
	}
	keyed := bare.Type().IsMapType() || bare.Type().IsObjectType()
	if secretKeys(v, keyed) { // which an address would show, and Terraform refuses
		e.unknown = true
		return e
	}
	for it := bare.ElementIterator(); it.Next(); {
		k, value := it.Element()
		if !keyed { // a set of strings: each element is its own key
			k, _ = value.UnmarkDeep()
		}
		k, _ = k.Unmark()
		if !k.IsKnown() || k.IsNull() || k.Type() != cty.String {
			e.unknown = true
			return e
		}
		key := graph.StringKey(k.AsString())
		if _, ok := e.values[key]; !ok {
			e.keys = append(e.keys, key)
		}
		_, outer := v.Unmark()
		e.values[key] = value.WithMarks(outer)
	}
	return e
}

// secretKeys reports whether the keys that for_each would give must not be printed.
// The values of a map may be: they are in no address.
func secretKeys(v cty.Value, keyed bool) bool {
	_, marks := v.Unmark()
	if !keyed {
		marks = marksOf(v)
	}
	return secret(marks)
}

// none reports whether there is known to be no instance.
func (e *expansion) none() bool { return !e.unknown && len(e.keys) == 0 }

// has reports whether there is an instance of the key.
func (e *expansion) has(key graph.Key) bool {
	switch e.kind {
	case byCount:
		n, ok := key.Number()
		return ok && n >= 0 && n < len(e.keys)
	case byEach:
		_, ok := e.values[key]
		return ok
	}
	return key.IsNone() && len(e.keys) > 0
}

// scope is what expressions in the block see of one instance. The key is none
// where the instances are not known.
func (e *expansion) scope(key graph.Key) scope {
	sc := scope{key: key}
	switch {
	case e.kind == byCount && key.IsNone():
		sc.index = cty.UnknownVal(cty.Number)
	case e.kind == byCount:
		n, _ := key.Number()
		sc.index = cty.NumberIntVal(int64(n))
	case e.kind == byEach:
		text, ok := key.Text()
		if ok {
			sc.eachKey = cty.StringVal(text)
		} else {
			sc.eachKey = cty.UnknownVal(cty.String).WithMarks(e.marks)
		}
		value, known := e.values[key]
		if !known {
			value = cty.DynamicVal.WithMarks(e.marks).Mark(openMark{"each.value"})
		}
		sc.each = value
	}
	return sc
}

// value puts the instances together as Terraform does: one value, a tuple for
// count, an object for for_each.
func (e *expansion) value(instance func(graph.Key) cty.Value) cty.Value {
	switch e.kind {
	case byCount:
		all := make([]cty.Value, 0, len(e.keys))
		for _, key := range e.keys {
			all = append(all, instance(key))
		}
		return cty.TupleVal(all)
	case byEach:
		all := map[string]cty.Value{}
		for _, key := range e.keys {
			text, _ := key.Text()
			all[text] = instance(key)
		}
		return cty.ObjectVal(all)
	}
	if len(e.keys) == 0 { // it is turned off
		return cty.NullVal(cty.DynamicPseudoType).WithMarks(lasting(e.marks))
	}
	return instance(graph.Key{})
}
