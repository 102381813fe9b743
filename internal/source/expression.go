package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// scope is what an expression sees beside its module: the instance of the block
// that it stands in, and the iterators of dynamic blocks around it.
type scope struct {
	key       graph.Key
	each      cty.Value // each.value; NilVal outside for_each
	eachKey   cty.Value // each.key; NilVal outside for_each
	index     cty.Value // count.index; NilVal outside count
	iterators map[string]cty.Value
}

// with adds an iterator.
func (s scope) with(name string, v cty.Value) scope {
	iterators := map[string]cty.Value{name: v}
	for other, v := range s.iterators {
		if other != name {
			iterators[other] = v
		}
	}
	s.iterators = iterators
	return s
}

// eval gives the value of an expression, with its origins for marks. What
// cannot be evaluated is unknown: whether it is an error Terraform says.
func (m *module) eval(e hcl.Expression, sc scope) cty.Value {
	if e == nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	defer m.meter.leave()
	if !m.meter.enter() || !m.meter.step() {
		return spent
	}
	p := m.prepare(e)
	if p.expr == nil {
		return open("an expression that cannot be read")
	}
	ctx := m.context(p.refs, sc, false)
	v, diags := p.expr.Value(ctx)
	if diags.HasErrors() {
		// What an instance has, whose type is in no schema, may be all that is missing.
		if again, d := p.expr.Value(m.context(p.refs, sc, true)); !d.HasErrors() {
			v, diags = again, nil
		}
	}
	if diags.HasErrors() || v == cty.NilVal {
		v = cty.DynamicVal.WithMarks(mentionedBy(p.refs, ctx)).Mark(openMark{"an expression that cannot be evaluated here"})
	}
	if !m.meter.result(v) {
		return spent
	}
	return v
}

// mentionedBy returns the marks of all that an expression refers to.
func mentionedBy(refs []hcl.Traversal, ctx *hcl.EvalContext) cty.ValueMarks {
	marks := cty.ValueMarks{}
	for _, t := range refs {
		if v, diags := t.TraverseAbs(ctx); !diags.HasErrors() {
			marks = union(marks, marksOf(v))
		}
	}
	return marks
}

// prepared is an expression as it is evaluated, with what it refers to.
type prepared struct {
	expr hclsyntax.Expression // nil where it may not be evaluated
	refs []hcl.Traversal
}

func (l *loader) prepare(e hcl.Expression) *prepared {
	if p, ok := l.expressions[e]; ok {
		return p
	}
	native, ok := e.(hclsyntax.Expression)
	if !ok {
		native = fromJSON(e)
	}
	p := &prepared{}
	if native != nil {
		p.refs = native.Variables()
		p.expr = rewriter{l.meter}.expression(native)
	}
	l.expressions[e] = p
	return p
}

// context holds what the expression refers to, and no more of it than it does:
// an output must not be evaluated for its neighbour's sake. With loose, nothing is
// known of an instance that is used as a whole and whose type is in no schema:
// that a splat or a for expression asks for an attribute does not show.
func (m *module) context(refs []hcl.Traversal, sc scope, loose bool) *hcl.EvalContext {
	vars := map[string]cty.Value{}
	groups := map[string]map[string]cty.Value{}
	put := func(group, name string, v cty.Value) {
		if groups[group] == nil {
			groups[group] = map[string]cty.Value{}
		}
		groups[group][name] = v
	}
	wanted := mentions{}
	for _, t := range refs {
		root := t.RootName()
		if v, ok := sc.iterators[root]; ok {
			vars[root] = v
			continue
		}
		first, rest := attribute(t, 1)
		switch root {
		case "var":
			if first != "" {
				put("var", first, m.variable(first))
			}
		case "local":
			if first != "" {
				put("local", first, m.local(first))
			}
		case "each", "count", "path", "terraform", "tofu":
			vars[root] = m.builtin(root, sc)
		case "self":
			vars[root] = open("self")
		case "module":
			if first != "" {
				wanted.add(mentioned{graph.Managed, "module", first}, rest)
			}
		case "data":
			if name, rest := attribute(t, 2); name != "" {
				wanted.add(mentioned{graph.Data, first, name}, rest)
			}
		case "resource":
			if name, rest := attribute(t, 2); name != "" {
				wanted.add(mentioned{graph.Managed, first, name}, rest)
			}
		case "ephemeral":
			vars[root] = open("an ephemeral resource")
		default:
			if first != "" {
				wanted.add(mentioned{graph.Managed, root, first}, rest)
			}
		}
	}
	data, resources := map[string]map[string]cty.Value{}, map[string]map[string]cty.Value{}
	for _, w := range wanted {
		switch {
		case w.typ == "module":
			put("module", w.name, m.call(w.name, w.attrs))
		case w.mode == graph.Data:
			set(data, w.typ, w.name, m.reference(w, loose))
		default:
			v := m.reference(w, loose)
			put(w.typ, w.name, v)
			set(resources, w.typ, w.name, v)
		}
	}
	for group, members := range groups {
		vars[group] = cty.ObjectVal(members)
	}
	if len(data) > 0 {
		vars["data"] = nested(data)
	}
	if len(resources) > 0 {
		vars["resource"] = nested(resources)
	}
	return &hcl.EvalContext{Variables: vars, Functions: m.table()}
}

func set(in map[string]map[string]cty.Value, a, b string, v cty.Value) {
	if in[a] == nil {
		in[a] = map[string]cty.Value{}
	}
	in[a][b] = v
}

func nested(in map[string]map[string]cty.Value) cty.Value {
	groups := map[string]cty.Value{}
	for name, members := range in {
		groups[name] = cty.ObjectVal(members)
	}
	return cty.ObjectVal(groups)
}

// table returns the functions that expressions of the module may call.
func (m *module) table() map[string]function.Function { return m.functions }

// mentioned is something that an expression refers to by name.
type mentioned struct {
	mode      graph.Mode
	typ, name string
}

// mention is one such, with the attributes that are asked of it; whole is true
// where it is used in some other way too.
type mention struct {
	mentioned
	attrs *attrs
}

type attrs struct {
	names []string
	whole bool
}

type mentions []mention

func (m *mentions) add(what mentioned, rest hcl.Traversal) {
	var found *attrs
	for _, other := range *m {
		if other.mentioned == what {
			found = other.attrs
		}
	}
	if found == nil {
		found = &attrs{}
		*m = append(*m, mention{what, found})
	}
	if len(rest) > 0 {
		if _, ok := rest[0].(hcl.TraverseIndex); ok {
			rest = rest[1:]
		}
	}
	if len(rest) > 0 {
		if attr, ok := rest[0].(hcl.TraverseAttr); ok {
			found.names = append(found.names, attr.Name)
			return
		}
		if index, ok := rest[0].(hcl.TraverseIndex); ok && index.Key.Type() == cty.String {
			found.names = append(found.names, index.Key.AsString())
			return
		}
	}
	found.whole = true
}

// attribute returns the name at one step of a traversal, "" where there is none,
// and what follows it.
func attribute(t hcl.Traversal, at int) (string, hcl.Traversal) {
	if len(t) <= at {
		return "", nil
	}
	switch step := t[at].(type) {
	case hcl.TraverseAttr:
		return step.Name, t[at+1:]
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String {
			return step.Key.AsString(), t[at+1:]
		}
	}
	return "", nil
}

// builtin is what Terraform itself provides under a name.
func (m *module) builtin(root string, sc scope) cty.Value {
	given := func(v cty.Value, text string) cty.Value {
		if v == cty.NilVal {
			return open(text)
		}
		return v
	}
	switch root {
	case "each":
		return cty.ObjectVal(map[string]cty.Value{
			"key": given(sc.eachKey, "each.key"), "value": given(sc.each, "each.value"),
		})
	case "count":
		return cty.ObjectVal(map[string]cty.Value{"index": given(sc.index, "count.index")})
	case "path":
		return cty.ObjectVal(map[string]cty.Value{
			"module": cty.StringVal(m.path()),
			"root":   cty.StringVal("."),
			"cwd":    cty.UnknownVal(cty.String).Mark(openMark{"path.cwd"}),
		})
	}
	return cty.ObjectVal(map[string]cty.Value{
		"workspace": cty.StringVal(m.workspace),
		"applying":  cty.UnknownVal(cty.Bool).Mark(openMark{"terraform.applying"}),
	})
}

// path is the module's directory as Terraform gives it in path.module: from the
// root module's directory.
func (m *module) path() string {
	if m.parent == nil {
		return "."
	}
	return relative(m.root.config.Dir, m.config.Dir)
}

// relative returns the slash-separated path from one directory to another.
func relative(from, to string) string {
	a, b := parts(from), parts(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	steps := b
	for range a {
		steps = append([]string{".."}, steps...)
	}
	if len(steps) == 0 {
		return "."
	}
	return strings.Join(steps, "/")
}

func parts(dir string) []string {
	if dir == "." || dir == "" {
		return nil
	}
	return strings.Split(dir, "/")
}
