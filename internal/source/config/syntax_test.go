package config

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestSyntaxErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"resource \"a\" \"b\" {", "main.tf:1:18: Unclosed configuration block: there is no closing brace for this block before the end of the file"},
		{"a {\n  b = 1", "main.tf:1:3: Unclosed configuration block: there is no closing brace for this block before the end of the file"},
		{"a { b = 1", "main.tf:1:3: Unclosed configuration block: there is no closing brace for this block before the end of the file"},
		{"}", "main.tf:1:1: found a closing \"}\" that closes nothing"},
		{"= 1", "main.tf:1:1: expected an argument or a block definition"},
		{"a", "main.tf:1:2: expected an argument or a block definition: to set an argument, write \"=\" behind its name"},
		{"a\n", "main.tf:1:2: expected an argument or a block definition: to set an argument, write \"=\" behind its name"},
		{"a {\n  b }\n", "main.tf:2:5: expected an argument or a block definition: to set an argument, write \"=\" behind its name"},
		{"\"a\" = 1", "main.tf:1:1: Invalid argument name: argument names must not be quoted"},
		{"a =\n", "main.tf:1:4: Invalid expression: expected the start of an expression"},
		{"a = # b\nc = 1", "main.tf:1:5: Invalid expression: expected the start of an expression"},
		{"a = 1 +\n", "main.tf:2:1: Missing expression: Expected the start of an expression, but found the end of the argument."},
		{"a = 1 2", "main.tf:1:7: Extra characters after expression: An expression was successfully parsed, but extra characters were found after it."},
		{"a = 1, b = 2", "main.tf:1:6: Missing newline after argument: an argument definition must end with a newline"},
		{"a {\n  b = 1 }", "main.tf:2:9: Missing newline after argument: an argument definition must end with a newline"},
		{"a { b = 1, c = 2 }", "main.tf:1:10: Invalid single-argument block definition: expected the closing brace behind its single argument"},
		{"a { b = 1\n}", "main.tf:1:10: Invalid single-argument block definition: expected the closing brace behind its single argument"},
		{"a { b {} }", "main.tf:1:7: expected one argument, or each nested block on lines of its own, in a block on a single line"},
		{"a {} b {}", "main.tf:1:6: Missing newline after block definition: a block definition must end with a newline"},
		{"a \"b\"\n{}", "main.tf:1:6: Invalid block definition: expected \"{\" on the same line as the block's type"},
		{"a \"b\" = 1", "main.tf:1:7: Invalid block definition: \"=\" is for arguments, not for blocks"},
		{"a \"b\" 1 {}", "main.tf:1:7: Invalid block definition: expected a quoted label or \"{\""},
		{"a \"${b}\" {}", "main.tf:1:4: Invalid block label: expected plain text up to a closing quotation mark"},
		{"a \"\\q\" {}", "main.tf:1:4: Invalid escape sequence: The symbol \"q\" is not a valid escape sequence selector."},
		{"a = 'b'", "main.tf:1:5: Invalid character: Single quotes are not valid. Use double quotes (\") to enclose strings."},
		{"a = \"b\nc = \"", "main.tf:1:7: Invalid multi-line string: Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the \"heredoc\" multi-line template syntax."},
		{"a = 1\na = 2\nb = )", "main.tf:3:5: found a closing \")\" that closes nothing"},
		{"a = 1\na = 2\n", "main.tf:2:1: Attribute redefined: the argument \"a\" is set on line 1 already"},
		// What an expression gets wrong does not hide what the next one does.
		{"a = f(1 2)\nb = [1 2]\nc = 3", "main.tf:1:9: Missing argument separator: A comma is required to separate each function argument from the next.\n" +
			"main.tf:2:8: Missing item separator: Expected a comma to mark the beginning of the next item."},
		{"a = \xff", "main.tf:1:5: Invalid character encoding: All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor."},
		{"\xff\xfea\x00", "main.tf:1:1: Invalid character encoding: All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor."},
		{"a = <<EOT\nb\n", "main.tf:3:1: Unterminated template string: No closing marker was found for the string."},
	}
	for _, tt := range tests {
		_, _, problems := parseNative([]byte(tt.src), "main.tf")
		var got []string
		for _, p := range problems {
			got = append(got, p.Error())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.src, diff)
		}
	}
}

// skeleton is what two readings of a body are compared by.
func skeleton(b *Body) string {
	var s strings.Builder
	for _, a := range inOrder(b.Attributes) {
		fmt.Fprintf(&s, "%s=%T@%v;", a.Name, a.Expr, a.Expr.Range())
	}
	for _, block := range b.Blocks {
		fmt.Fprintf(&s, "%s%q@%v{%s}", block.Type, block.Labels, block.Range, skeleton(block.Body))
	}
	return s.String()
}

func fromSyntax(b *hclsyntax.Body) *Body {
	body := &Body{Attributes: map[string]*Attribute{}}
	for _, a := range b.Attributes {
		body.Attributes[a.Name] = &Attribute{Name: a.Name, Expr: a.Expr, Range: a.SrcRange}
	}
	for _, block := range b.Blocks {
		body.Blocks = append(body.Blocks, &Block{
			Type: block.Type, Labels: block.Labels, Body: fromSyntax(block.Body),
			Range: hcl.RangeBetween(block.TypeRange, block.CloseBraceRange),
		})
	}
	return body
}

// The structure of blocks is read here and not by HCL, which must make no
// difference: what HCL accepts is read alike, and what it refuses is refused.
func TestReadsLikeHCL(t *testing.T) {
	words := []string{"a", "b", "a {\n", "b \"c\" {\n", "{ d = 1 }\n", "}\n", "}", "\n", "\n", "e = 1\n", "f = [\n1\n]\n", "g = {\nh = 1\n}\n",
		"i = <<EOT\nj\nEOT\n", "k = \"l${m}\"\n", "# n\n", "/* o\n */", "// p\n", "q = f(\n1)", " ", "=", "r = {for a in b : a =>\n1}\n", ",", "\"s\"", "{", "(", "{}\n", "t = 1 # u\n"}
	random := rand.New(rand.NewPCG(3, 4))
	accepted := 0
	for range 30_000 {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(words[random.IntN(len(words))])
		}
		src := []byte(b.String())
		want, diags := hclsyntax.ParseConfig(src, "a.tf", hcl.InitialPos)
		got, _, problems := parseNative(src, "a.tf")
		if diags.HasErrors() != (len(problems) > 0) {
			t.Fatalf("%q: HCL says %v, here %v", src, diags, problems)
		}
		if diags.HasErrors() {
			continue
		}
		accepted++
		if diff := cmp.Diff(skeleton(fromSyntax(want.Body.(*hclsyntax.Body))), skeleton(got)); diff != "" {
			t.Fatalf("%q (-HCL +here):\n%s", src, diff)
		}
	}
	if accepted < 500 {
		t.Fatalf("only %d of the random files are valid", accepted)
	}
}

// The first two make HCL's parser of bodies nest as deep as they are long: it
// skips a closing brace as it recovers from an error. The others try to.
func TestWrongBlocksDoNotNest(t *testing.T) {
	const n = 300_000
	for _, src := range []string{
		strings.Repeat("a {\n b }\n", n),
		strings.Repeat("a {\n b = x::\n}\n()\n", n/2),
		strings.Repeat("a {\n b = (\n}\n)\n", n/2),
		strings.Repeat("a \"b\n{\n", n),
	} {
		if _, _, problems := parseNative([]byte(src), "main.tf"); len(problems) != 1 {
			t.Errorf("%.20q: %v", src, problems)
		}
	}
}
