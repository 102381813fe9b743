package config

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// deep are the ways to nest, each of n levels.
func deep(n int) map[string]string {
	r := func(open, inner, closing string) string {
		return "a = " + strings.Repeat(open, n) + inner + strings.Repeat(closing, n) + "\n"
	}
	return map[string]string{
		"parentheses":          r("(", "1", ")"),
		"open parentheses":     r("(", "", ""),
		"tuples":               r("[", "", "]"),
		"objects":              r("{b=", "1", "}"),
		"calls":                r("f(", "1", ")"),
		"templates":            r(`"${`, "1", `}"`),
		"directives":           r(`"%{ if true }`, "", `%{ endif }"`),
		"nested directives":    `a = "` + strings.Repeat("%{ if true }", n) + strings.Repeat("%{ endif }", n) + "\"\n",
		"open directives":      `a = "` + strings.Repeat("%{for x in y}", n) + "\"\n",
		"heredocs":             r("<<A\n${", "1", "}\nA\n"),
		"negations":            r("!", "true", ""),
		"minuses":              r("-", "1", ""),
		"minuses on lines":     r("(-", "1", ")"),
		"conditionals":         r("true ? 1 : ", "1", ""),
		"conditionals inside":  r("true ? ", "1", " : 1"),
		"sums":                 r("1 + ", "1", ""),
		"sums on lines":        "a = (" + strings.Repeat("1 +\n", n) + "1)\n",
		"sums in for":          "a = {for k, v in x : k =>" + strings.Repeat("1 +\n", n) + "1}\n",
		"sums with comments":   "a = (" + strings.Repeat("1 + # b\n", n) + "1)\n",
		"comparisons":          r("1 == ", "1", ""),
		"conjunctions":         r("b && ", "b", ""),
		"indices":              r("a[", "0", "]"),
		"a chain of indices":   "a = b" + strings.Repeat("[c]", n) + "\n",
		"splats":               "a = b" + strings.Repeat("[*]", n) + "\n",
		"legacy splats":        "a = b" + strings.Repeat(".*", n) + "\n",
		"for expressions":      r("[for a in b : ", "a", "]"),
		"for objects":          r("{for a in b : a => ", "a", "}"),
		"parts of a name":      "a = b" + strings.Repeat("::b", n) + "()\n",
		"blocks":               strings.Repeat("b {\n", n) + strings.Repeat("}\n", n),
		"open blocks":          strings.Repeat("b {\n", n),
		"blocks on a line":     strings.Repeat("b { ", n),
		"blocks and templates": strings.Repeat("b {\n", n/2) + `a = ` + strings.Repeat(`"${`, n/2),
	}
}

func TestDeepSourceIsRefused(t *testing.T) {
	for name, src := range deep(100_000) {
		t.Run(name, func(t *testing.T) {
			var problems []*Problem
			allocated := allocations(func() { _, _, problems = parseNative([]byte(src), "a.tf") })
			if len(problems) != 1 || !strings.HasPrefix(problems[0].Text, "nesting limit: ") {
				t.Errorf("expected the nesting limit alone, found %v", problems)
			}
			if allocated > mostToRefuse {
				t.Errorf("%d allocations: want at most %d", allocated, mostToRefuse)
			}
		})
	}
}

// mostToRefuse is how many allocations a file that nests too deep may cost. It does not
// depend on the length: to parse one would cost several for each level.
const mostToRefuse = 2_000

// allocations counts what a function allocates: the work, whatever else the machine does.
func allocations(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.Mallocs - before.Mallocs)
}

// Who nests less than the limit is not told of it.
func TestShallowSourceIsNotRefused(t *testing.T) {
	for name, src := range deep(100) {
		t.Run(name, func(t *testing.T) {
			if err := CheckNesting([]byte(src), "a.tf", hcl.InitialPos); err != nil {
				t.Error(err)
			}
		})
	}
	long := map[string]string{
		"a long list":      "a = [" + strings.Repeat("x[0].b + 1,\n", 10_000) + "]\n",
		"a long object":    "a = {\n" + strings.Repeat("  b = x[0] + 1 # c\n", 10_000) + "}\n",
		"many arguments":   strings.Repeat("a = !b || c[0]\n", 10_000),
		"many blocks":      strings.Repeat("a {\n  b = 1\n}\n", 10_000),
		"a long template":  `a = "` + strings.Repeat("%{ if a }${b}%{ endif }", 10_000) + "\"\n",
		"a long call":      "a = f(" + strings.Repeat("x[0] * 2, ", 10_000) + "1)\n",
		"a long traversal": "a = b" + strings.Repeat(".c", 1000) + "\n",
		"indices in a sum": "a = " + strings.Repeat("b[0][1] + ", 200) + "1\n",
	}
	for name, src := range long {
		t.Run(name, func(t *testing.T) {
			if err := CheckNesting([]byte(src), "a.tf", hcl.InitialPos); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestUnbalancedSourceIsRefused(t *testing.T) {
	tests := []struct{ src, want string }{
		{"a = (]", `a.tf:1:6: expected the end of the "(" on line 1, found "]"`},
		{"a = [\n}", `a.tf:2:1: expected the end of the "[" on line 1, found "}"`},
		{"}", `a.tf:1:1: found a closing "}" that closes nothing`},
		{"a = \"${ ( }\"", `a.tf:1:11: expected the end of the "(" on line 1, found "}"`},
		{"a = x::\n}\n(", "a.tf:1:6: expected the name of a function and its arguments behind \"::\""},
		{"a = x::y + z()", "a.tf:1:6: expected the name of a function and its arguments behind \"::\""},
		{"a = " + strings.Repeat("9", maxDigits+1), "a.tf:1:5: size limit: expected a number of at most 10000 digits"},
	}
	for _, tt := range tests {
		err := CheckNesting([]byte(tt.src), "a.tf", hcl.InitialPos)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestDeepTemplatesAreRefused(t *testing.T) {
	const n = 100_000
	for name, src := range map[string]string{
		"interpolations":    strings.Repeat(`${"`, n),
		"directives":        strings.Repeat("%{ if a }", n),
		"parentheses":       "${" + strings.Repeat("(", n),
		"after ends":        strings.Repeat("%{ endif }", n) + strings.Repeat("%{ if a }", n),
		"crossed ends":      strings.Repeat("${ ( }", n),
		"behind plain text": "( [ { ${" + strings.Repeat("!", n) + "a}",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseTemplate([]byte(src), "a.tf", hcl.InitialPos); err == nil {
				t.Error("parsed")
			}
		})
	}
	if err := CheckTemplate([]byte(strings.Repeat("( [ { \" <<A", n)), "a.tf", hcl.InitialPos); err != nil {
		t.Errorf("plain text: %v", err)
	}
}

// depth measures what HCL made.
type depth struct{ now, most int }

func (d *depth) Enter(hclsyntax.Node) hcl.Diagnostics {
	d.now++
	d.most = max(d.most, d.now)
	return nil
}

func (d *depth) Exit(hclsyntax.Node) hcl.Diagnostics {
	d.now--
	return nil
}

// What passes the check is as shallow as it says, however wrong the source is:
// the parser must not find a way to nest that the check does not count.
func TestNoExpressionNestsDeeperThanCounted(t *testing.T) {
	words := []string{"(", ")", "[", "]", "{", "}", "\"", "\"", "${", "}", "%{ if a }", "%{ endif }", "%{", "for", "if", "in",
		"a", "b", ".", ",", "=", "=>", ":", "?", "!", "-", "+", "&&", "\n", "::", "*", "...", "# c\n", "1", "<<A\n", "\nA\n", "f("}
	random := rand.New(rand.NewPCG(1, 2))
	parsed := 0
	for range 30_000 {
		var b strings.Builder
		for range 1 + random.IntN(60) {
			b.WriteString(words[random.IntN(len(words))])
			if random.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		src := []byte(b.String())
		tokens, _ := hclsyntax.LexExpression(src, "a.tf", hcl.InitialPos)
		if nesting(tokens) != nil {
			continue
		}
		expr, _ := hclsyntax.ParseExpression(src, "a.tf", hcl.InitialPos)
		parsed++
		var found depth
		hclsyntax.Walk(expr, &found)
		// A level may be several nodes, such as a call, its template and a wrapper.
		if most := 4 * (counted(tokens) + 1); found.most > most {
			t.Fatalf("%q: %d nodes deep, at most %d expected", src, found.most, most)
		}
	}
	if parsed < 500 {
		t.Fatalf("only %d of the random texts were parsed", parsed)
	}
}

// counted is an upper bound that a reader can check: every token that may nest.
func counted(tokens hclsyntax.Tokens) int {
	most := 0
	for limit := 1; limit <= len(tokens); limit *= 2 {
		most = limit
		if !deeper(tokens, limit) {
			break
		}
	}
	return most
}

func deeper(tokens hclsyntax.Tokens, limit int) bool { return nestingBeyond(tokens, limit) != nil }
