package function_test

import (
	"runtime"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// shallow guards the parser as an evaluator has to: by brackets, quotes and
// operators, whatever they mean, and by numbers whose digits HCL itself would
// write out.
func shallow(src string) bool {
	open, exponent := 0, 0
	for i, c := range src {
		switch c {
		case '(', '[', '{', '?', '!', '-', '"', '<', '%':
			open++
		}
		if c >= '0' && c <= '9' && i > 0 {
			exponent++
		} else {
			exponent = 0
		}
		if open > 60 || exponent > 4 {
			return false
		}
	}
	return len(src) < 1000
}

// Whatever an expression calls, no function panics, overspends, or loses the
// marks of what the whole of its result comes from.
func FuzzFunctions(f *testing.F) {
	all, err := answers()
	if err != nil {
		f.Fatal(err)
	}
	for _, a := range all {
		f.Add(a.expr)
	}
	for name := range listed(f) {
		f.Add(name + "(u, t)")
		f.Add(name + "(list)")
		f.Add(name + "([u, s], n)")
		f.Add(name + "(map, s, w)")
	}
	variables := marked()
	variables["local"] = cty.ObjectVal(map[string]cty.Value{"template": cty.StringVal("${upper(name)}").Mark(other)})
	f.Fuzz(func(t *testing.T, src string) {
		if !shallow(src) {
			return
		}
		expr, diags := hclsyntax.ParseExpression([]byte(src), "fuzz", hcl.InitialPos)
		if diags.HasErrors() {
			return
		}
		env := rooted(consoleDir)
		env.Sensitive = sensitive
		env.Budget = &function.Budget{Steps: 200_000, Bytes: 1 << 20}
		ctx := &hcl.EvalContext{Variables: variables, Functions: function.Table(env)}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v, diags := expr.Value(ctx)
		runtime.ReadMemStats(&after)
		if made := after.TotalAlloc - before.TotalAlloc; made > 1<<30 {
			t.Errorf("%q allocated %d MiB", src, made>>20)
		}
		if diags.HasErrors() {
			return
		}
		call, ok := expr.(*hclsyntax.FunctionCallExpr)
		if !ok || env.Budget.Exceeded() || lenient()[call.Name] {
			return
		}
		_, got := v.UnmarkDeep()
		for _, arg := range call.Args {
			value, diags := arg.Value(ctx)
			if call.ExpandFinal || diags.HasErrors() {
				return
			}
			if value.IsNull() {
				continue // which merge passes over, marks and all, as Terraform does
			}
			_, own := value.Unmark()
			for mark := range own {
				if _, kept := got[mark]; !kept {
					t.Errorf("%q lost the mark %v: %#v", src, mark, v)
				}
			}
		}
	})
}

// lenient are the functions whose result need not come from all arguments.
func lenient() map[string]bool {
	lenient := map[string]bool{}
	for _, name := range []string{
		"try", "can", "coalesce", "lookup", "nonsensitive", "issensitive", "ephemeralasnull",
	} {
		lenient[name], lenient["core::"+name] = true, true
	}
	return lenient
}
