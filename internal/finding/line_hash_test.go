package finding

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The first two are the vectors of github/codeql-action's own tests.
func TestLineHashes(t *testing.T) {
	long := strings.Repeat("x", 40) + "\n"
	tests := []struct {
		name, content string
		want          []string
	}{
		{"spaces and tabs", " a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{"empty", "", []string{"c129715d7a2bc9a3:1"}},
		{"newline at the end", "a\n", []string{"243cbaa4685aab12:1", "c129715d7a2bc9a3:1"}},
		{"other newlines", "a\r\nb\rc\n", []string{"52668e89249e7477:1", "9ed7939040abc6c0:1", "3791504be0bd17cc:1", "c129715d7a2bc9a3:1"}},
		{"space in a newline", "\r \n", []string{"5b5d4caf73a13177:1", "3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"}},
		{"UTF-16", "é東京\U0001F600\nx\n", []string{"70e66fed05fd93a6:1", "828973aa50c68d6d:1", "c129715d7a2bc9a3:1"}},
		{"NUL at the start", "\x00\n\x00b", []string{"7badada02e65a7af:1", "6ba557921e7d246d:1"}},
		{"same again", strings.Repeat(long, 5), []string{"9c292da765a2e9ac:1", "9c292da765a2e9ac:2", "9c292da765a2e9ac:3",
			"bef4ae26ba658277:1", "d39576cdc5a5dfa9:1", "c129715d7a2bc9a3:1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, LineHashes([]byte(tt.content))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A finding keeps its hash when lines are put in before it, or its indentation
// changes.
func TestLineHashesMove(t *testing.T) {
	block := "resource \"a\" \"b\" {\n  c = 1\n}\n" + strings.Repeat("# and what follows\n", 10)
	before := LineHashes([]byte(block))
	after := LineHashes([]byte("# new\n\n" + strings.ReplaceAll(block, "  c", "\tc")))
	if diff := cmp.Diff(before[:3], after[2:5]); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func FuzzLineHashes(f *testing.F) {
	for _, seed := range []string{"", "a\r\nb", "\r \n", "\U0001F600", "\xff\x00", " \t\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		hashes := LineHashes(content)
		// At least as many as there are newlines, so that a parser's line has one.
		if len(hashes) <= strings.Count(strings.ReplaceAll(string(content), "\r", ""), "\n") {
			t.Errorf("%d hashes for %q", len(hashes), content)
		}
		seen := map[string]bool{}
		for _, h := range hashes {
			if seen[h] {
				t.Errorf("%s twice in %q", h, content)
			}
			seen[h] = true
		}
	})
}
