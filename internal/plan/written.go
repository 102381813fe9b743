package plan

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// written says what the configuration shows of the argument at a path.
type written struct {
	expressions []*expression
	rest        string // what the path has beyond the expressions
	inBlock     bool   // the block around it is shown, so that an absence means left out
	hidden      bool   // its block is not shown: a dynamic block writes it
}

// written looks the path up in the resource's configuration.
func (s *instanceSource) written(path cty.Path) written {
	config := s.document.resourceConfig(s.config)
	if config == nil || config.expressions == nil {
		return written{hidden: true}
	}
	blocks := []map[string]*expression{config.expressions}
	var at cty.Path
	for i, st := range path {
		at = path[:i+1]
		name, ok := st.(cty.GetAttrStep)
		if !ok {
			continue
		}
		var found []*expression
		absent := 0
		for _, b := range blocks {
			if e := b[name.Name]; e != nil {
				found = append(found, e)
			} else {
				absent++
			}
		}
		if len(found) == 0 {
			last := i == len(path)-1
			return written{inBlock: last, hidden: !last}
		}
		if !found[0].isBlock {
			return written{expressions: found, rest: traversal(path[i+1:]), inBlock: true}
		}
		if absent > 0 && i < len(path)-1 {
			return written{hidden: true}
		}
		blocks = found[0].blocks
		for _, e := range found[1:] {
			blocks = append(slices.Clip(blocks), e.blocks...)
		}
		if i+1 < len(path) {
			blocks = s.likely(blocks, at, path[i+1])
			if len(blocks) == 0 {
				return written{hidden: true}
			}
		}
	}
	var w written
	for _, b := range blocks {
		w.expressions = append(w.expressions, &expression{isBlock: true, blocks: []map[string]*expression{b}})
	}
	w.inBlock = true
	return w
}

// likely keeps the written blocks that may have made the planned block at an
// index. Sets are planned in another order than they are written, and dynamic
// blocks stand among the planned ones unseen, so constants decide; none is left
// when only a dynamic block can have made it.
func (s *instanceSource) likely(blocks []map[string]*expression, at cty.Path, index cty.PathStep) []map[string]*expression {
	key, ok := index.(cty.IndexStep)
	if !ok || key.Key.Type() != cty.Number {
		return blocks
	}
	if !s.document.meter.take(int64(len(blocks))) {
		return nil
	}
	planned := s.planned(append(slices.Clone(at), key))
	var kept []map[string]*expression
	for _, b := range blocks {
		if mayBe(b, planned) {
			kept = append(kept, b)
		}
	}
	return kept
}

// planned returns the value at a path, a null when there is none.
func (s *instanceSource) planned(path cty.Path) cty.Value {
	name := path[0].(cty.GetAttrStep).Name
	v := s.resource.Attr(name).Bare()
	for _, st := range path[1:] {
		if !v.IsKnown() || v.IsNull() {
			return v
		}
		part, ok := graph.Step(v, st)
		if !ok {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		v, _ = part.Unmark()
	}
	return v
}

// mayBe reports whether no constant of the written block contradicts the
// planned one.
func mayBe(block map[string]*expression, planned cty.Value) bool {
	if !planned.IsKnown() || planned.IsNull() || !planned.Type().IsObjectType() {
		return true
	}
	for name, e := range block {
		if e.constant == cty.NilVal || e.constant.IsNull() || !e.constant.Type().IsPrimitiveType() || !planned.Type().HasAttribute(name) {
			continue
		}
		v, _ := planned.GetAttr(name).Unmark()
		if v.IsKnown() && !v.IsNull() && v.Type() == e.constant.Type() && !v.RawEquals(e.constant) {
			return false
		}
	}
	return true
}
