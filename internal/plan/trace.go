package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// tracer follows the references of expressions to where values come from.
type tracer struct {
	*document
	origins graph.Origins
	seen    map[visit]bool     // what was followed already, so that a cycle ends
	refs    map[graph.Ref]bool // in origins
	names   map[name]bool      // in the lists of origins
	made    *derivation        // the sensitive parts of the value, if only they are wanted
	marked  bool               // and its own marks do not say which these are
}

// name is an entry of one of the lists of origins.
type name struct {
	list *[]string
	text string
}

func (d *document) tracer() *tracer {
	return &tracer{document: d, seen: map[visit]bool{}, refs: map[graph.Ref]bool{}, names: map[name]bool{}}
}

// visit is a reference in the scope that it was followed in.
type visit struct {
	place      string
	repetition *expression
	text       string
}

// Origins follows what the argument at a path refers to.
func (s *instanceSource) Origins(path cty.Path) graph.Origins {
	config := s.document.resourceConfig(s.config)
	if config == nil {
		return graph.Origins{Hidden: true}
	}
	written := s.written(path)
	if len(written.expressions) == 0 {
		return graph.Origins{Hidden: written.hidden}
	}
	sc := s.scope()
	shared := len(s.siblings.all) > 1
	whole := strings.Contains(written.rest, "[") // plan JSON does not show which reference is in which element
	if shared && len(written.expressions) == 1 && !written.expressions[0].isBlock {
		o := s.document.origins(written.expressions[0], sc, written.rest)
		o.Whole = whole
		return o
	}
	t := s.document.tracer()
	for _, e := range written.expressions {
		t.argument(e, sc, written.rest)
	}
	t.origins.Whole = whole
	return t.sorted()
}

// trace is a written expression where it stands. The key of its block counts only
// where the expression uses it: the instances of a block share their origins.
type trace struct {
	expression  *expression
	place, rest string
}

// origins follows an expression once for all the instances that share it. Do not
// change what it returns.
func (d *document) origins(e *expression, sc scope, rest string) graph.Origins {
	if !e.parsed().keyed {
		sc.key = keyPattern{}
	}
	at := trace{e, place(sc), rest}
	found, ok := d.traced[at]
	if !ok {
		t := d.tracer()
		t.argument(e, sc, rest)
		found = t.sorted()
		found.Shared = true
		d.traced[at] = found
	}
	return found
}

// argument follows an expression that the argument itself has.
func (t *tracer) argument(e *expression, sc scope, rest string) {
	refs := e.parsed()
	if !e.isBlock && len(refs.all) == 1 && refs.all[0].kind == toResource {
		rest = "" // an attribute of a resource stands somewhere in the value, not for all of it
	}
	t.parsed(e, refs, sc, rest)
	t.origins.Rivals = t.origins.Rivals || !e.isBlock && slices.ContainsFunc(refs.all, func(ref reference) bool { return t.rival(ref, sc) })
}

func (t *tracer) sorted() graph.Origins {
	slices.SortStableFunc(t.origins.Refs, func(a, b graph.Ref) int { return a.Resource.Address.Compare(b.Resource.Address) })
	return t.origins
}

// rival reports whether a reference is to a managed resource that the graph does not
// have, and of whose type the plan has instances. One that only gives back what it
// was given is not the origin.
func (t *tracer) rival(ref reference, sc scope) bool {
	typ := ref.addr.Type
	if ref.kind != toResource || ref.addr.Mode != graph.Managed || t.wanted.types[typ] || !t.document.index.present[typ] {
		return false
	}
	_, _, _, passes := t.readBack(ref, sc, ref.rest)
	return !passes
}

// expression follows one expression; rest is the traversal that is applied to
// its value, such as ".subnet_ids".
func (t *tracer) expression(e *expression, sc scope, rest string) {
	if e != nil {
		t.parsed(e, e.parsed(), sc, rest)
	}
}

func (t *tracer) parsed(e *expression, refs references, sc scope, rest string) {
	if e.constant != cty.NilVal {
		t.literal(e.constant, rest)
		return
	}
	if e.calls() {
		t.unresolved("a function's result")
		return
	}
	if len(refs.all) != 1 {
		rest = "" // which of the references it applies to cannot be told
	}
	key := t.keyOf(refs.all, sc)
	for _, ref := range refs.all {
		t.reference(ref, sc, rest, key)
	}
}

func (t *tracer) reference(ref reference, sc scope, rest string, index keyPattern) {
	if !t.meter.take(1) {
		t.unresolved("more references than are followed")
		return
	}
	at := visit{place(sc), sc.repetition, ref.text + rest}
	if t.seen[at] {
		return
	}
	t.seen[at] = true
	switch ref.kind {
	case toFixed, toEachKey:
	case toVariable:
		t.variable(ref, sc, ref.rest+rest)
	case toLocal:
		// The condition of a conditional is a bare local; what is looked into may
		// be the value itself.
		if ref.rest == "" {
			t.add(&t.origins.Locals, ref.text)
		} else {
			t.unresolved(ref.text)
		}
	case toEachValue:
		t.eachValue(ref, sc, ref.rest+rest)
	case toModule:
		t.output(ref, sc, ref.rest+rest, index)
	case toResource:
		if graph.Carried(ref.addr.Type) == nil && strings.Contains(ref.rest, ".") {
			rest = "" // an attribute is named: what the value is looked into for is something around it
		}
		t.resource(ref, sc, ref.rest+rest, index)
	case toEphemeral:
		t.add(&t.origins.Others, graph.EphemeralConfig(sc.module(), ref.addr.Type, ref.addr.Name))
	default:
		t.unresolved(ref.text)
	}
}

// variable goes to the argument that the caller gives, or to the default.
func (t *tracer) variable(ref reference, sc scope, rest string) {
	up, call, ok := t.caller(sc)
	if !ok && len(sc.path) > 0 {
		t.unresolved(ref.text)
		return
	}
	var e *expression
	if !ok {
		e = t.rootVariable(ref.name)
	} else if e = call.decoded[ref.name]; e == nil {
		e = t.variableDefault(sc.config, ref.name)
	}
	if e == nil {
		t.unresolved(ref.text)
		return
	}
	t.expression(e, up, rest)
}

// eachValue goes to what the block's for_each ranges over.
func (t *tracer) eachValue(ref reference, sc scope, rest string) {
	e := sc.repetition
	t.origins.Element = true
	switch {
	case e == nil:
		t.unresolved(ref.text)
	case e.constant != cty.NilVal:
		if key, ok := sc.key.key.Text(); ok && !sc.key.any {
			rest = graph.StringKey(key).String() + rest
			t.literal(e.constant, rest)
		} else {
			t.literal(e.constant, "")
		}
	default:
		// for_each = aws_x.y, or module.m: the value is the instance of one key.
		refs := e.parsed().all
		if len(refs) == 1 && refs[0].kind == toLocal && sc.config != nil && t.document.unexplained(sc.config, sc.module()).attributes {
			t.unresolved(refs[0].text) // the elements may be made of the attribute
			return
		}
		index := keyPattern{any: true}
		if !sc.key.any && !sc.key.key.IsNone() {
			index = keyPattern{any: true, key: sc.key.key, prefer: true, by: "each.key"}
		}
		for _, r := range refs {
			t.reference(r, sc, onlyFor(len(refs) == 1, rest), index)
		}
	}
}

// output goes into a module that is called, to the output's expression.
func (t *tracer) output(ref reference, sc scope, rest string, key keyPattern) {
	if !ref.key.IsNone() {
		key = exactly(ref.key)
	}
	if sc.config == nil {
		t.unresolved(ref.text)
		return
	}
	in := sc.callee(ref.name, key)
	if in.config == nil {
		t.unresolved(ref.text)
		return
	}
	name, rest := cutName(strings.TrimPrefix(strings.TrimPrefix(rest, "[*]"), "."))
	if e := t.document.output(in.config, name); e != nil {
		t.expression(e, in, rest)
		return
	}
	// The module as a whole, or through a splat or a for: any of its outputs.
	t.document.decodeOutputs(in.config)
	for _, name := range sortedKeys(in.config.decodedOutputs) {
		t.expression(in.config.decodedOutputs[name], in, "")
	}
}

// resource ends at a resource's attribute, or goes through a carrier.
func (t *tracer) resource(ref reference, sc scope, rest string, key keyPattern) {
	if !ref.addr.Key.IsNone() {
		key = exactly(ref.addr.Key)
	}
	config := graph.Address{Module: sc.module(), Mode: ref.addr.Mode, Type: ref.addr.Type, Name: ref.addr.Name}.Config()
	if t.made != nil {
		var declared *resourceConfig
		if sc.config != nil {
			declared = sc.config.resources[graph.Address{Mode: ref.addr.Mode, Type: ref.addr.Type, Name: ref.addr.Name}.Config()]
		}
		attr, _ := cutName(strings.TrimPrefix(strings.TrimPrefix(rest, "[*]"), "."))
		t.through(t.block(config, ref.addr, sc, declared), attr)
		return
	}
	if !t.wanted.types[ref.addr.Type] {
		if e, in, rest, ok := t.readBack(ref, sc, rest); ok {
			t.expression(e, in, rest)
		} else {
			t.add(&t.origins.Others, config)
		}
		return
	}
	attr, _ := cutName(strings.TrimPrefix(strings.TrimPrefix(rest, "[*]"), "."))
	found := t.find(sc.path, config, key)
	if len(found) > graph.Crowd || !t.meter.take(int64(len(found))) {
		t.unresolved(fmt.Sprintf("%s, which has %d instances", config, len(found)))
		return
	}
	t.assume(sc.path, config, key, found)
	for _, r := range found {
		if argument, ok := graph.Carried(r.Type)[attr]; ok && r.Mode == graph.Managed {
			t.carrier(r, argument, strings.TrimPrefix(strings.TrimPrefix(rest, "."), attr))
			continue
		}
		t.ref(graph.Ref{Resource: r, Attr: attr, Path: strings.TrimPrefix(rest, ".")})
	}
}

func (t *tracer) ref(ref graph.Ref) {
	if !t.refs[ref] {
		t.refs[ref] = true
		t.origins.Refs = append(t.origins.Refs, ref)
	}
}

// carrier goes through a resource that only passes a value on.
func (t *tracer) carrier(r *graph.Resource, argument, rest string) {
	value := r.Attr(argument)
	if v := drill(value.Cty(), rest); v != cty.NilVal && v.IsWhollyKnown() {
		if value.Sensitive() {
			v = v.Mark(graph.SensitiveMark)
		}
		t.origins.Literals = append(t.origins.Literals, v)
		return
	}
	s := t.sources[r]
	config := t.resourceConfig(s.config)
	if config == nil || config.expressions[argument] == nil {
		t.unresolved(r.String() + "." + argument)
		return
	}
	if rest == "" {
		t.expression(config.expressions[argument], s.scope(), "")
		return
	}
	// One key of a map: plan JSON lists the references of all keys together.
	// What cannot be followed among them is another key's where some can.
	inner := t.document.tracer()
	inner.seen = t.seen
	inner.expression(config.expressions[argument], s.scope(), "")
	for _, ref := range inner.origins.Refs {
		t.ref(ref)
	}
	for _, text := range inner.origins.Assumes {
		t.add(&t.origins.Assumes, text)
	}
	if len(inner.origins.Refs) == 0 {
		t.merge(inner.origins)
	}
}

// merge adds what was followed without coming to an instance.
func (t *tracer) merge(o graph.Origins) {
	t.origins.Literals = append(t.origins.Literals, o.Literals...)
	t.origins.Element = t.origins.Element || o.Element
	for _, text := range o.Others {
		t.add(&t.origins.Others, text)
	}
	for _, text := range o.Unresolved {
		t.add(&t.origins.Unresolved, text)
	}
	for _, text := range o.Locals {
		t.add(&t.origins.Locals, text)
	}
	for _, text := range o.Assumes {
		t.add(&t.origins.Assumes, text)
	}
}

// literal keeps a constant that the value may be, or be made of.
func (t *tracer) literal(v cty.Value, rest string) {
	if part := drill(v, rest); part != cty.NilVal {
		v = part
	}
	if t.marked {
		eachText(v, false, func(text string) { t.made.add(derivation{texts: []string{text}}) })
	}
	t.origins.Literals = append(t.origins.Literals, v)
}

func (t *tracer) unresolved(text string) {
	t.add(&t.origins.Unresolved, text)
}

// add adds a text to one of the lists of origins, once.
func (t *tracer) add(list *[]string, text string) {
	if at := (name{list, text}); !t.names[at] {
		t.names[at] = true
		*list = append(*list, text)
	}
}

// place writes the instance of a module, or the pattern of such, and the key of
// the block that a scope is of.
func place(sc scope) string {
	var b strings.Builder
	for _, s := range sc.path {
		b.WriteString(s.name)
		b.WriteString(s.key.key.String())
		b.WriteByte('/')
	}
	b.WriteString(sc.key.key.String())
	return b.String()
}
