package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

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
	if !m.meter.walk(len(p.refs) / refsAStep) {
		return spent
	}
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
	return m.withhold(e, v)
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
		p.expr = rewriter{l.meter, l.functions}.expression(native)
	}
	l.expressions[e] = p
	return p
}
