package benchmark

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Files written to hurt whoever reads them are refused in one line that says where.
func TestLoadHostile(t *testing.T) {
	const head = "version: a\nid: A\ntext: t\n"
	tests := []struct{ name, text, want string }{
		{"too large", strings.Repeat("#", 1<<20+1), "f.yaml:1: expected a controls file of at most 1048576 bytes, found 1048577"},

		{"lists in lists", head + "groups: " + strings.Repeat("[", 20_000), "f.yaml:4: exceeded max depth of 10000"},
		{"closed lists in lists", head + "groups: " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), "f.yaml:4: exceeded max depth of 10000"},
		{"mappings in mappings", head + "groups: " + strings.Repeat("{a: ", 20_000), "f.yaml:4: exceeded max depth of 10000"},
		// yaml.v3 names the line of the key above.
		{"dashes in dashes", head + "groups:\n" + strings.Repeat("- ", 20_000), "f.yaml:4: exceeded max depth of 10000"},
		{"lists under yaml's own limit", head + "groups: " + strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999), "f.yaml:4: nested more than 50 levels deep"},
		{"in what is not used", head + "groups: [{id: 1, text: t, checks: [{tests: " + strings.Repeat("[", 60) + strings.Repeat("]", 60) + "}]}]",
			"f.yaml:4: nested more than 50 levels deep"},

		{"self anchor in a list", head + "groups: &g\n  - *g\n", "f.yaml:5: an alias is part of what it stands for"},
		{"self anchor in a mapping", "&d\nversion: *d\n", "f.yaml:2: an alias is part of what it stands for"},
		{"self anchor by merge", head + "groups:\n  - &g\n    id: 1\n    <<: *g\n", "f.yaml:7: an alias is part of what it stands for"},
		{"alias of nothing", head + "groups: *nowhere\n", "f.yaml:4: an alias of an unknown anchor: put text that begins with * or & in quotes"},
		{"alias bomb", bomb(), "f.yaml:11: expected at most 200000 values, each alias counted as what it stands for"},
		{"laughs under unknown keys", laughs(), "f.yaml:1: expected at most 200000 values, each alias counted as what it stands for"},

		{"one key over and over", strings.Repeat("a: 1\n", 100_000), "f.yaml:2: a key is given twice, first at line 1"},
		{"many keys", many(100_000), "f.yaml:100000: expected at most 200000 values, each alias counted as what it stands for"},
		{"list as key", "? [a]\n: b\n", "f.yaml:1: expected a word as key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load("f.yaml", []byte(tt.text))
			if err == nil {
				t.Fatal("loaded: expected an error")
			}
			first, _, _ := strings.Cut(err.Error(), "\n")
			if diff := cmp.Diff(tt.want, first); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// bomb stands for 1000 × 1000 × 1000 references in a few kB, every key of it known.
func bomb() string {
	return `version: a
id: A
text: t
groups:
  - id: A.0
    text: t
    checks:
      - &c
        id: A.0.1
        text: t
        references: &r ["https://example.com/` + strings.Repeat(`", "https://example.com/`, 1000) + `"]
  - &g {id: A.1, text: t, checks: [` + "\n*c" + strings.Repeat(", *c", 999) + `]}
` + strings.Repeat("  - *g\n", 1000)
}

// laughs is the classic: each line ten times the one before.
func laughs() string {
	text := "x: &x [lol]\na: &a0 [*x]\n"
	for i := 1; i < 12; i++ {
		text += fmt.Sprintf("b%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return text
}

func many(keys int) string {
	var b strings.Builder
	for i := range keys {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	return b.String()
}
