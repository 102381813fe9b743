package usercontrol

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Functions that no expression can call: the checker puts them in the place of others.
const (
	writtenName = "\x00written" // of x == null
	blocksName  = "\x00blocks"  // of length(x), where the provider fills blocks x
)

// binary checks an operation. Comparisons with null ask whether an argument is set.
func (c *checker) binary(at *hclsyntax.Expression, e *hclsyntax.BinaryOpExpr, in scope) shape {
	left, right := c.check(&e.LHS, in), c.check(&e.RHS, in)
	switch {
	case slices.Contains(orders(), e.Op):
		*at = ordered{e}
	case e.Op != hclsyntax.OpEqual && e.Op != hclsyntax.OpNotEqual:
		return shape{typ: e.Op.Type}
	case isNull(e.RHS):
		c.asksNull(e, e.LHS)
	case isNull(e.LHS):
		c.asksNull(e, e.RHS)
	default:
		c.comparable(e, left, right)
		*at = compared{e}
	}
	return shape{typ: cty.Bool}
}

func isNull(e hclsyntax.Expression) bool {
	v, ok := bare(e).(*hclsyntax.LiteralValueExpr)
	return ok && v.Val.IsNull()
}

// bare is an expression without the parentheses around it.
func bare(e hclsyntax.Expression) hclsyntax.Expression {
	for {
		inner, ok := e.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return e
		}
		e = inner.Expression
	}
}

// asksNull makes x == null to written(x) != true, and x != null to written(x) == true.
func (c *checker) asksNull(e *hclsyntax.BinaryOpExpr, operand hclsyntax.Expression) {
	operand = bare(operand)
	e.LHS = &hclsyntax.FunctionCallExpr{Name: writtenName, Args: []hclsyntax.Expression{operand}, NameRange: operand.Range(),
		OpenParenRange: operand.Range(), CloseParenRange: operand.Range()}
	e.RHS = &hclsyntax.LiteralValueExpr{Val: cty.True, SrcRange: operand.Range()}
	if e.Op == hclsyntax.OpEqual {
		e.Op = hclsyntax.OpNotEqual
	} else {
		e.Op = hclsyntax.OpEqual
	}
}

// comparable refuses a comparison that is the same whatever the values are.
func (c *checker) comparable(e *hclsyntax.BinaryOpExpr, left, right shape) {
	constant, argument, value := e.RHS, e.LHS, right
	of := left
	if _, ok := bare(e.LHS).(*hclsyntax.LiteralValueExpr); ok {
		constant, argument, value, of = e.LHS, e.RHS, left, right
	}
	if of.typ == cty.NilType {
		return
	}
	text := c.textAt(bare(argument).Range())
	switch {
	case value.typ == cty.NilType:
		if _, tuple := bare(constant).(*hclsyntax.TupleConsExpr); tuple && of.typ.IsSetType() {
			c.mistake(e.Range(), "%s is a set, which has no order: compare it with setsubtract, contains or length", text)
		}
	case of.typ.IsPrimitiveType() && value.typ.IsPrimitiveType() && !of.typ.Equals(value.typ):
		c.mistake(e.Range(), "%s is %s, which is never equal to %s%s", text, article(of.typ.FriendlyName()), article(value.typ.FriendlyName()), c.spelling(constant, of.typ))
	}
}

// spelling says how a constant is written so that it has a type.
func (c *checker) spelling(constant hclsyntax.Expression, as cty.Type) string {
	if _, ok := bare(constant).(*hclsyntax.LiteralValueExpr); ok && as == cty.String {
		return `: write "` + c.textAt(bare(constant).Range()) + `"`
	}
	if text, ok := literal(bare(constant)); ok {
		return ": write " + text + " without quotes"
	}
	return ""
}

// textAt is a part of the expression as it is written.
func (c *checker) textAt(at hcl.Range) string {
	text := c.expression.text.Value
	if at.Start.Byte < 0 || at.End.Byte > len(text) || at.Start.Byte > at.End.Byte {
		return "it"
	}
	return oneLine(text[at.Start.Byte:at.End.Byte])
}

// compared is a comparison for equality. HCL takes values of two types for different, so
// that a mistake in a rule would decide it: it has no answer.
type compared struct{ *hclsyntax.BinaryOpExpr }

func (c compared) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	left, diags := c.LHS.Value(ctx)
	right, more := c.RHS.Value(ctx)
	if diags.HasErrors() || more.HasErrors() {
		return c.BinaryOpExpr.Value(ctx)
	}
	a, b := left.Type(), right.Type()
	if !a.IsPrimitiveType() || !b.IsPrimitiveType() || a.Equals(b) || left.IsNull() || right.IsNull() {
		return c.BinaryOpExpr.Value(ctx)
	}
	at := c.Range()
	return cty.DynamicVal, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "it compares " + article(a.FriendlyName()) + " with " + article(b.FriendlyName()) +
		", which are never equal", Subject: &at}}
}

func orders() []*hclsyntax.Operation {
	return []*hclsyntax.Operation{hclsyntax.OpLessThan, hclsyntax.OpLessThanOrEqual, hclsyntax.OpGreaterThan, hclsyntax.OpGreaterThanOrEqual}
}

// ordered is a comparison of numbers. One that is not known may be known well enough: cty
// does not see that at least two is not less than two.
type ordered struct{ *hclsyntax.BinaryOpExpr }

func (o ordered) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := o.BinaryOpExpr.Value(ctx)
	if diags.HasErrors() || v.IsKnown() {
		return v, diags
	}
	left, _ := o.LHS.Value(ctx) // the operation had no errors
	right, _ := o.RHS.Value(ctx)
	left, _ = left.Unmark()
	right, _ = right.Unmark()
	if left.Type() != cty.Number || right.Type() != cty.Number {
		return v, nil
	}
	less, more := left.Range(), right.Range()
	if o.Op == hclsyntax.OpGreaterThan || o.Op == hclsyntax.OpLessThanOrEqual {
		less, more = more, less // a > b is b < a, and a <= b is not b < a
	}
	low, _ := less.NumberLowerBound()
	high, _ := more.NumberUpperBound()
	if !low.IsKnown() || !high.IsKnown() || low.LessThan(high).True() {
		return v, nil
	}
	negated := o.Op == hclsyntax.OpLessThanOrEqual || o.Op == hclsyntax.OpGreaterThanOrEqual
	_, marks := v.Unmark()
	return cty.BoolVal(negated).WithMarks(marks), nil
}

// written is whether an argument is set. That is known of what the configuration does
// not set, also if AWS or the provider fills it, and after the apply, too.
func (r *run) written(args []cty.Value) (cty.Value, error) {
	at := customdecode.ExpressionClosureFromVal(args[0])
	if v, of, ok := r.named(at); ok && !v.Opaque() && !of.beyond && (of.missable() || !v.Absent()) {
		if !of.filled && of.fallback == cty.NilVal && !of.list {
			return r.told(v, !v.Unset()), nil
		}
		if set, known := v.Written(); known {
			return r.told(v, set && (!of.list || len(v.Elements()) > 0)), nil
		}
		return marked(v, r.doubt(v, v.Input().String()+" does not tell whether "+v.Path()+" is set in the configuration")), nil
	} else if ok && v.Defaulted() {
		return r.told(v, false), nil
	}
	given, diags := at.Value()
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	given, marks := given.Unmark()
	if !given.IsKnown() {
		return cty.UnknownVal(cty.Bool).WithMarks(marks), nil
	}
	return cty.BoolVal(!given.IsNull()).WithMarks(marks), nil
}

func (r *run) told(v graph.Value, is bool) cty.Value {
	return marked(v, cty.BoolVal(is).Mark(&trace{resource: v.Resource(), value: v, leaf: true}))
}

// blocks is how many blocks of a type are written, of those that the provider fills.
func (r *run) blocks(args []cty.Value) (cty.Value, error) {
	at := customdecode.ExpressionClosureFromVal(args[0])
	v, _, ok := r.named(at)
	if !ok || v.Opaque() && !v.Defaulted() {
		given, diags := at.Value()
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		return given.Length(), nil
	}
	set, known := v.Written()
	switch {
	case !known:
		return marked(v, r.doubt(v, v.Input().String()+" does not tell whether "+v.Path()+" is set in the configuration")), nil
	case !set:
		return marked(v, cty.Zero.Mark(&trace{resource: v.Resource(), value: v, leaf: true})), nil
	}
	return marked(v, cty.NumberIntVal(int64(len(v.Elements()))).Mark(&trace{resource: v.Resource(), value: v, leaf: true})), nil
}
