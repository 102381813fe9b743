package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A mistake in YAML is said at its own line, wherever the mapping around it begins.
func TestSyntaxLines(t *testing.T) {
	const before = "articles:\n- name: a\n  number: '1'\n- name: b\n"
	const hint = ": put the text on a line of its own after |"
	const early = "text that begins with a quote, or that has quotes in quotes, ends before the line does" + hint
	tests := map[string]struct{ text, want string }{
		"quotes within quotes":       {"  number: \"the \"${x}\" of it\"\n  code: ab\n", "s.yaml:5: " + early},
		"a quote at the beginning":   {"  code: ab\n  number: 'x' == y\n- name: c\n", "s.yaml:6: " + early},
		"in the last line":           {"  number: \"a\" b", "s.yaml:5: " + early},
		"behind text of three lines": {"  code: |\n    a\n\n    b\n  number: \"a\" b\n- name: \"c\n    d\"\n", "s.yaml:9: " + early},
		"a colon":                    {"  number: a: b\n", "s.yaml:5: text that is not in quotes has a colon and a space" + hint},
		"a bracket":                  {"  code: ab\n  number: [a\n  unit: b\n", "s.yaml:6: did not find expected ',' or ']'"},
		"a character of YAML's":      {"  number: @a\n", "s.yaml:5: found a tab, or a character with which no text begins" + hint},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var into shopFile
			_, err := shop().ReadYAML("s.yaml", []byte(before+tt.text), &into)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
