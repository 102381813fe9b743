package render

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestVisible(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"plain", `module.eks["a b"].aws_eks_cluster.this[0]`, `module.eks["a b"].aws_eks_cluster.this[0]`},
		{"other scripts", "Ängström 東京 é", "Ängström 東京 é"},
		{"IPv6", "open to ::/0 and 2001:db8::1", "open to ::/0 and 2001:db8::1"},
		{"newline and return", "a\r\nb", `a\u{d}\u{a}b`},
		{"tab", "a\tb", `a\u{9}b`},
		{"colour", "\x1b[31mred", `\u{1b}[31mred`},
		{"one-byte CSI", "\u009b31m", `\u{9b}31m`},
		{"link and clipboard", "\x1b]8;;http://x\x07 \x1b]52;c;eA==\x07", `\u{1b}]8;;http://x\u{7} \u{1b}]52;c;eA==\u{7}`},
		{"bidi", "a\u202eb\u2066c\u200f", `a\u{202e}b\u{2066}c\u{200f}`},
		{"zero width", "a\u200bb\ufeff", `a\u{200b}b\u{feff}`},
		{"letters and marks without a glyph", "a\u3164b\u034fc\ufe0fd\u2800", `a\u{3164}b\u{34f}c\u{fe0f}d\u{2800}`},
		{"line separators", "a\u2028b\u2029c\u0085d", `a\u{2028}b\u{2029}c\u{85}d`},
		{"tag characters", "\U000e0041", `\u{e0041}`},
		{"no-break space", "a\u00a0b", `a\u{a0}b`},
		{"delete", "a\x7fb", `a\u{7f}b`},
		{"not UTF-8", "a\xffb\xc3", `a\x{ff}b\x{c3}`},
		{"replacement character", "a\ufffdb", "a\ufffdb"},
		{"workflow command", "::error file=x::y", `:\u{3a}error file=x:\u{3a}y`},
		{"ARN of AWS", "arn:aws:iam::aws:policy/X", "arn:aws:iam::aws:policy/X"},
		{"ARN of an account", "arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x"},
		{"command without arguments", "::group", `:\u{3a}group`},
		{"three colons", ":::add-mask::x", `::\u{3a}add-mask:\u{3a}x`},
		{"group command", "x ##[group]y", `x #\u{23}[group]y`},
		{"Azure command", "##vso[task.complete]", `#\u{23}vso[task.complete]`},
		{"many hashes", "####[error]", `#\u{23}\u{23}\u{23}[error]`},
		{"lone hash", "#1 :a", "#1 :a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Visible(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// command is what a runner would obey in a log. The name of a command ends at a
// space or at two colons: "::A0" is none.
func command() *regexp.Regexp { return regexp.MustCompile(`(?m)^\s*::\pL[-_\pL]*( |::|$)|##`) }

// ours matches what a format for runners begins its lines with; nil for the others.
func ours(f Format) *regexp.Regexp {
	if f.commands == "" {
		return nil
	}
	return regexp.MustCompile("(?m)" + f.commands)
}

// Nobody remembers to disarm a new field, so every format is held to it.
func TestHostileNames(t *testing.T) {
	for name, report := range stored(t) {
		for _, format := range Formats() {
			if format.Name == "in-toto" && !attestable(report) {
				continue
			}
			for _, view := range []View{{}, {Verbose: true}, {Width: 60}} {
				out := string(render(t, format, report, view))
				if own := ours(format); own != nil {
					out = own.ReplaceAllString(out, "")
				}
				if found := runner().FindString(out); found != "" {
					t.Errorf("%s as %s: a runner would obey %q", name, format.Name, found)
				}
				if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
					t.Errorf("%s as %s: unprintable at %q", name, format.Name, out[i:min(len(out), i+10)])
				}
			}
		}
	}
}

// runner is what a runner would obey in a whole report. Two hashes alone are a
// heading in Markdown.
func runner() *regexp.Regexp {
	return regexp.MustCompile(`(?mi)^\s*::\pL[-_\pL]*( |::|$)|##(\[|vso\[)`)
}

func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"a", "::error::x", "::A0", "##[", "\x1b[0m", "\u202e", "\xff\xef\xbf", ":::", "é\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		if strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) || command().MatchString(got) {
			t.Errorf("%q became %q", s, got)
		}
		if Visible(got) != got {
			t.Errorf("%q changes again", got)
		}
	})
}
