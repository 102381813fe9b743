package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// written is a block's body evaluated: every argument that is written, with its
// marks, and where it is written. Nested blocks are lists of objects.
type written struct {
	values map[string]cty.Value
	place  *place
}

// place is where a body and what is in it are written.
type place struct {
	rng        hcl.Range
	attributes map[string]hcl.Range
	blocks     map[string][]*place // one for each object of the list
}

// body evaluates a body and, where there is a schema, gives its arguments the
// types that it says.
func (m *module) body(b *config.Body, s *schema.Block, sc scope) *written {
	w := &written{}
	w.values, w.place = m.evaluate(b, sc)
	if s != nil {
		for name, v := range w.values {
			w.values[name] = s.Conform(name, v)
		}
	}
	return w
}

func (m *module) evaluate(b *config.Body, sc scope) (map[string]cty.Value, *place) {
	values := map[string]cty.Value{}
	at := &place{attributes: map[string]hcl.Range{}, blocks: map[string][]*place{}}
	if b == nil {
		return values, at
	}
	at.rng = b.Range
	for name, a := range b.Attributes {
		values[name] = m.eval(a.Expr, sc)
		at.attributes[name] = a.Range
	}
	lists := map[string]*blockList{}
	for _, block := range b.Blocks {
		typ := block.Type
		if typ == "dynamic" && len(block.Labels) == 1 {
			typ = block.Labels[0]
		}
		list := lists[typ]
		if list == nil {
			list = &blockList{}
			lists[typ] = list
		}
		if block.Type == "dynamic" {
			m.dynamic(list, block, typ, sc)
		} else {
			m.static(list, block, sc)
		}
	}
	for typ, list := range lists {
		values[typ] = list.value()
		at.blocks[typ] = list.places
	}
	return values, at
}

// blockList gathers the nested blocks of one type.
type blockList struct {
	objects []cty.Value
	places  []*place
	unknown cty.ValueMarks // not nil where a dynamic block's number is not known
}

func (l *blockList) value() cty.Value {
	if l.unknown == nil {
		return cty.TupleVal(l.objects)
	}
	marks := l.unknown
	for _, object := range l.objects {
		marks = union(marks, marksOf(object))
	}
	return cty.DynamicVal.WithMarks(marks)
}

func (m *module) static(list *blockList, block *config.Block, sc scope) {
	values, at := m.evaluate(block.Body, sc)
	at.rng = block.Range
	list.objects = append(list.objects, cty.ObjectVal(values))
	list.places = append(list.places, at)
}

// dynamic writes out a dynamic block: its content once for each element of what
// for_each gives.
func (m *module) dynamic(list *blockList, block *config.Block, typ string, sc scope) {
	iterator := typ
	if it := block.Body.Attributes["iterator"]; it != nil {
		if name := hcl.ExprAsKeyword(it.Expr); name != "" {
			iterator = name
		}
	}
	var content *config.Block
	if i := slices.IndexFunc(block.Body.Blocks, func(b *config.Block) bool { return b.Type == "content" }); i >= 0 {
		content = block.Body.Blocks[i]
	}
	each := block.Body.Attributes["for_each"]
	if content == nil || each == nil {
		list.unknown = union(list.unknown, cty.NewValueMarks(openMark{"a dynamic block without for_each or content"}))
		return
	}
	over := m.eval(each.Expr, sc)
	bare, marks := over.Unmark()
	if !bare.IsKnown() || bare.IsNull() || !bare.CanIterateElements() || bare.LengthInt() > mostInstances {
		all := marksOf(over)
		if len(all) == 0 {
			all = cty.NewValueMarks(openMark{"a dynamic block of an unknown number"})
		}
		iterated := sc.with(iterator, object(cty.DynamicVal.WithMarks(all), cty.DynamicVal.WithMarks(all)))
		values, _ := m.evaluate(content.Body, iterated)
		list.unknown = union(list.unknown, all, marksOf(cty.ObjectVal(values)))
		return
	}
	for it := bare.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if bare.Type().IsSetType() {
			key = value
		}
		iterated := sc.with(iterator, object(key, value.WithMarks(marks)))
		m.static(list, content, iterated)
		list.places[len(list.places)-1].rng = block.Range
	}
}

func object(key, value cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})
}
