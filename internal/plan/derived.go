package plan

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Terraform marks what a sensitive value was written to. It does not mark what a
// provider makes of that: the json of an aws_iam_policy_document, an ARN that holds
// a name. So marks are carried along here: all that a data source computes from a
// sensitive argument is sensitive, and of what a managed resource computes, the
// texts that hold a sensitive text of its arguments.

// block is the block that declares a resource, in the module that has it.
type block struct {
	address string // without keys
	scope   scope  // of its arguments, for any instance
	config  *resourceConfig
	typ     string
	data    bool
}

// derivation is what is sensitive of a value because of what it is made of.
type derivation struct {
	all    bool
	texts  []string // or else the texts in it that hold one of these
	unseen *needles // and those that hold any long one, if the input does not show what it is made of
}

// mostTexts bounds the texts that are looked for in each value: past it, all that
// is made of them is sensitive.
const mostTexts = 100

func (d *derivation) add(o derivation) {
	d.all = d.all || o.all
	for _, text := range o.texts {
		if !slices.Contains(d.texts, text) {
			d.texts = append(d.texts, text)
		}
	}
	if o.unseen != nil {
		d.unseen = o.unseen
	}
	if len(d.texts) > mostTexts {
		*d = derivation{all: true}
	}
}

// argument is an argument of a block.
type argument struct{ block, name string }

// derived is what is sensitive of an instance's argument though no mark says so.
func (s *instanceSource) derived(name string) derivation {
	if len(s.document.index.marks) == 0 || s.deferred {
		return derivation{}
	}
	a := s.resource.Address
	return s.document.derivation(s.document.block(a.Config(), a, s.scope(), s.config), name)
}

// block returns a block by its address; in is a scope in its module.
func (d *document) block(address string, a graph.Address, in scope, config *resourceConfig) block {
	b := block{address: address, config: d.resourceConfig(config), typ: a.Type, data: a.Mode == graph.Data}
	b.scope = scope{config: in.config, key: keyPattern{any: true}}
	for _, s := range in.path {
		b.scope.path = append(b.scope.path, step{s.name, keyPattern{any: true}})
	}
	if b.config != nil {
		b.scope.repetition = b.config.repetition
	}
	return b
}

// derivation is what is sensitive of an argument of a block's instances. A cycle,
// which Terraform allows none of, ends without an answer.
func (d *document) derivation(b block, name string) derivation {
	at := argument{b.address, name}
	if found, ok := d.derivations[at]; ok {
		return found
	}
	if d.derivations == nil {
		d.derivations = map[argument]derivation{}
	}
	d.derivations[at] = derivation{}
	var found derivation
	switch config := b.config; {
	case config != nil && config.expressions[name] != nil:
		found = d.made(config.expressions[name], b.scope)
	case b.data:
		found.all = d.anySensitive(b)
	default:
		found.texts = d.sensitiveTexts(b.address)
		for _, argument := range alwaysMarked(b.typ) {
			if config != nil {
				found.add(d.followed(config.expressions[argument], b.scope, true))
			}
		}
		found.add(d.unseen()) // a dynamic block is not shown, and a state shows nothing
	}
	found.add(derivation{})
	d.derivations[at] = found
	return found
}

// anySensitive reports whether an argument that a data source is given is sensitive.
func (d *document) anySensitive(b block) bool {
	marked := d.index.marks[b.address]
	if b.config == nil {
		return len(marked) > 0
	}
	for _, name := range sortedKeys(b.config.expressions) {
		e := b.config.expressions[name]
		if made := d.made(e, b.scope); marked[name] || made.all || len(made.texts) > 0 {
			return true
		}
	}
	return false
}

// made is what is sensitive of what an expression gives.
func (d *document) made(e *expression, sc scope) derivation { return d.followed(e, sc, false) }

// followed is [document.made]. With marked, no mark on the value says what of it is
// sensitive: what it is made of does.
func (d *document) followed(e *expression, sc scope, marked bool) derivation {
	t := d.tracer()
	t.made, t.marked = &derivation{}, marked
	t.expression(e, sc, "")
	if len(t.origins.Locals)+len(t.origins.Unresolved) > 0 {
		t.made.add(d.unseen())
	}
	return *t.made
}

// through adds what is sensitive of an attribute of a resource.
func (t *tracer) through(b block, attr string) {
	if argument, ok := graph.Carried(b.typ)[attr]; ok {
		attr = argument
	}
	switch {
	case attr != "":
		t.made.add(t.derivation(b, attr))
	case b.data && t.anySensitive(b):
		t.made.all = true
	}
	if marked := t.index.marks[b.address]; marked[attr] || attr == "" {
		t.made.add(derivation{texts: t.sensitiveTexts(b.address)})
		t.made.all = t.made.all || t.marked && t.instances[b.address] == nil // its texts were not read
	}
}

// unseen is what is sensitive of a value of which the input does not show what it
// is made of, such as a local in plan JSON, and all of a state.
func (d *document) unseen() derivation {
	if d.needles == nil {
		d.needles = &needles{}
		for _, address := range sortedKeys(d.index.marks) {
			if d.instances[address] == nil {
				continue
			}
			for _, r := range d.instances[address].all {
				d.sources[r].eachSensitive(d.needles.add)
			}
		}
		d.rootVariable("") // which decodes them all
		for _, e := range d.variables {
			eachText(e.constant, false, d.needles.add)
		}
	}
	return derivation{unseen: d.needles}
}

// alwaysMarked lists the arguments that a provider's schema marks whatever is in
// them, and shows again without their secrets: kubectl's yaml_body is one. Only what
// they are made of says what else is sensitive.
func alwaysMarked(typ string) []string {
	if typ == "kubectl_manifest" {
		return []string{"yaml_body"}
	}
	return nil
}

// sensitiveTexts are the sensitive texts in the arguments that a block's instances
// are given, also as JSON spells them.
func (d *document) sensitiveTexts(address string) []string {
	if texts, ok := d.texts[address]; ok {
		return texts
	}
	if d.texts == nil {
		d.texts = map[string][]string{}
	}
	var texts []string
	if marked := d.index.marks[address]; len(marked) > 0 && d.instances[address] != nil {
		for _, r := range d.instances[address].all {
			d.sources[r].eachSensitive(func(text string) {
				if len(texts) <= mostTexts && !slices.Contains(texts, text) {
					texts = append(texts, text)
				}
			})
			if len(texts) > mostTexts {
				break
			}
		}
	}
	d.texts[address] = texts
	return texts
}

// eachSensitive gives the sensitive texts of the arguments that an instance is given.
func (s *instanceSource) eachSensitive(yield func(text string)) {
	var given []string
	config := s.document.resourceConfig(s.config)
	for name := range s.document.index.marks[s.resource.Address.Config()] {
		if (config == nil || config.expressions[name] != nil) && !slices.Contains(alwaysMarked(s.resource.Address.Type), name) {
			given = append(given, name)
		}
	}
	slices.Sort(given)
	values := s.decode(given)
	for _, name := range given {
		if v, ok := values[name]; ok {
			eachText(v, false, yield)
		}
	}
}

// eachText gives the sensitive texts of a value, keys of maps included, also as JSON
// spells them.
func eachText(v cty.Value, sensitive bool, yield func(text string)) {
	v, marks := v.Unmark()
	sensitive = sensitive || len(marks) > 0
	give := func(text string) {
		if text == "" || !sensitive {
			return
		}
		yield(text)
		if raw, err := json.Marshal(text); err == nil && string(raw[1:len(raw)-1]) != text {
			yield(string(raw[1 : len(raw)-1]))
		}
	}
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		give(v.AsString())
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next(); {
			key, e := it.Element()
			if key.Type() == cty.String {
				give(key.AsString())
			}
			eachText(e, sensitive, yield)
		}
	}
}

// mark marks what is sensitive of a value.
func (o derivation) mark(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	switch {
	case o.all:
		return v.Mark(graph.SensitiveMark)
	case len(o.texts) == 0 && o.unseen == nil || !bare.IsKnown() || bare.IsNull():
	case bare.Type() == cty.String:
		if o.in(bare.AsString()) {
			return v.Mark(graph.SensitiveMark)
		}
	case bare.Type().IsObjectType():
		attrs := bare.AsValueMap()
		for name, attr := range attrs {
			if o.in(name) {
				return v.Mark(graph.SensitiveMark)
			}
			attrs[name] = o.mark(attr)
		}
		return cty.ObjectVal(attrs).WithMarks(marks)
	case bare.Type().IsTupleType():
		elements := bare.AsValueSlice()
		for i, e := range elements {
			elements[i] = o.mark(e)
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return v
}

// in reports whether a text holds one that is sensitive.
func (o derivation) in(text string) bool {
	return slices.ContainsFunc(o.texts, func(s string) bool { return strings.Contains(text, s) }) ||
		o.unseen != nil && o.unseen.in(text)
}
