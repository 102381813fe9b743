package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

func TestSuppressions(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string
	}{
		{"above", "# cisbench:ignore=5.4.1:reason\nresource \"a\" \"b\" {}\n", []string{"a.b 5.4.1 line 1: reason"}},
		{"with a date", "# cisbench:ignore=5.4.1:exp=2026-12-31:reason\nresource \"a\" \"b\" {}\n", []string{"a.b 5.4.1 line 1 until 2026-12-31: reason"}},
		{"two controls", "# cisbench:ignore=5.4.1,5.4.2:reason\nresource \"a\" \"b\" {}\n",
			[]string{"a.b 5.4.1 line 1: reason", "a.b 5.4.2 line 1: reason"}},
		{"slashes", "// cisbench:ignore=5.4.1:reason\ndata \"a\" \"b\" {}\n", []string{"data.a.b 5.4.1 line 1: reason"}},
		{"stars", "/* cisbench:ignore=5.4.1:reason */\nmodule \"m\" {}\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"stars over lines", "/*\n cisbench:ignore=5.4.1:reason\n*/\nmodule \"m\" {}\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"stars before the keyword", "/* cisbench:ignore=5.4.1:reason */ module \"m\" {}\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"stars up to the keyword", "/*\n cisbench:ignore=5.4.1:reason */ module \"m\" {}\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"a byte order mark", "\ufeff# cisbench:ignore=5.4.1:reason\nmodule \"m\" {}\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"carriage returns", "# cisbench:ignore=5.4.1:reason\r\nmodule \"m\" {\r\n}\r\n", []string{"module.m 5.4.1 line 1: reason"}},
		{"among comments", "# why\n# cisbench:ignore=5.4.1:reason\n  # more\n/* and\n more */\nresource \"a\" \"b\" {}\n", []string{"a.b 5.4.1 line 2: reason"}},
		{"on the header's line", "resource \"a\" \"b\" { # cisbench:ignore=5.4.1:reason\n}\n", []string{"a.b 5.4.1 line 1: reason"}},
		{"on a single line", "resource \"a\" \"b\" {} # cisbench:ignore=5.4.1:reason\n", []string{"a.b 5.4.1 line 1: reason"}},
		{"inside", "resource \"a\" \"b\" {\n  c {\n    d = 1 // cisbench:ignore=5.4.1:reason\n  }\n}\n", []string{"a.b 5.4.1 line 3: reason"}},
		{"in a list", "resource \"a\" \"b\" {\n  c = [\n    1, # cisbench:ignore=5.4.1:reason\n  ]\n}\n", []string{"a.b 5.4.1 line 3: reason"}},
		{"on the last line", "resource \"a\" \"b\" {\n} # cisbench:ignore=5.4.1:reason\n", []string{"a.b 5.4.1 line 2: reason"}},
		{"between blocks", "resource \"a\" \"b\" {\n}\n# cisbench:ignore=5.4.1:reason\nresource \"a\" \"c\" {}\n", []string{"a.c 5.4.1 line 3: reason"}},

		{"a blank line below", "# cisbench:ignore=5.4.1:reason\n\nresource \"a\" \"b\" {}\n", []string{"warning main.tf:1: nothing"}},
		{"a blank line among comments", "# cisbench:ignore=5.4.1:reason\n\n# b\nresource \"a\" \"b\" {}\n", []string{"warning main.tf:1: nothing"}},
		{"behind another block", "locals { a = 1 } # cisbench:ignore=5.4.1:reason\nresource \"a\" \"b\" {}\n", []string{"warning main.tf:1: nothing"}},
		{"in another block", "locals {\n  # cisbench:ignore=5.4.1:reason\n  a = 1\n}\n", []string{"warning main.tf:2: nothing"}},
		{"above another block", "# cisbench:ignore=5.4.1:reason\nvariable \"v\" {}\n", []string{"warning main.tf:1: nothing"}},
		{"at the end", "resource \"a\" \"b\" {}\n# cisbench:ignore=5.4.1:reason", []string{"warning main.tf:2: nothing"}},
		{"no reason", "# cisbench:ignore=5.4.1\nresource \"a\" \"b\" {}\n", []string{"warning main.tf:1: malformed"}},
		{"no date", "# cisbench:ignore=5.4.1:exp=soon:reason\nresource \"a\" \"b\" {}\n", []string{"warning main.tf:1: malformed"}},

		{"a string", "resource \"a\" \"b\" {\n  c = \"# cisbench:ignore=5.4.1:reason\"\n}\n", nil},
		{"a heredoc", "resource \"a\" \"b\" {\n  c = <<EOT\n# cisbench:ignore=5.4.1:reason\n// cisbench:ignore=5.4.1:reason\nEOT\n}\n", nil},
		{"a heredoc on the header's line", "resource \"a\" \"b\" { c = \"/* cisbench:ignore=5.4.1:reason */\" }\n", nil},
		{"about something else", "# tfsec:ignore=5.4.1:reason\n# see cisbench\nresource \"a\" \"b\" {}\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, diags := opened(t, tree(t, map[string]string{"main.tf": tt.src})).Module(".")
			var got []string
			var all []setting.Suppression
			if call := m.Calls["m"]; call != nil {
				all = call.Suppressions
			}
			for _, r := range m.Resources {
				all = append(all, r.Suppressions...)
			}
			for _, s := range all {
				if s.File != "main.tf" {
					t.Errorf("file %q", s.File)
				}
				date := ""
				if s.Expires != "" {
					date = " until " + s.Expires
				}
				got = append(got, fmt.Sprintf("%s %s line %d%s: %s", s.Address, s.Control, s.Line, date, s.Reason))
			}
			for _, d := range told(diags) {
				place, text, _ := strings.Cut(d, ": ")
				switch {
				case strings.HasPrefix(text, "cisbench:ignore must be "):
					text = "nothing"
				case strings.HasPrefix(text, "not an inline waiver: "):
					text = "malformed"
				}
				got = append(got, place+": "+text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A suppression in an override file is for the resource that it overrides.
func TestSuppressionInOverride(t *testing.T) {
	m, diags := load(t, map[string]string{
		"main.tf":     "# cisbench:ignore=5.4.1:one\nresource \"a\" \"b\" {}\n",
		"override.tf": "resource \"a\" \"b\" {\n  # cisbench:ignore=5.4.2:two\n}\n",
	})
	want := []setting.Suppression{
		{Control: "5.4.1", Reason: "one", Address: "a.b", File: "main.tf", Line: 1},
		{Control: "5.4.2", Reason: "two", Address: "a.b", File: "override.tf", Line: 2},
	}
	if diff := cmp.Diff(want, m.Resources[0].Suppressions); diff != "" || diags != nil {
		t.Errorf("diagnostics %v, suppressions (-want +got):\n%s", diags, diff)
	}
}

// A block that could not be read may be the one that a comment is for.
func TestSuppressionInABrokenFile(t *testing.T) {
	_, diags := load(t, map[string]string{"main.tf": "# cisbench:ignore=5.4.1:one\nresource \"a\" \"b\" [\n]\n"})
	if len(diags) != 1 || !strings.HasPrefix(diags[0], "error main.tf:2: ") {
		t.Errorf("diagnostics %v", diags)
	}
}

// Many comments, on lines of their own and on one, are for the block below the last.
func TestManySuppressions(t *testing.T) {
	const n = 100_000
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "# cisbench:ignore=5.1.1:r%x\n", i)
	}
	b.WriteString(strings.Repeat("/**/", n) + "// cisbench:ignore=5.1.2:last\nresource \"a\" \"b\" {\n}\n")
	m, diags := opened(t, tree(t, map[string]string{"main.tf": b.String()})).Module(".")
	if got := len(m.Resources[0].Suppressions); got != n {
		t.Errorf("%d inline waivers, want %d", got, n)
	}
	if len(diags) != 1 { // the last does not begin its line
		t.Errorf("%d diagnostics: %v", len(diags), told(diags))
	}
}
