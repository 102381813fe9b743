package function

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// wrap puts a function within the budget, and repairs the marks of its result.
//
// The wrapper lets everything through to the function itself: its parameters
// allow all that a parameter can, and its declared type is dynamic so that the
// work of a type function is not done a second time. Where a parameter is a
// collection, HCL would convert arguments before the wrapper is called; that can
// be most of the work, so the wrapper takes anything, and converts.
func wrap(name string, e entry, env Env) function.Function {
	spec := &function.Spec{
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result, err := call(name, e, env, args)
			if err != nil && anySecret(args, env) {
				// Messages of functions quote what they were given.
				err = redacted(err)
			}
			return result, err
		},
	}
	for _, p := range e.fn.Params() {
		spec.Params = append(spec.Params, permissive(p))
	}
	if p := e.fn.VarParam(); p != nil {
		all := permissive(*p)
		spec.VarParam = &all
	}
	return function.New(spec)
}

func permissive(p function.Parameter) function.Parameter {
	p.AllowNull, p.AllowUnknown, p.AllowDynamicType, p.AllowMarked = true, true, true, true
	if p.Type.IsCollectionType() {
		p.Type = cty.DynamicPseudoType
	}
	return p
}

// wanted is the type of the parameter that takes argument i.
func wanted(fn function.Function, i int) cty.Type {
	if params := fn.Params(); i < len(params) {
		return params[i].Type
	}
	return fn.VarParam().Type
}

// converted reports false where the budget does not allow the conversions.
func converted(fn function.Function, b *Budget, args []cty.Value) ([]cty.Value, bool, error) {
	args = slices.Clone(args)
	for i, arg := range args {
		want := wanted(fn, i)
		if !want.IsCollectionType() {
			continue
		}
		if !fitsConversion(b, arg, want) {
			return nil, false, nil
		}
		var err error
		if args[i], err = convert.Convert(each(arg, want.ElementType()), want); err != nil {
			return nil, true, function.NewArgError(i, err)
		}
	}
	return args, true, nil
}

// each converts the elements of a tuple to a primitive type, one by one. A
// conversion of the whole compares the type of each element with that of each other.
func each(v cty.Value, element cty.Type) cty.Value {
	bare, marks := v.Unmark()
	if !element.IsPrimitiveType() || !bare.Type().IsTupleType() || !bare.IsKnown() || bare.IsNull() || bare.LengthInt() == 0 {
		return v
	}
	elements := bare.AsValueSlice()
	for i, e := range elements {
		converted, err := convert.Convert(e, element)
		if err != nil {
			return v // the conversion of the whole says what is wrong
		}
		elements[i] = converted
	}
	return cty.ListVal(elements).WithMarks(marks)
}

func call(name string, e entry, env Env, args []cty.Value) (cty.Value, error) {
	b := env.Budget
	refuse := func() (cty.Value, error) {
		b.refuse(name)
		return unknownResult(e.fn, args), nil
	}
	var given int64
	for _, arg := range args {
		// What goes in costs steps only: its bytes were paid for when it was made.
		steps, bytes, ok := measure(arg, b.Steps, 1<<62)
		if !ok {
			return refuse()
		}
		given += steps + bytes>>5
	}
	if !b.spend(given+1, 0) {
		return refuse()
	}
	ready, ok, err := converted(e.fn, b, args)
	if err != nil {
		return cty.NilVal, err
	}
	if !ok || e.fits != nil && !e.fits(b, ready) {
		return refuse()
	}
	result, err := e.fn.Call(ready)
	if err != nil {
		return cty.NilVal, err
	}
	if steps, bytes, ok := measure(result, b.Steps, b.Bytes); !ok || !b.spend(steps, bytes) {
		return refuse()
	}
	return repaired(result, e.marks, ready), nil
}

// repaired adds the marks that go-cty leaves out of unknown results: it answers
// before the function is called, and forgets those of arguments whose parameters
// allow marks.
func repaired(result cty.Value, care care, args []cty.Value) cty.Value {
	if result.IsKnown() || care == careful {
		return result
	}
	if care == elementwise && result.IsMarked() && !slices.ContainsFunc(args, unknown) {
		return result
	}
	return result.WithMarks(deepMarks(args...))
}

func unknown(v cty.Value) bool { return !v.IsKnown() }

func deepMarks(values ...cty.Value) cty.ValueMarks {
	marks := cty.NewValueMarks()
	for _, v := range values {
		if v.ContainsMarked() {
			_, deep := v.UnmarkDeep()
			marks = cty.NewValueMarks(marks, deep)
		}
	}
	return marks
}

// unknownResult is what a refused call returns: unknown, of the type that the
// types of the arguments lead to. To find that of very many types may be what the
// call was refused for: then it is not known either.
func unknownResult(fn function.Function, args []cty.Value) cty.Value {
	const most = 1000
	if len(args) > most || slices.ContainsFunc(args, func(arg cty.Value) bool { return width(arg.Type()) > most }) {
		return cty.DynamicVal.WithMarks(deepMarks(args...))
	}
	types := make([]cty.Type, len(args))
	for i, arg := range args {
		types[i] = arg.Type()
		want := wanted(fn, i)
		if !want.IsCollectionType() {
			continue
		}
		types[i] = want
		if !arg.Type().IsCollectionType() {
			continue // the types of a tuple's elements are not worth unifying
		}
		if like, err := convert.Convert(cty.UnknownVal(arg.Type()), want); err == nil {
			types[i] = like.Type()
		}
	}
	ty, err := fn.ReturnType(types)
	if err != nil {
		ty = cty.DynamicPseudoType
	}
	return cty.UnknownVal(ty).WithMarks(deepMarks(args...))
}

// width is how many types a tuple or an object holds itself.
func width(t cty.Type) int {
	switch {
	case t.IsTupleType():
		return t.Length()
	case t.IsObjectType():
		return len(t.AttributeTypes())
	}
	return 0
}

func anySecret(args []cty.Value, env Env) bool {
	for mark := range deepMarks(args...) {
		if env.Secret(mark) {
			return true
		}
	}
	return false
}

func redacted(err error) error {
	plain := errors.New("the value is not acceptable; the details are left out, because it is sensitive")
	var arg function.ArgError
	if errors.As(err, &arg) {
		return function.NewArgError(arg.Index, plain)
	}
	return plain
}
