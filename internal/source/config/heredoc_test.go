package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestLongHeredocs holds that a long heredoc without sequences has the value and the
// places that HCL's own parser gives it.
func TestLongHeredocs(t *testing.T) {
	lines := map[string]string{
		"plain":               "a: b\n",
		"indented":            "    a: b\n\n      c: ${d}\n",
		"tabs":                "\t  a\n \t b\n",
		"escapes":             "  a $${x} %%{y} $$ % \\n \"q\"\n",
		"carriage returns":    "  a\r\n\r\n   b\r\n",
		"blank lines":         "   a\n \n\n    \n  b\n",
		"other spaces":        "\u2003a\n  b\n",
		"a combined space":    "  \u0301a\n  b\n",
		"letters beyond":      "  é\n  ü e\u0301\n",
		"dollars in one line": "  $ $ % a\n",
	}
	for name, text := range lines {
		for _, open := range []string{"<<E", "<<-E"} {
			text := strings.ReplaceAll(text, "${d}", "$${d}")
			src := "a = " + open + "\n" + strings.Repeat(text, plainLines) + "  E\n"
			if open == "<<E" {
				src = strings.Replace(src, "  E\n", "E\n", 1)
			}
			body, err := Parse([]byte(src), "main.tf")
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got := body.Attributes["a"].Expr
			want, diags := hclsyntax.ParseExpression([]byte(src[4:]), "main.tf", hcl.Pos{Line: 1, Column: 5, Byte: 4})
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			is, _ := got.Value(nil)
			should, _ := want.Value(nil)
			if diff := cmp.Diff(should.AsString(), is.AsString()); diff != "" || got.Range() != want.Range() {
				t.Errorf("%s, %s: %v, want %v (-want +got)\n%.500s", name, open, got.Range(), want.Range(), diff)
			}
		}
	}
}

// TestJoinedParts holds what HCL's parser may copy to join the parts of templates, and
// that a heredoc without sequences may be as long as a file.
func TestJoinedParts(t *testing.T) {
	heredoc := func(open string, lines int, line string) string {
		return open + "<<E\n" + strings.Repeat(line, lines) + "E\n"
	}
	for _, test := range []struct {
		name, src string
		want      bool
	}{
		{"a plain heredoc", heredoc("a = ", 100_000, "    image: nginx\n"), true},
		{"one with a sequence at its end", heredoc("a = ", 100_000, "    image: nginx\n") + "b = 1\n", true},
		{"one with a sequence", "a = <<E\n" + strings.Repeat("    image: nginx\n", 100_000) + "${b}\nE\n", false},
		{"one in a call", "a = f(" + heredoc("", 100_000, "    image: nginx\n") + ")\n", false},
		{"a short one in a call", "a = f(" + heredoc("", 3_000, "    image: nginx\n") + ")\n", true},
		{"dollars in quotation marks", "a = \"" + strings.Repeat("$$ ", 30_000) + "\"\n", false},
		{"some dollars in quotation marks", "a = \"" + strings.Repeat("$$ ", 300) + "\"\n", true},
		{"many short ones", strings.Repeat("a {\n"+heredoc("a = f(", 100, "x: y\n")+")\n}\n", 1_000), true},
	} {
		_, err := Parse([]byte(test.src), "main.tf")
		var p *Problem
		if (err == nil) != test.want || err != nil && (!errors.As(err, &p) || !strings.Contains(p.Text, "size limit")) {
			t.Errorf("%s: %v, want it read: %v", test.name, err, test.want)
		}
	}
	long := strings.Repeat("line\n", 100_000)
	if _, err := ParseTemplate([]byte(long), "x.tpl", hcl.InitialPos); err != nil {
		t.Errorf("a template without sequences: %v", err)
	}
	for name, err := range map[string]error{
		"template":   CheckTemplate([]byte(long+"${a}"), "x.tpl", hcl.InitialPos),
		"expression": CheckNesting([]byte("<<E\n"+long+"E\n"), "x.tf", hcl.InitialPos),
	} {
		if err == nil || !strings.Contains(fmt.Sprint(err), "size limit") {
			t.Errorf("a long %s: %v", name, err)
		}
	}
}
