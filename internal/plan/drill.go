package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// drill follows a traversal such as `.subnets["a"][0]` into a value, and returns
// cty.NilVal where it leads nowhere.
func drill(v cty.Value, traversal string) cty.Value {
	if v == cty.NilVal {
		return v
	}
	v, marks := v.Unmark()
	for traversal != "" && v != cty.NilVal {
		if !v.IsKnown() || v.IsNull() {
			return cty.NilVal
		}
		var more cty.ValueMarks
		v, traversal = drillStep(v, traversal)
		if v != cty.NilVal {
			v, more = v.Unmark()
			marks = merge(marks, more)
		}
	}
	if v == cty.NilVal {
		return v
	}
	return v.WithMarks(marks)
}

func merge(a, b cty.ValueMarks) cty.ValueMarks {
	if len(b) == 0 {
		return a
	}
	all := cty.NewValueMarks()
	for _, m := range []cty.ValueMarks{a, b} {
		for k := range m {
			all[k] = struct{}{}
		}
	}
	return all
}

func drillStep(v cty.Value, traversal string) (cty.Value, string) {
	if strings.HasPrefix(traversal, ".") {
		name, rest := cutName(traversal[1:])
		return attribute(v, name), rest
	}
	// An index is written as the instance key of an address is.
	addr, rest, err := graph.ParseAddressPrefix("t.n" + traversal)
	if err != nil || addr.Key.IsNone() {
		return cty.NilVal, ""
	}
	if name, ok := addr.Key.Text(); ok {
		return attribute(v, name), rest
	}
	n, ok := addr.Key.Number()
	if !ok || !v.Type().IsTupleType() || n >= v.LengthInt() {
		return cty.NilVal, ""
	}
	return v.Index(cty.NumberIntVal(int64(n))), rest
}

func attribute(v cty.Value, name string) cty.Value {
	if !v.Type().IsObjectType() || !v.Type().HasAttribute(name) {
		return cty.NilVal
	}
	return v.GetAttr(name)
}

func trimDot(s string) string { return strings.TrimPrefix(s, ".") }

// traversal writes a path as it follows an expression: `.a["b"]`.
func traversal(path cty.Path) string {
	text := graph.FormatPath(path)
	if text == "" || text[0] == '[' {
		return text
	}
	return "." + text
}
