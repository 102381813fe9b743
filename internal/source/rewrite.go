package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// rewriter copies expressions with three nodes exchanged: a conditional says
// nothing of the branch that it does not take, a function that is not at hand is
// no error, and what may run many times, or make much of little, is metered. The expression that was parsed stays as it is.
type rewriter struct {
	meter     *meter
	functions map[string]ctyfunction.Function // those that can be called
}

func (w rewriter) expression(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		if function.Huge(e.Val) {
			return &hclsyntax.LiteralValueExpr{Val: spent, SrcRange: e.SrcRange}
		}
	case *hclsyntax.TemplateExpr:
		c := *e
		c.Parts = make([]hclsyntax.Expression, len(e.Parts))
		for i, part := range e.Parts {
			c.Parts[i] = metered{w.expression(part), w.meter}
		}
		return &c
	case *hclsyntax.TemplateWrapExpr:
		c := *e
		c.Wrapped = w.expression(e.Wrapped)
		return &c
	case *hclsyntax.TemplateJoinExpr:
		c := *e
		c.Tuple = w.expression(e.Tuple)
		return &c
	case *hclsyntax.ParenthesesExpr:
		c := *e
		c.Expression = w.expression(e.Expression)
		return &c
	case *hclsyntax.ConditionalExpr:
		c := *e
		c.Condition, c.TrueResult, c.FalseResult = w.expression(e.Condition), w.expression(e.TrueResult), w.expression(e.FalseResult)
		return choice{&c}
	case *hclsyntax.FunctionCallExpr:
		c := *e
		c.Args = w.expressions(e.Args)
		if e.Name == "convert" && len(e.Args) == 2 {
			c.Args[1] = e.Args[1] // a type, which is not evaluated
		}
		if _, ok := w.functions[e.Name]; !ok {
			return foreign{&c}
		}
		return metered{call{&c}, w.meter}
	case *hclsyntax.BinaryOpExpr:
		c := *e
		c.LHS, c.RHS = w.expression(e.LHS), w.expression(e.RHS)
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual { // which look at all that there is
			c.LHS, c.RHS = metered{c.LHS, w.meter}, metered{c.RHS, w.meter}
		}
		return metered{&c, w.meter}
	case *hclsyntax.UnaryOpExpr:
		c := *e
		c.Val = w.expression(e.Val)
		return &c
	case *hclsyntax.TupleConsExpr:
		c := *e
		c.Exprs = w.expressions(e.Exprs)
		return &c
	case *hclsyntax.ObjectConsExpr:
		c := *e
		c.Items = slices.Clone(e.Items)
		for i, item := range c.Items {
			c.Items[i] = hclsyntax.ObjectConsItem{KeyExpr: w.expression(item.KeyExpr), ValueExpr: w.expression(item.ValueExpr)}
		}
		return &c
	case *hclsyntax.ObjectConsKeyExpr:
		if e.ForceNonLiteral {
			c := *e
			c.Wrapped = w.expression(e.Wrapped)
			return &c
		}
		if _, bare := e.Wrapped.(*hclsyntax.ScopeTraversalExpr); bare {
			return e
		}
		c := *e
		c.Wrapped = w.expression(e.Wrapped)
		return &c
	case *hclsyntax.ForExpr:
		c := *e
		c.CollExpr = w.expression(e.CollExpr)
		c.ValExpr = metered{w.expression(e.ValExpr), w.meter}
		if e.KeyExpr != nil {
			c.KeyExpr = chooses{metered{w.expression(e.KeyExpr), w.meter}, ""}
		}
		if e.CondExpr != nil {
			c.CondExpr = chooses{metered{w.expression(e.CondExpr), w.meter}, "a for expression whose condition is not known"}
		}
		return loop{&c}
	case *hclsyntax.IndexExpr:
		c := *e
		c.Collection, c.Key = w.expression(e.Collection), w.expression(e.Key)
		return index{&c}
	case *hclsyntax.SplatExpr:
		c := *e
		c.Source = w.expression(e.Source)
		c.Each = metered{w.expression(e.Each), w.meter}
		return loop{&c}
	case *hclsyntax.RelativeTraversalExpr:
		c := *e
		c.Source = w.expression(e.Source)
		return &c
	}
	return e
}

func (w rewriter) expressions(all []hclsyntax.Expression) []hclsyntax.Expression {
	out := make([]hclsyntax.Expression, len(all))
	for i, e := range all {
		out[i] = w.expression(e)
	}
	return out
}

// choice is a conditional whose value comes from the branch taken. HCL's own
// puts the marks of both branches and of the condition on the result, as
// sensitivity needs; an origin would then name what has no part in the value.
type choice struct{ *hclsyntax.ConditionalExpr }

func (c choice) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	condition, diags := c.Condition.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	bare, marks := condition.Unmark()
	bare, err := convert.Convert(bare, cty.Bool)
	if err != nil || bare.IsNull() {
		return c.of(condition, cty.True, cty.True, ctx) // which says what is wrong
	}
	if !bare.IsKnown() {
		return c.either(ctx, condition)
	}
	taken, left := c.TrueResult, c.FalseResult
	if bare.False() {
		taken, left = left, taken
	}
	v, diags := taken.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	if other, d := left.Value(ctx); !d.HasErrors() && !isWide(v) && !isWide(other) {
		v = alike(v, other)
	}
	return v.WithMarks(lasting(marks)), diags
}

// alike converts the value to the type that a conditional has which may also
// give the other.
func alike(v, other cty.Value) cty.Value {
	if v.Type() == cty.DynamicPseudoType || other.Type() == cty.DynamicPseudoType || v.Type().Equals(other.Type()) {
		return v
	}
	typ, conversions := convert.UnifyUnsafe([]cty.Type{v.Type(), other.Type()})
	if typ == cty.NilType || conversions[0] == nil {
		return v
	}
	if converted, err := conversions[0](v); err == nil {
		return converted
	}
	return v
}

// either is the value while the condition is not known: it comes from one branch
// or the other, and only waits for what the condition looks at.
func (c choice) either(ctx *hcl.EvalContext, unknown cty.Value) (cty.Value, hcl.Diagnostics) {
	condition := marksOf(unknown)
	yes, diags := c.TrueResult.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	no, diags := c.FalseResult.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	yes, no = plain(yes), plain(no)
	if isWide(yes) || isWide(no) {
		return cty.DynamicVal.WithMarks(marksOf(yes), marksOf(no), lasting(condition)), nil
	}
	v, diags := c.of(unknown, yes, no, ctx)
	if diags.HasErrors() {
		return v, diags
	}
	marks := union(marksOf(yes), marksOf(no), lasting(condition))
	if v.IsKnown() {
		return v.WithMarks(marks), nil
	}
	v, _ = v.Unmark()
	if len(lasting(marks)) == len(marks) { // no branch has an origin
		for mark := range condition {
			marks[openMark{waitsFor(mark)}] = struct{}{}
		}
	}
	return v.WithMarks(marks), nil
}

// of is what HCL makes of a condition and its branches once they are evaluated:
// evaluating them again would take twice the time for each conditional in another.
func (c choice) of(condition, yes, no cty.Value, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	e := *c.ConditionalExpr
	e.Condition = &hclsyntax.LiteralValueExpr{Val: condition, SrcRange: c.Condition.Range()}
	e.TrueResult = &hclsyntax.LiteralValueExpr{Val: yes, SrcRange: c.TrueResult.Range()}
	e.FalseResult = &hclsyntax.LiteralValueExpr{Val: no, SrcRange: c.FalseResult.Range()}
	return e.Value(ctx)
}

// waitsFor names the origin that a mark stands for.
func waitsFor(mark any) string {
	switch mark := mark.(type) {
	case refMark:
		if mark.path == "" {
			return mark.address
		}
		return mark.address + "." + mark.path
	case otherMark:
		return mark.address
	case openMark:
		return mark.text
	case viaMark:
		return waitsFor(mark.origin)
	}
	return "a condition"
}

// index is an element whose key may be a secret: which element it is tells the key.
// HCL's own forgets the marks of the key.
type index struct{ *hclsyntax.IndexExpr }

func (i index) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	key, diags := i.Key.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	e := *i.IndexExpr
	e.Key = &hclsyntax.LiteralValueExpr{Val: key, SrcRange: i.Key.Range()}
	v, diags := e.Value(ctx)
	return v.WithMarks(lasting(marksOf(key))), diags
}

// foreign is a call of a function that only Terraform has: a provider's, or that
// of a later version. It gives an unknown and no error, which try and can would
// take for an answer.
type foreign struct{ *hclsyntax.FunctionCallExpr }

func (f foreign) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	name := f.Name[strings.LastIndex(f.Name, ":")+1:]
	v := open("the result of the function " + name)
	for _, arg := range f.Args {
		if given, diags := arg.Value(ctx); !diags.HasErrors() {
			v = v.WithMarks(marksOf(given))
		}
	}
	return v, nil
}

// metered is an expression whose evaluations and results are counted.
type metered struct {
	hclsyntax.Expression
	meter *meter
}

func (m metered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if !m.meter.step() {
		return spent, nil
	}
	v, diags := m.Expression.Value(ctx)
	if !m.meter.result(v) {
		return spent, nil
	}
	return v, diags
}
