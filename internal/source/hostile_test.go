package source

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// What cannot be read is an error, in one line, and never a panic: no verdict
// rests on the part that could be read.
func TestUnreadable(t *testing.T) {
	const n = 100_000
	around := func(open, middle, end string) string {
		return "output \"x\" {\n  value = " + strings.Repeat(open, n) + middle + strings.Repeat(end, n) + "\n}\n"
	}
	tests := []struct{ name, file, text, want string }{
		{"parentheses", "main.tf", around("(", "1", ")"), "nesting limit"},
		{"only opened", "main.tf", around("(", "", ""), "nesting limit"},
		{"templates", "main.tf", around(`"${`, "1", `}"`), "nesting limit"},
		{"brackets", "main.tf", around("[", "", "]"), "nesting limit"},
		{"objects", "main.tf", around("{b=", "1", "}"), "nesting limit"},
		{"negations", "main.tf", around("!", "true", ""), "nesting limit"},
		{"signs", "main.tf", around("-", "1", ""), "nesting limit"},
		{"conditionals", "main.tf", around("true?", "1", ":2"), "nesting limit"},
		{"operators", "main.tf", around("1+", "1", ""), "nesting limit"},
		{"blocks", "main.tf", strings.Repeat("a {\n", n) + strings.Repeat("}\n", n), "nesting limit"},
		{"too long", "main.tf", strings.Repeat("# comment\n", 1<<19), "size limit"},
		{"no UTF-8", "main.tf", "output \"x\" { value = \"\xff\xfe\" }\n", "UTF-8"},
		{"UTF-16", "main.tf", "\xff\xfeo\x00u\x00", ""},
		{"zeros", "main.tf", strings.Repeat("\x00", 100), ""},
		{"JSON that is deep", "main.tf.json", strings.Repeat("[", n), "nesting limit"},
		{"JSON templates that are deep", "main.tf.json", `{"locals": {"a": "` + strings.Repeat("${(", n) + `"}}`, "nesting limit"},
		{"truncated JSON", "main.tf.json", `{"locals": {`, "not valid JSON"},
		{"values that are none", "terraform.tfvars", "a = ", "Invalid expression"},
		{"values that are deep", "x.auto.tfvars", "a = " + strings.Repeat("[", n), "nesting limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, &txtar.Archive{Files: []txtar.File{{Name: tt.file, Data: []byte(tt.text)}}})
			root := load(t, dir, ".", judged())
			var found []string
			for _, d := range root.Diagnostics() {
				if strings.Contains(d.Summary+d.Detail, "\n") {
					t.Errorf("more than a line: %q", d.Summary)
				}
				if d.Severity == finding.DiagnosticError {
					found = append(found, d.Summary)
				}
			}
			if len(found) == 0 || !strings.Contains(strings.Join(found, "\n"), tt.want) {
				t.Errorf("errors %q, want %q", found, tt.want)
			}
		})
	}
}

// An empty file, and one of comments, is a module.
func TestEmpty(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n", "\ufeff", "/**/"} {
		dir := write(t, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(text)}}})
		if root := load(t, dir, ".", judged()); len(root.Diagnostics()) > 0 || !root.Complete {
			t.Errorf("%q: %v", text, root.Diagnostics())
		}
	}
}
