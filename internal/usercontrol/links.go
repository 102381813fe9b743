package usercontrol

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// linkFunctions are the functions that reach other resources, by what they do
// with their arguments. The second of linked comes as an expression: what an
// argument points at depends on where it stands, and not on its value alone.
func linkFunctions(linked, referrers, resources, written, blocks func([]cty.Value) (cty.Value, error)) map[string]function.Function {
	text := func(name string) function.Parameter {
		return function.Parameter{Name: name, Type: cty.String}
	}
	build := func(do func([]cty.Value) (cty.Value, error), more *function.Parameter, params ...function.Parameter) function.Function {
		return function.New(&function.Spec{
			Params:   params,
			VarParam: more,
			Type:     function.StaticReturnType(cty.DynamicPseudoType),
			Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return do(args) },
		})
	}
	target := &function.Parameter{Name: "target", Type: cty.DynamicPseudoType,
		AllowUnknown: true, AllowMarked: true, AllowNull: true, AllowDynamicType: true}
	expression := function.Parameter{Name: "argument", Type: customdecode.ExpressionClosureType}
	return map[string]function.Function{
		linkedName: build(linked, nil, text("type"),
			expression),
		referrersName: build(referrers, target, text("type"), text("argument")),
		resourcesName: build(resources, nil, text("type")),
		writtenName:   build(written, nil, expression),
		blocksName:    build(blocks, nil, expression),
	}
}

// linked are the resources of a type that an argument points at. Where it is not
// decided which these are, each run takes another choice.
func (r *run) linked(args []cty.Value) (cty.Value, error) {
	v, one, ok := r.pointed(customdecode.ExpressionClosureFromVal(args[1]))
	if !ok {
		return cty.DynamicVal, nil
	}
	if v.Defaulted() { // what AWS takes for it is not managed here
		return r.hide(cty.EmptyTupleVal, v.Sensitive()), nil
	}
	typ := args[0].AsString()
	link := r.reach.graph.Link(v, typ)
	name := v.Path()
	if link.Open && len(link.To) == 0 && v.Origins().Hidden {
		link = r.dynamic(v, typ, link)
	}
	if link.Open {
		return r.doubt(v, because("what "+name+" points at is not known", v)+sourceTells(v)), nil
	}
	r.assumes = append(r.assumes, link.Assumes...)
	targets := link.To
	if !link.Certain && len(targets) > 1 {
		doubt := r.doubt(v, because("which "+typ+" "+name+" points at is not decided", v)+sourceTells(v))
		if targets, ok = r.choose("linked "+typ+" "+v.Resource().String()+"."+name, targets, one); !ok {
			return doubt, nil
		}
	}
	var objects []cty.Value
	for _, t := range targets {
		objects = append(objects, r.object(t))
	}
	for _, text := range link.Outside {
		if isSecret(v) {
			text = "what " + name + " points at"
		}
		objects = append(objects, r.note(&trace{resource: v.Resource(), value: v, outside: true,
			doubt: text + " is not managed in " + v.Input().String()}))
	}
	return r.hide(cty.TupleVal(objects), decidesByText(v)), nil
}

// dynamic finds what an argument of a dynamic block points at, which a plan does not
// show: one of the resources that something in the plan refers to, as for the built-in
// controls.
func (r *run) dynamic(v graph.Value, typ string, link graph.Link) graph.Link {
	g := r.reach.graph
	found := slices.DeleteFunc(slices.Clone(g.Near(v.Resource(), g.Relevant(graph.Names(typ), typ))), func(other *graph.Resource) bool { return other.Mode != graph.Managed })
	if len(found) == 0 || v.Input() != graph.FromPlan {
		return link
	}
	names := found[0].String()
	if len(found) > 1 {
		names += " or another"
	}
	return graph.Link{To: found, Certain: len(found) == 1,
		Assumes: []string{"what the dynamic block writes to " + v.Path() + " is one that " + v.Input().String() + " creates: " + names}}
}

// sourceTells is the hint that the source shows what a dynamic block of a plan does not.
func sourceTells(v graph.Value) string {
	if v.Input() == graph.FromPlan && v.Origins().Hidden {
		return ": a dynamic block writes it, which --source shows"
	}
	return ""
}

// hide marks what a sensitive value has chosen.
func (r *run) hide(result cty.Value, sensitive bool) cty.Value {
	if !sensitive {
		return result
	}
	r.secret = true
	return result.Mark(graph.SensitiveMark)
}

// decidesByText reports whether the known text of a value, which is sensitive,
// says what it points at. What is not known yet points by its references.
func decidesByText(v graph.Value) bool { return v.Sensitive() && !v.Opaque() }

// pointed is the argument that an expression names, and whether it names a single thing
// and not a list of them.
func (r *run) pointed(at *customdecode.ExpressionClosure) (v graph.Value, one, ok bool) {
	v, of, ok := r.named(at)
	return v, of.typ != cty.NilType && of.typ.IsPrimitiveType(), ok
}

// named is the argument that an expression names: of self, or of a resource or block
// that a for expression goes through. There is none if that is unknown.
func (r *run) named(at *customdecode.ExpressionClosure) (v graph.Value, of shape, ok bool) {
	path, diags := hcl.AbsTraversalForExpr(at.Expression)
	if diags.HasErrors() {
		return graph.Value{}, shape{}, false
	}
	root := path.RootName()
	for _, e := range r.rule.expressions() {
		for _, read := range e.reads {
			if root == read.variable {
				_, of := locate(r.subject, read.path)
				return r.reads[root], of, true
			}
		}
	}
	if root == "self" {
		v, of := locate(r.subject, path[1:])
		return v, of, true
	}
	for ctx := at.EvalContext; ctx != nil; ctx = ctx.Parent() {
		if named, ok := ctx.Variables[root]; ok {
			return within(innermost(named), path[1:])
		}
	}
	return graph.Value{}, shape{}, false
}

// within follows a path from what an object stands for.
func within(from *trace, path hcl.Traversal) (v graph.Value, of shape, ok bool) {
	switch {
	case from == nil || from.doubt != "" || len(path) == 0:
		return graph.Value{}, shape{}, false
	case !from.whole:
		v, of := along(from.value, from.of, path)
		return v, of, true
	}
	v, of = locate(from.resource, path)
	return v, of, true
}

// innermost is the trace of what an object stands for itself: it carries those of
// all that it was taken out of as well.
func innermost(v cty.Value) *trace {
	var found *trace
	for mark := range v.Marks() {
		if t, ok := mark.(*trace); ok && (found == nil || found.whole || len(t.value.Path()) > len(found.value.Path())) && (found == nil || !t.whole) {
			found = t
		}
	}
	return found
}

// referrers are the resources of a type whose argument points at self, or at the
// resource given. One that only may point there is there in some runs.
func (r *run) referrers(args []cty.Value) (cty.Value, error) {
	target := r.subject
	if len(args) == 3 {
		of := innermost(args[2])
		if of == nil || !of.whole || of.doubt != "" {
			return cty.DynamicVal, nil
		}
		target = of.resource
	}
	typ, path := args[0].AsString(), args[1].AsString()
	if gap := r.reach.graph.Lack(typ); gap != nil {
		return r.incomplete(gap, typ), nil
	}
	found, ok := r.reach.referrers(target, typ, path)
	if !ok {
		return cty.DynamicVal, nil
	}
	var objects []cty.Value
	sensitive := r.reach.secretly(target, typ, path)
	for _, other := range found {
		from := other.from
		r.assumes = append(r.assumes, other.link.Assumes...)
		if !other.certain {
			at := from.Resource().String() + "." + from.Path()
			r.doubt(from, because("what "+at+" points at is not known", from))
			if r.choices.pick("referrers "+at+" "+target.String(), 2) == 1 {
				continue
			}
		}
		if !sensitive { // that it is among them would be told
			r.because = append(r.because, from)
		}
		objects = append(objects, r.object(from.Resource()))
	}
	return r.hide(cty.TupleVal(objects), sensitive), nil
}

// resources are all of a type.
func (r *run) resources(args []cty.Value) (cty.Value, error) {
	typ := args[0].AsString()
	if gap := r.reach.graph.Lack(typ); gap != nil {
		return r.incomplete(gap, typ), nil
	}
	var objects []cty.Value
	for _, other := range r.reach.graph.Resources(typ) {
		objects = append(objects, r.object(other))
	}
	return cty.TupleVal(objects), nil
}

// object is a resource as an expression sees it.
func (r *run) object(of *graph.Resource) cty.Value {
	v := r.reach.object(of)
	r.secret = r.secret || secret(v)
	return v
}

func (r *run) incomplete(gap *graph.Gap, typ string) cty.Value {
	return r.note(&trace{resource: r.subject, whole: true, doubt: gap.String() + ": it may hold more of " + typ})
}

func (r *run) doubt(v graph.Value, why string) cty.Value {
	return r.note(&trace{resource: v.Resource(), value: v, doubt: why})
}

// note remembers a doubt: an expression may lose the mark on its way.
func (r *run) note(t *trace) cty.Value {
	r.notes = append(r.notes, t)
	return cty.DynamicVal.Mark(t)
}

func because(what string, v graph.Value) string {
	if waits := v.Waits(); waits != "" {
		return what + ": " + waits
	}
	return what
}
