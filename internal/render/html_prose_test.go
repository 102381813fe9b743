package render

import (
	"maps"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestProse(t *testing.T) {
	code := func(s string) htmlSpan { return htmlSpan{Text: s, Code: true} }
	plain := func(s string) htmlSpan { return htmlSpan{Text: s} }
	tests := []struct {
		name, in string
		want     []htmlBlock
	}{
		{"empty", "", nil},
		{"lines are one paragraph", "One line\nand another.\n", []htmlBlock{{Prose: []htmlSpan{plain("One line and another.")}}}},
		{"paragraphs", "One.\n\nTwo.", []htmlBlock{{Prose: []htmlSpan{plain("One.")}}, {Prose: []htmlSpan{plain("Two.")}}}},
		{"example", "Set it:\n\n    a {\n\n      b = 1\n    }\n\nDone.", []htmlBlock{
			{Prose: []htmlSpan{plain("Set it:")}}, {Code: "a {\n\n  b = 1\n}"}, {Prose: []htmlSpan{plain("Done.")}}}},
		{"names are code", "Set key_arn of aws_eks_cluster.a[0].", []htmlBlock{
			{Prose: []htmlSpan{plain("Set "), code("key_arn"), plain(" of "), code("aws_eks_cluster.a[0]"), plain(".")}}}},
		{"module path", "see module.eks.aws_kms_key.this[\"a\"].arn", []htmlBlock{
			{Prose: []htmlSpan{plain("see "), code(`module.eks.aws_kms_key.this["a"].arn`)}}}},
		{"markup is text", "<b>\n", []htmlBlock{{Prose: []htmlSpan{plain("<b>")}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, newProse().blocks(tt.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzProse(f *testing.F) {
	for _, seed := range []string{"", "a\n\n    b\nc", "x aws_a.b[0].c, y", "\x1b[0m\n    \u202e", "a_b[\"c_d\"]", "\xff_a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		said := map[rune]bool{}
		for _, block := range newProse().blocks(s) {
			shown := block.Code
			for _, span := range block.Prose {
				shown += span.Text
			}
			if !utf8.ValidString(shown) {
				t.Errorf("%q shows bytes that are no text: %q", s, shown)
			}
			for _, r := range shown {
				said[r] = true
			}
		}
		for r := range maps.Keys(said) {
			if r != '\n' && Visible(string(r)) != string(r) {
				t.Errorf("%q shows %q", s, r)
			}
		}
	})
}
