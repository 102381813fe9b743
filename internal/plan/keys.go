package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// keyOf is the key that an expression takes of what it refers to: that of its own
// block where it names each.key or count.index, or what each.value is known to be.
// Plan JSON does not show what is made of these: instances with that key are preferred.
func (t *tracer) keyOf(refs []reference, sc scope) keyPattern {
	if sc.key.any || sc.key.key.IsNone() {
		return keyPattern{any: true}
	}
	own := keyPattern{any: true, key: sc.key.key, prefer: true}
	var found keyPattern
	for _, ref := range refs {
		if ref.kind == toEachKey {
			own.by = ref.text
			return own
		}
		if ref.kind != toEachValue {
			continue
		}
		key, ok := t.elementKey(ref, sc)
		if !ok || found.prefer {
			return keyPattern{any: true}
		}
		found = keyPattern{any: true, key: key, prefer: true, by: ref.text}
	}
	if !found.prefer {
		return keyPattern{any: true}
	}
	return found
}

// elementKey is the key that a constant for_each gives for each.value.
func (t *tracer) elementKey(ref reference, sc scope) (graph.Key, bool) {
	key, ok := sc.key.key.Text()
	if !ok || sc.repetition == nil || sc.repetition.constant == cty.NilVal {
		return graph.Key{}, false
	}
	v := drill(sc.repetition.constant, graph.StringKey(key).String()+ref.rest)
	if v == cty.NilVal {
		return graph.Key{}, false
	}
	if v, _ = v.Unmark(); !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return graph.Key{}, false
	}
	return graph.StringKey(v.AsString()), true
}

// assume notes that one of many instances was chosen by its key alone.
func (t *tracer) assume(path []step, config string, key keyPattern, found []*graph.Resource) {
	if len(found) != 1 || len(t.instances[config].all) < 2 {
		return
	}
	for i, s := range path {
		if s.key.prefer && found[0].Address.Module[i].Key == s.key.key {
			t.add(&t.origins.Assumes, s.key.by+" is the key of "+found[0].Address.Module[:i+1].Config())
		}
	}
	if key.prefer && found[0].Address.Key == key.key {
		t.add(&t.origins.Assumes, key.by+" is the key of "+config)
	}
}
