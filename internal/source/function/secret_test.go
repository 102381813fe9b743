package function_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

type secretMark string

// printable is what a report could print of a value: what is marked is redacted.
func printable(v cty.Value) string {
	redacted, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.IsMarked() {
			return cty.StringVal("(sensitive)"), nil
		}
		return v, nil
	})
	if err != nil { // a set or a map would have elements of two types
		return "(sensitive)"
	}
	return redacted.GoString()
}

// arguments are expressions of the types that functions take; the first half of
// them hold a secret.
func arguments() []string {
	return []string{
		`s`, `[s, "b"]`, `{ k = s }`, `{ (s) = "v" }`, `[[s], ["b"]]`, `length(s)`,
		`"a"`, `2`, `["a", "b"]`, `{ k = "v" }`, `"10.0.0.0/8"`, `"UTF-8"`,
	}
}

// No function loses the mark of a secret: whatever the secret is, what may be
// printed of the result is the same.
func TestFunctionsKeepSecrets(t *testing.T) {
	const mark = secretMark("secret")
	evaluate := func(secret string) func(string) (string, bool) {
		ctx := &hcl.EvalContext{
			Functions: function.Table(function.Env{
				Read:      func(name string) ([]byte, error) { return []byte("read " + name + " ${k}"), nil },
				Exists:    func(name string) (bool, error) { return strings.HasPrefix(name, "h"), nil },
				Glob:      func(dir, pattern string) ([]string, error) { return []string{dir, pattern}, nil },
				Nesting:   func([]byte) error { return nil },
				Sensitive: mark,
				Budget:    &function.Budget{Steps: 1 << 40, Bytes: 1 << 40},
			}),
			Variables: map[string]cty.Value{"s": cty.StringVal(secret).Mark(mark)},
		}
		return func(expression string) (string, bool) {
			expr, diags := hclsyntax.ParseExpression([]byte(expression), "x", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			v, diags := expr.Value(ctx)
			return printable(v), !diags.HasErrors()
		}
	}
	hidden, other := evaluate("hidden-word-7"), evaluate("other-words-19")
	worked := map[string]bool{}
	check := func(name string, args ...string) {
		expression := name + "(" + strings.Join(args, ", ") + ")"
		one, ok := hidden(expression)
		two, ok2 := other(expression)
		if ok || ok2 {
			worked[name] = true
		}
		if ok && ok2 && one != two {
			t.Errorf("%s prints %s or %s", expression, one, two)
		}
	}
	var names []string
	for name := range function.Table(function.Env{}) {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		// The two are there to remove the mark, and to ask for it.
		if name == "nonsensitive" || name == "issensitive" || strings.HasPrefix(name, "core::") {
			continue
		}
		all := arguments()
		for _, a := range all {
			check(name, a)
			for _, b := range all {
				check(name, a, b)
				for _, c := range []string{`s`, `"a"`, `["a", "b"]`} {
					check(name, a, b, c)
				}
			}
		}
	}
	for _, expression := range []string{
		`regex("^h", s)`, `[1][length(s) - 13]`, `jsondecode("{\"${s}\":1}").hidden-word-7`,
		`element([], length(s) == 13 ? 1 : true)`,
	} {
		check("can", expression)
		check("try", expression, `"no"`)
		check("try", `tonumber("x")`, expression, `"no"`)
	}
	if len(worked) < 100 {
		t.Errorf("%d functions gave a result: expected a hundred", len(worked))
	}
}
