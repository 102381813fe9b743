package source

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// membersMark is on a set, or on a list in the order of one, whose elements are not
// all known: of is what it was made of. A set in cty gives the marks of each element
// to all, and which element comes first is not known before the apply.
type membersMark struct{ of *cty.Value }

// members returns what a value was made of, from its own marks. Several such marks
// come from several values, and say nothing.
func members(v cty.Value, marks cty.ValueMarks) (of cty.Value, ok bool) {
	if t := v.Type(); !t.IsSetType() && !(t.IsListType() && !v.IsKnown()) {
		return cty.NilVal, false
	}
	for mark := range marks {
		if mark, is := mark.(membersMark); is {
			if ok {
				return cty.NilVal, false
			}
			of, ok = *mark.of, true
		}
	}
	return of, ok
}

// sequence returns the elements of a value, each with its own marks.
func sequence(v cty.Value) ([]cty.Value, bool) {
	bare, marks := v.Unmark()
	if of, ok := members(bare, marks); ok {
		bare, _ = of.Unmark()
		marks = lasting(marks)
	}
	marks = withoutMembers(marks)
	if t := bare.Type(); !bare.IsKnown() || bare.IsNull() || !t.IsTupleType() && !t.IsListType() && !(t.IsSetType() && bare.IsWhollyKnown()) {
		return nil, false
	}
	elements := bare.AsValueSlice()
	for i, e := range elements { // what is on the whole is on each
		elements[i] = e.WithMarks(marks)
	}
	return elements, true
}

// gathered marks a set, or what a function made of one, with its elements. Those of
// a known list have their own marks where they are.
func gathered(v cty.Value, from ...cty.Value) cty.Value {
	v = plain(v)
	t := v.Type()
	if !t.IsSetType() && !(t.IsListType() && !v.IsKnown()) || v.IsWhollyKnown() {
		return v
	}
	if e := t.ElementType(); !e.IsPrimitiveType() && e != cty.DynamicPseudoType {
		return v
	}
	var all []cty.Value
	for _, part := range from {
		elements, ok := sequence(part)
		if !ok {
			return v
		}
		all = append(all, elements...)
	}
	of := cty.TupleVal(all)
	return v.Mark(membersMark{&of})
}

// converted puts back what a conversion has merged: after is before as another type.
func converted(before, after cty.Value) cty.Value {
	if !after.ContainsMarked() || after.IsWhollyKnown() {
		return after
	}
	bare, marks := after.Unmark()
	from, _ := before.Unmark()
	if bare.IsNull() || from.IsNull() || bare.IsKnown() && !from.IsKnown() {
		return after
	}
	switch t := bare.Type(); {
	case t.IsSetType() || !bare.IsKnown():
		return gathered(after, before)
	case (t.IsObjectType() || t.IsMapType()) && (from.Type().IsObjectType() || from.Type().IsMapType()) && bare.LengthInt() > 0:
		fields, others := bare.AsValueMap(), from.AsValueMap()
		for name, field := range fields {
			if other, ok := others[name]; ok {
				fields[name] = converted(other, field)
			}
		}
		if t.IsMapType() {
			return cty.MapVal(fields).WithMarks(marks)
		}
		return cty.ObjectVal(fields).WithMarks(marks)
	case (t.IsListType() || t.IsTupleType()) && (from.Type().IsListType() || from.Type().IsTupleType()) && bare.LengthInt() == from.LengthInt() && bare.LengthInt() > 0:
		elements, others := bare.AsValueSlice(), from.AsValueSlice()
		for i, e := range elements {
			elements[i] = converted(others[i], e)
		}
		if t.IsListType() {
			return cty.ListVal(elements).WithMarks(marks)
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return after
}

// spread puts the elements of sets in their place, each with its own marks.
func spread(v cty.Value) cty.Value {
	if v == cty.NilVal || !v.ContainsMarked() || v.IsWhollyKnown() {
		return v
	}
	bare, marks := v.Unmark()
	if of, ok := members(bare, marks); ok {
		return of.WithMarks(lasting(marks))
	}
	switch t := bare.Type(); {
	case !bare.IsKnown() || bare.IsNull():
	case t.IsObjectType():
		fields := bare.AsValueMap()
		for name, field := range fields {
			fields[name] = spread(field)
		}
		return cty.ObjectVal(fields).WithMarks(marks)
	case t.IsListType() || t.IsTupleType():
		elements := bare.AsValueSlice()
		for i, e := range elements {
			elements[i] = spread(e)
		}
		return cty.TupleVal(elements).WithMarks(marks)
	}
	return v
}

// plain forgets what a set was made of that the value was made from in some other way.
func plain(v cty.Value) cty.Value {
	bare, marks := v.Unmark()
	return bare.WithMarks(withoutMembers(marks))
}

func withoutMembers(marks cty.ValueMarks) cty.ValueMarks {
	for mark := range marks {
		if _, ok := mark.(membersMark); ok {
			delete(marks, mark)
		}
	}
	return marks
}

// call is a call of a function. What it gives has the elements of its arguments,
// where the function gives all of them and nothing else.
type call struct{ *hclsyntax.FunctionCallExpr }

func (c call) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	switch c.Name {
	case "nonsensitive", "sensitive", "try":
		return c.FunctionCallExpr.Value(ctx)
	case "toset", "tolist", "distinct", "compact", "sort", "reverse", "setunion", "concat", "coalescelist":
	case "chomp", "coalesce", "element", "flatten", "lookup", "merge", "one", "slice", "tomap", "tostring", "trimspace", "values":
		v, diags := c.FunctionCallExpr.Value(ctx)
		return plain(v), diags
	default:
		v, diags := c.FunctionCallExpr.Value(ctx)
		if v = plain(v); v != cty.NilVal && !v.IsWhollyKnown() && c.makes(v.Type(), ctx) {
			v = v.Mark(madeMark{})
		}
		return v, diags
	}
	if c.ExpandFinal {
		v, diags := c.FunctionCallExpr.Value(ctx)
		return plain(v), diags
	}
	e := *c.FunctionCallExpr
	e.Args = make([]hclsyntax.Expression, len(c.Args))
	given := make([]cty.Value, len(c.Args))
	skipped := cty.ValueMarks{}
	for i, arg := range c.Args {
		v, diags := arg.Value(ctx)
		if diags.HasErrors() {
			return cty.DynamicVal, diags
		}
		if bare, marks := v.Unmark(); c.Name == "coalescelist" && bare.IsKnown() && !bare.IsNull() && bare.CanIterateElements() && bare.LengthInt() > 0 {
			return v.WithMarks(skipped), nil
		} else {
			skipped = union(skipped, lasting(marks))
		}
		given[i], e.Args[i] = v, &hclsyntax.LiteralValueExpr{Val: v, SrcRange: arg.Range()}
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return v, diags
	}
	switch bare, _ := v.Unmark(); {
	case c.Name == "compact":
		for i := range given {
			given[i] = compacted(given[i])
		}
	case c.Name == "sort" && !bare.IsWhollyKnown(): // which of them comes first is not known
		v = cty.UnknownVal(bare.Type()).WithSameMarks(v)
	}
	return gathered(v, given...), diags
}

// compacted leaves out of a list what compact does.
func compacted(v cty.Value) cty.Value {
	elements, ok := sequence(v)
	if !ok {
		return v
	}
	return cty.TupleVal(slices.DeleteFunc(elements, func(e cty.Value) bool {
		e, _ = e.Unmark()
		return e.IsKnown() && (e.IsNull() || e.Type() == cty.String && e.AsString() == "")
	}))
}

// chooses is an expression that has no part in the value: the condition of a for
// expression, or its key. What it refers to is where the value comes from only as
// long as it is not known.
type chooses struct {
	hclsyntax.Expression
	open string // what is not known, if the value says nothing of it
}

func (c chooses) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := c.Expression.Value(ctx)
	marks := marksOf(v)
	bare, _ := v.UnmarkDeep()
	switch {
	case bare.IsWhollyKnown():
		return bare.WithMarks(lasting(marks)), diags
	case c.open != "":
		return bare.WithMarks(lasting(marks)).Mark(openMark{c.open}), diags
	}
	return v, diags
}

// loop is a for or splat expression: it has the marks of what it goes through.
type loop struct{ hclsyntax.Expression }

func (l loop) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := l.Expression.Value(ctx)
	return plain(v), diags
}

// makes reports whether a function that gives a type gives other texts than those that
// it is passed: join("", [x]) and format("%s", x) give the text itself.
func (c call) makes(t cty.Type, ctx *hcl.EvalContext) bool {
	whole := map[string]string{"join": "", "format": "%s"}
	switch c.Name {
	case "formatlist", "regex", "regexall", "split":
		return true
	case "join", "format":
		if len(c.Args) != 2 || c.ExpandFinal {
			return true
		}
		layout, _ := c.Args[0].Value(ctx)
		layout, _ = layout.Unmark()
		return !layout.RawEquals(cty.StringVal(whole[c.Name]))
	}
	return t == cty.String
}
