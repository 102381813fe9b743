package graph

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Value is an attribute, a block or an element of one, with where it stands. It
// is unset (left out or null), known, or unknown: known only after apply,
// wholly or in part.
type Value struct {
	resource *Resource
	path     cty.Path
	val      cty.Value // cty.NilVal when absent; may be marked
	fallback bool      // val is the default that Or gave
	hidden   int       // steps at the end of path that are a part of something sensitive
}

// Attr returns an attribute of an object or a block, as the input has it. Of an
// unset value it is unset, of an unknown one unknown.
func (v Value) Attr(name string) Value {
	child := Value{resource: v.resource, path: v.path.GetAttr(name), fallback: v.fallback, hidden: v.below()}
	val, marks := v.val, cty.ValueMarks(nil)
	if val != cty.NilVal {
		val, marks = val.Unmark()
	}
	switch {
	case v.Unset():
	case !val.IsKnown():
		child.val = cty.DynamicVal.WithMarks(marks)
	default:
		if part, ok := member(val, name); ok {
			child.val = part.WithMarks(marks)
		}
	}
	return child
}

// Arg returns an attribute that is Optional and Computed in its provider's
// schema. On create Terraform calls such an argument unknown when it was left
// out; Arg gives it back as unset where the configuration proves that.
func (v Value) Arg(name string) Value { return v.Attr(name).settle() }

// settle tells an unset Optional and Computed argument from an unknown one.
func (v Value) settle() Value {
	if v.val == cty.NilVal || v.val.IsKnown() || v.resource == nil {
		return v
	}
	if v.resource.source.Unset(v.path) {
		v.val = cty.NilVal
	}
	return v
}

// Block returns the first block of a type; unset when there is none.
func (v Value) Block(name string) Value { return v.Attr(name).First() }

// Blocks returns the blocks of a type. An unknown number of blocks is one
// unknown value.
func (v Value) Blocks(name string) []Value { return v.Attr(name).Elements() }

// First returns the first element of a list, or v itself when it is unset,
// unknown or no list.
func (v Value) First() Value {
	if elements := v.Elements(); len(elements) > 0 {
		return elements[0]
	}
	return v.lacking(0)
}

// Element returns the element of a list at an index, unset if the list is shorter, and
// unknown if nothing of it is known.
func (v Value) Element(index int) Value {
	elements := v.Elements()
	switch {
	case v.Opaque():
		v.path, v.hidden = v.path.IndexInt(index), v.below()
		return v
	case index >= 0 && index < len(elements):
		return elements[index]
	}
	return v.lacking(index)
}

func (v Value) lacking(index int) Value {
	return Value{resource: v.resource, path: v.path.IndexInt(index), fallback: v.fallback, hidden: v.below()}
}

// Elements returns the elements of a list, set or tuple in order. Of an unset
// value there are none; an unknown value, or one that is no list, is its own
// only element.
func (v Value) Elements() []Value {
	if v.Unset() {
		return nil
	}
	val, marks := v.val.Unmark()
	if !val.IsKnown() || !(val.Type().IsTupleType() || val.Type().IsListType() || val.Type().IsSetType()) {
		return []Value{v}
	}
	hidden := v.below() // of something sensitive, which element it is says how many there are
	elements := make([]Value, 0, val.LengthInt())
	for it := val.ElementIterator(); it.Next(); {
		_, e := it.Element()
		elements = append(elements, Value{
			resource: v.resource,
			path:     v.path.IndexInt(len(elements)),
			val:      e.WithMarks(marks),
			fallback: v.fallback,
			hidden:   hidden,
		})
	}
	return elements
}

// Apart returns the elements as [Value.Elements] does, but of those that are not known
// only the first if all of them have the same origins: those of the list.
func (v Value) Apart() []Value {
	elements := v.Elements()
	at := slices.IndexFunc(elements, Value.Unknown)
	if at < 0 || !elements[at].Origins().Whole {
		return elements
	}
	first := true
	return slices.DeleteFunc(elements, func(e Value) bool {
		again := e.Unknown() && !first
		first = first && !e.Unknown()
		return again
	})
}

// Keys returns the names of an object's attributes that are not null, sorted;
// none when the value is no object or not known.
func (v Value) Keys() []string {
	if v.Unset() {
		return nil
	}
	val, _ := v.val.Unmark()
	if !val.IsKnown() || !(val.Type().IsObjectType() || val.Type().IsMapType()) {
		return nil
	}
	var keys []string
	for it := val.ElementIterator(); it.Next(); {
		k, e := it.Element()
		if !e.IsNull() {
			keys = append(keys, k.AsString())
		}
	}
	return keys
}

// Or returns the value, or def where it is unset: def is what the provider or
// AWS takes for an argument left out. Of an argument that is Optional and
// Computed, ask [Value.Arg] first.
func (v Value) Or(def cty.Value) Value {
	if v.Unset() {
		v.val, v.fallback = def, true
	}
	return v
}

// Filled returns the argument with the value that the provider or AWS gives it if it is
// not set, or an unknown one if that is not known.
func (v Value) Filled(val cty.Value) Value {
	v.val, v.fallback = val, true
	return v
}

// Written reports whether the configuration sets the argument to more than null, also
// if the provider has filled it since. known is false if the input does not tell.
func (v Value) Written() (written, known bool) {
	if v.Unset() || v.fallback {
		return false, true
	}
	if source, ok := v.source().(interface{ Written(cty.Path) (bool, bool) }); ok {
		return source.Written(v.path)
	}
	return false, false
}

func (v Value) source() Source {
	if v.resource == nil {
		return nil
	}
	return v.resource.source
}

// Defaulted reports whether the value is a default that [Value.Or] or [Value.Filled] gave.
func (v Value) Defaulted() bool { return v.fallback }

// Unset reports whether the argument was left out or is null.
func (v Value) Unset() bool {
	if v.val == cty.NilVal {
		return true
	}
	val, _ := v.val.Unmark()
	return val.IsKnown() && val.IsNull()
}

// Omitted reports whether a configuration is shown that does not write the argument,
// whatever value the provider computed for it.
func (v Value) Omitted() bool {
	if v.resource == nil {
		return false
	}
	source, ok := v.resource.source.(interface{ Omitted(cty.Path) bool })
	return ok && source.Omitted(v.path)
}

// Absent reports whether the input does not have the argument at all, not even
// as null. A plan has every argument of a provider's schema: what it lacks, the
// provider does not know.
func (v Value) Absent() bool { return v.val == cty.NilVal }

// Known reports whether the value is set and known in every part.
func (v Value) Known() bool { return !v.Unset() && v.val.IsWhollyKnown() }

// Unknown reports whether the value, or a part of it, is known only after apply.
func (v Value) Unknown() bool { return !v.Unset() && !v.val.IsWhollyKnown() }

// Opaque reports whether nothing at all is known of the value.
func (v Value) Opaque() bool { return v.val != cty.NilVal && !v.val.IsKnown() }

// IsTrue reports whether the value is known to be true, or the string "true".
func (v Value) IsTrue() bool { s, ok := v.Text(); return ok && s == "true" }

// IsFalse reports whether the value is known to be false, or the string "false".
func (v Value) IsFalse() bool { s, ok := v.Text(); return ok && s == "false" }

// Is reports whether the value is known to be the given string.
func (v Value) Is(text string) bool { s, ok := v.Text(); return ok && s == text }

// Text returns a known string; a number or a bool is spelt out as Terraform
// converts it. ok is false for anything else. The text may be sensitive: compare
// it, and print the value as package control shows it.
func (v Value) Text() (text string, ok bool) {
	if v.val == cty.NilVal {
		return "", false
	}
	val, _ := v.val.Unmark()
	if !val.IsKnown() || val.IsNull() {
		return "", false
	}
	switch val.Type() {
	case cty.String:
		return val.AsString(), true
	case cty.Bool:
		return strconv.FormatBool(val.True()), true
	case cty.Number:
		return val.AsBigFloat().Text('f', -1), true
	}
	return "", false
}

// Int returns a known whole number, also of a string that spells one.
func (v Value) Int() (n int64, ok bool) {
	text, ok := v.Text()
	if !ok {
		return 0, false
	}
	f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil || !f.IsInt() {
		return 0, false
	}
	n, accuracy := f.Int64()
	return n, accuracy == big.Exact
}

// Strings returns the known strings of a list, or of a single string, in order,
// and whether these are all: false when the list or an element is unknown.
func (v Value) Strings() (texts []string, all bool) {
	all = true
	for _, e := range v.Elements() {
		if text, ok := e.Text(); ok {
			texts = append(texts, text)
		} else if e.Unknown() {
			all = false
		}
	}
	return texts, all
}

// Sensitive reports whether any part of the value must not be printed. That
// something sensitive lacks a part is sensitive, too.
func (v Value) Sensitive() bool {
	return v.hidden > 0 || v.val != cty.NilVal && v.val.ContainsMarked()
}

// Cty returns the value without marks: a null for an unset one.
func (v Value) Cty() cty.Value {
	if v.val == cty.NilVal {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	val, _ := v.val.UnmarkDeep()
	return val
}

// Bare returns the value without its own marks: those of its parts stay.
func (v Value) Bare() cty.Value {
	if v.val == cty.NilVal {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	val, _ := v.val.Unmark()
	return val
}

// Resource returns the instance that the value belongs to.
func (v Value) Resource() *Resource { return v.resource }

// Range returns where the value, or its nearest enclosing block, is written.
func (v Value) Range() (Range, bool) {
	if v.resource == nil {
		return Range{}, false
	}
	return v.resource.source.Range(v.path)
}

// Path returns where the value stands in its instance, such as
// "vpc_config[0].public_access_cidrs". The path of a part of something sensitive
// ends where its keys and indexes begin: they are as secret as its values.
func (v Value) Path() string { return FormatPath(v.path[:len(v.path)-v.hidden]) }

// Place identifies the value by its instance and its whole path. It may hold
// sensitive keys: compare it, and print [Value.Path].
func (v Value) Place() Place { return Place{v.resource, FormatPath(v.path)} }

// Place is where a value stands; see [Value.Place].
type Place struct {
	resource *Resource
	path     string
}

// below returns how many steps of the path of a part of the value are hidden.
func (v Value) below() int {
	if v.hidden > 0 || v.val != cty.NilVal && v.val.IsMarked() {
		return v.hidden + 1
	}
	return 0
}

// FormatPath writes a path as an expression would.
func FormatPath(path cty.Path) string {
	var room [128]byte
	b := room[:0]
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			switch {
			case !isIdentifier(step.Name):
				b = append(appendQuoted(append(b, '['), step.Name), ']')
			case len(b) > 0:
				b = append(append(b, '.'), step.Name...)
			default:
				b = append(b, step.Name...)
			}
		case cty.IndexStep:
			switch key := step.Key; {
			case key.Type() == cty.String:
				b = append(appendQuoted(append(b, '['), key.AsString()), ']')
			case key.Type() == cty.Number:
				b = append(key.AsBigFloat().Append(append(b, '['), 'f', -1), ']')
			}
		}
	}
	return string(b)
}

// isIdentifier reports whether HCL takes a name for an identifier. Nearly all names
// are ASCII, for which no scanner is needed.
func isIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case i > 0 && ('0' <= c && c <= '9' || c == '-'):
		default:
			return hclsyntax.ValidIdentifier(name)
		}
	}
	return name != ""
}
