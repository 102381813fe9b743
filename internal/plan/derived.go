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
	all   bool
	texts []string // or else the texts in it that hold one of these
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
	a := s.instance.address
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
		if config != nil { // a dynamic block is not shown
			found.add(d.unseen())
		}
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
func (d *document) made(e *expression, sc scope) derivation {
	t := d.tracer()
	t.made = &derivation{}
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
	}
}

// unseen is what is sensitive of a value that plan JSON does not show to be made
// of anything, such as a local: the texts that data sources were given.
func (d *document) unseen() derivation {
	if !d.unseenRead {
		d.unseenRead = true
		for _, address := range sortedKeys(d.index.marks) {
			if strings.Contains("."+address, ".data.") {
				d.unseenTexts.add(derivation{texts: d.sensitiveTexts(address)})
			}
		}
	}
	return d.unseenTexts
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
			s := d.sources[r]
			var given []string
			config := d.resourceConfig(s.config)
			for name := range marked {
				if config == nil || config.expressions[name] != nil {
					given = append(given, name)
				}
			}
			slices.Sort(given)
			for _, v := range s.decode(given) {
				collectTexts(&texts, v, false)
			}
			if len(texts) > mostTexts {
				break
			}
		}
	}
	d.texts[address] = texts
	return texts
}

func collectTexts(into *[]string, v cty.Value, sensitive bool) {
	v, marks := v.Unmark()
	sensitive = sensitive || len(marks) > 0
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		text := v.AsString()
		if sensitive && text != "" && !slices.Contains(*into, text) {
			*into = append(*into, text)
			if raw, err := json.Marshal(text); err == nil && string(raw[1:len(raw)-1]) != text {
				*into = append(*into, string(raw[1:len(raw)-1]))
			}
		}
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next() && len(*into) <= mostTexts; {
			_, e := it.Element()
			collectTexts(into, e, sensitive)
		}
	}
}

// mark marks what is sensitive of a value.
func (o derivation) mark(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	switch {
	case o.all:
		return v.Mark(graph.SensitiveMark)
	case len(o.texts) == 0 || !bare.IsKnown() || bare.IsNull():
	case bare.Type() == cty.String:
		text := bare.AsString()
		if slices.ContainsFunc(o.texts, func(s string) bool { return strings.Contains(text, s) }) {
			return v.Mark(graph.SensitiveMark)
		}
	case bare.Type().IsObjectType():
		attrs := bare.AsValueMap()
		for name, attr := range attrs {
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
