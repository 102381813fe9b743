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
	var step cty.PathStep
	var rest string
	if strings.HasPrefix(traversal, ".") {
		var name string
		name, rest = cutName(traversal[1:])
		step = cty.GetAttrStep{Name: name}
	} else {
		// An index is written as the instance key of an address is.
		var addr graph.Address
		addr, rest, _ = graph.ParseAddressPrefix("t.n" + traversal)
		if name, ok := addr.Key.Text(); ok {
			step = cty.GetAttrStep{Name: name}
		} else if n, ok := addr.Key.Number(); ok {
			step = cty.IndexStep{Key: cty.NumberIntVal(int64(n))}
		}
	}
	part, _ := graph.Step(v, step)
	return part, rest
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
