package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
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

// body evaluates the body of a block, marks what its provider calls sensitive and,
// where there is a schema, gives its arguments the types that it says.
func (m *module) body(block *config.Resource, s *schema.Block, sc scope) *written {
	w := &written{}
	w.values, w.place = m.evaluate(block.Body, s, sc)
	w.values = schema.MarkSecrets(block.Mode, block.Type, w.values, graph.SensitiveMark)
	if s != nil {
		for name, v := range w.values {
			w.values[name] = converted(v, s.Conform(name, v))
		}
	}
	return w
}

func (m *module) evaluate(b *config.Body, s *schema.Block, sc scope) (map[string]cty.Value, *place) {
	values := map[string]cty.Value{}
	at := &place{attributes: map[string]hcl.Range{}, blocks: map[string][]*place{}}
	if b == nil {
		return values, at
	}
	at.rng = b.Range
	blocks := b.Blocks
	// What is past the limits, and what a circle leads to, hang on the order.
	for _, name := range sorted(b.Attributes) {
		a := b.Attributes[name]
		if nested, ok := asBlocks(a, s); ok {
			blocks = append(nested, blocks...)
			continue
		}
		values[name] = m.eval(a.Expr, sc)
		at.attributes[name] = a.Range
	}
	lists := map[string]*blockList{}
	for _, block := range blocks {
		typ := block.Type
		if typ == "dynamic" && len(block.Labels) == 1 {
			typ = block.Labels[0]
		}
		list := lists[typ]
		if list == nil {
			list = &blockList{schema: inner(s, typ)}
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
		at.blocks[typ] = list.ordered(s, typ)
	}
	return values, at
}

// asBlocks reads an argument in JSON syntax as the nested blocks that the schema
// says it is.
func asBlocks(a *config.Attribute, s *schema.Block) ([]*config.Block, bool) {
	if inner(s, a.Name) == nil {
		return nil, false
	}
	return a.Nested()
}

// inner is the schema of nested blocks of a type, nil where it is not known.
func inner(s *schema.Block, typ string) *schema.Block {
	if s == nil {
		return nil
	}
	return s.Blocks[typ].Block
}

// blockList gathers the nested blocks of one type.
type blockList struct {
	schema  *schema.Block // of one of them
	objects []cty.Value
	places  []*place
	unknown cty.ValueMarks // not nil where a dynamic block's number is not known
	secret  cty.ValueMarks // of what says how many there are, if it must not be printed
}

func (l *blockList) value() cty.Value {
	if l.unknown == nil {
		return cty.TupleVal(l.objects).WithMarks(l.secret)
	}
	marks := l.unknown
	for _, object := range l.objects {
		marks = union(marks, marksOf(object))
	}
	return cty.DynamicVal.WithMarks(marks)
}

// ordered gives the places in the order in which the blocks are in the value
// that the schema makes of them: that of a set is its own.
func (l *blockList) ordered(s *schema.Block, typ string) []*place {
	if len(l.objects) < 2 || l.unknown != nil {
		return l.places
	}
	all, _ := s.Conform(typ, cty.TupleVal(l.objects)).UnmarkDeep()
	if !all.Type().IsSetType() || !all.IsKnown() || all.IsNull() {
		return l.places
	}
	byHash := map[int][]int{}
	alone := make([]cty.Value, len(l.objects))
	for i, object := range l.objects {
		one, _ := s.Conform(typ, cty.TupleVal([]cty.Value{object})).UnmarkDeep()
		for it := one.ElementIterator(); it.Next(); {
			_, alone[i] = it.Element()
		}
		hash := alone[i].Hash()
		byHash[hash] = append(byHash[hash], i)
	}
	places := make([]*place, 0, len(l.places))
	for it := all.ElementIterator(); it.Next(); {
		_, element := it.Element()
		for _, i := range byHash[element.Hash()] {
			if alone[i].RawEquals(element) {
				places = append(places, l.places[i])
				break
			}
		}
	}
	return places
}

func (m *module) static(list *blockList, block *config.Block, sc scope) {
	if !m.meter.step() || !m.meter.take(bytesABlock) {
		list.unknown = union(list.unknown, marksOf(spent))
		return
	}
	values, at := m.evaluate(block.Body, list.schema, sc)
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
		values, _ := m.evaluate(content.Body, list.schema, iterated)
		list.unknown = union(list.unknown, all, marksOf(cty.ObjectVal(values)))
		return
	}
	if secret(marks) { // the number of blocks, and their keys, say what it is
		list.secret = union(list.secret, lasting(marks))
	}
	for it := bare.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if bare.Type().IsSetType() {
			key = value
		}
		iterated := sc.with(iterator, object(key.WithMarks(lasting(marks)), value.WithMarks(marks)))
		m.static(list, content, iterated)
		if m.meter.exceeded { // those that follow are missing
			list.unknown = union(list.unknown, marksOf(spent))
			return
		}
		list.places[len(list.places)-1].rng = block.Range
	}
}

func object(key, value cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})
}
