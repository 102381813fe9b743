package usercontrol

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// counting is a call of a function that one known element may decide. HCL and cty give
// up a whole list for a filter or an inner list that is not known; here only these
// elements are not known.
type counting struct{ *hclsyntax.FunctionCallExpr }

func countingWord(name string) bool {
	return slices.Contains([]string{"alltrue", "anytrue", "contains", "length"}, name)
}

func (c counting) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.FunctionCallExpr.Value(ctx)
	if diags.HasErrors() || v.IsKnown() {
		return v, diags
	}
	_, marks := v.Unmark()
	found := members{marks: marks}
	if !found.gather(c.Args[0], ctx, false, false) {
		return v, nil
	}
	decided := cty.UnknownVal(cty.Bool)
	switch c.Name {
	case "length":
		decided = found.count()
	case "alltrue":
		decided = found.any(cty.False, cty.True)
	case "anytrue":
		decided = found.any(cty.True, cty.False)
	case "contains":
		wanted, diags := c.Args[1].Value(ctx)
		bare, more := wanted.Unmark()
		if diags.HasErrors() || !bare.IsWhollyKnown() {
			return v, nil
		}
		found.mark(more)
		for i, m := range found.all {
			found.all[i].value = equal(m.value, bare)
		}
		decided = found.any(cty.True, cty.False)
	}
	return decided.WithMarks(found.marks), nil
}

// equal compares two values; what it cannot compare is not known.
func equal(a, b cty.Value) cty.Value {
	if a.Type() != b.Type() && a.IsWhollyKnown() {
		return cty.False
	}
	return a.Equals(b)
}

// members are the elements of a list of which something is not known.
type members struct {
	all   []member
	open  bool // there may be others
	marks cty.ValueMarks
}

// member is an element that is there, or may be there.
type member struct {
	value cty.Value // without marks
	maybe bool
}

func (m *members) mark(marks cty.ValueMarks) {
	m.marks = cty.NewValueMarks(m.marks, marks)
}

func (m *members) add(v cty.Value, maybe bool) {
	v, marks := v.UnmarkDeep()
	m.mark(marks)
	m.all = append(m.all, member{v, maybe})
}

// any is yes if an element that is there is yes, and the opposite if all that may be
// there are.
func (m *members) any(yes, opposite cty.Value) cty.Value {
	all := !m.open
	for _, one := range m.all {
		if one.value.IsNull() || one.value.Type() != cty.Bool || !one.value.IsKnown() {
			all = false
			continue
		}
		is := one.value.RawEquals(yes)
		if is && !one.maybe {
			return yes
		}
		all = all && !is
	}
	if all {
		return opposite
	}
	return cty.UnknownVal(cty.Bool)
}

// count is the number of elements: between those that are there and those that may be.
func (m *members) count() cty.Value {
	sure := 0
	for _, one := range m.all {
		if !one.maybe {
			sure++
		}
	}
	if !m.open && sure == len(m.all) {
		return cty.NumberIntVal(int64(sure))
	}
	b := cty.UnknownVal(cty.Number).Refine().NotNull().NumberRangeLowerBound(cty.NumberIntVal(int64(sure)), true)
	if !m.open {
		b = b.NumberRangeUpperBound(cty.NumberIntVal(int64(len(m.all))), true)
	}
	return b.NewValue()
}

// gather adds the elements of the list that an expression gives, with flat those of the
// lists in it. It reports false if it cannot tell them apart.
func (m *members) gather(e hclsyntax.Expression, ctx *hcl.EvalContext, flat, maybe bool) bool {
	if meter := meterOf(ctx); meter == nil || !meter.take(cty.NilVal) {
		return false
	}
	switch e := e.(type) {
	case metered:
		return m.gather(e.Expression, ctx, flat, maybe)
	case *hclsyntax.ParenthesesExpr:
		return m.gather(e.Expression, ctx, flat, maybe)
	case *hclsyntax.TupleConsExpr:
		for _, part := range e.Exprs {
			if !m.item(part, ctx, flat, maybe) {
				return false
			}
		}
		return true
	case *hclsyntax.FunctionCallExpr:
		switch {
		case e.ExpandFinal:
		case e.Name == "flatten" && len(e.Args) == 1:
			return m.gather(e.Args[0], ctx, true, maybe)
		case e.Name == "concat":
			for _, arg := range e.Args {
				if !m.gather(arg, ctx, flat, maybe) {
					return false
				}
			}
			return true
		}
	case *hclsyntax.ForExpr:
		if e.KeyExpr == nil {
			return m.loop(e, ctx, flat, maybe)
		}
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return false
	}
	return m.list(v, flat, maybe)
}

// item adds what an element of a list is written as.
func (m *members) item(e hclsyntax.Expression, ctx *hcl.EvalContext, flat, maybe bool) bool {
	if flat {
		switch inner := bareMetered(e).(type) {
		case *hclsyntax.TupleConsExpr, *hclsyntax.ForExpr:
			return m.gather(inner, ctx, true, maybe)
		}
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return false
	}
	if flat {
		return m.list(v, true, maybe)
	}
	m.add(v, maybe)
	return true
}

func bareMetered(e hclsyntax.Expression) hclsyntax.Expression {
	if inner, ok := e.(metered); ok {
		e = inner.Expression
	}
	return bare(e)
}

// list adds the elements of a list; with flat, of those in it, and what is no list as
// an element.
func (m *members) list(v cty.Value, flat, maybe bool) bool {
	bare, marks := v.Unmark()
	m.mark(marks)
	t := bare.Type()
	isList := t.IsTupleType() || t.IsListType() || t.IsSetType()
	switch {
	case !bare.IsKnown() && !t.IsPrimitiveType():
		m.open = true
		return true
	case bare.IsNull() || !isList:
		if flat {
			m.add(bare, maybe)
		}
		return flat
	}
	for it := bare.ElementIterator(); it.Next(); {
		_, element := it.Element()
		if flat {
			m.list(element, true, maybe)
		} else {
			m.add(element, maybe)
		}
	}
	return true
}

// loop adds what a for expression makes of each element.
func (m *members) loop(e *hclsyntax.ForExpr, ctx *hcl.EvalContext, flat, maybe bool) bool {
	over, diags := e.CollExpr.Value(ctx)
	if diags.HasErrors() {
		return false
	}
	bare, marks := over.Unmark()
	m.mark(marks)
	switch {
	case !bare.IsKnown():
		return m.within(e, ctx, flat)
	case bare.IsNull() || !bare.CanIterateElements():
		return false
	}
	for it := bare.ElementIterator(); it.Next(); {
		key, element := it.Element()
		child := ctx.NewChild()
		child.Variables = map[string]cty.Value{e.ValVar: element.WithMarks(marks)}
		if e.KeyVar != "" {
			child.Variables[e.KeyVar] = key
		}
		perhaps := maybe
		if e.CondExpr != nil {
			keep, diags := e.CondExpr.Value(child)
			keep, why := keep.Unmark()
			if diags.HasErrors() || keep.IsNull() || keep.IsKnown() && keep.Type() != cty.Bool {
				return false
			}
			m.mark(why)
			if keep.IsKnown() && keep.False() {
				continue
			}
			perhaps = maybe || !keep.IsKnown()
		}
		if !m.item(e.ValExpr, child, flat, perhaps) {
			return false
		}
	}
	return true
}

// within goes into a collection that is not known as a whole, of which some elements
// may be known.
func (m *members) within(e *hclsyntax.ForExpr, ctx *hcl.EvalContext, flat bool) bool {
	var over members
	over.marks = m.marks
	if !over.gather(e.CollExpr, ctx, false, false) {
		return false
	}
	m.mark(over.marks)
	m.open = m.open || over.open
	if e.KeyVar != "" && (m.open || len(over.all) > 0) {
		return false
	}
	for _, one := range over.all {
		child := ctx.NewChild()
		child.Variables = map[string]cty.Value{e.ValVar: one.value}
		if e.CondExpr != nil || !m.item(e.ValExpr, child, flat, one.maybe) {
			return false
		}
	}
	return true
}
