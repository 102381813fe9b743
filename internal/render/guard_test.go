package render

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// guarded is a text as a format's guard passes it on.
func guarded(t *testing.T, text string, format Format) string {
	t.Helper()
	var out bytes.Buffer
	copied := format
	copied.Write = func(g io.Writer, _ *finding.Report, _ View) error {
		_, err := g.Write([]byte(text))
		return err
	}
	if err := copied.Render(&out, nil, View{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The guard disarms what a format forgets to.
func TestGuard(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"layout", "# a\n## b\n\tc\r\n", "# a\n## b\n\tc\r\n"},
		{"own emoji", "👁️ manual", "👁️ manual"},
		{"variation selector in a word", "a\ufe0fb", `a\u{fe0f}b`},
		{"command at the start", "x\n \t::error::y\n", "x\n \t:\\u{3a}error::y\n"},
		{"no command inside a line", "a ::error::y", "a ::error::y"},
		{"address", "2001:db8::1 ::/0", "2001:db8::1 ::/0"},
		{"runner's command", "a ##[error]b ##vso[x]", `a #\u{23}[error]b #\u{23}vso[x]`},
		{"escape", "\x1b[2J\u009b\u202e", `\u{1b}[2J\u{9b}\u{202e}`},
		{"return inside a line", "a\rb\n", "a\\u{d}b\n"},
		{"not UTF-8", "\xff", `\x{ff}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var whole, bytewise bytes.Buffer
			g := NewGuard(&whole)
			b := NewGuard(&bytewise)
			if _, err := g.Write([]byte(tt.in)); err != nil {
				t.Fatal(err)
			}
			for i := range len(tt.in) {
				if _, err := b.Write([]byte{tt.in[i]}); err != nil {
					t.Fatal(err)
				}
			}
			if g.Flush() != nil || b.Flush() != nil || whole.String() != tt.want || bytewise.String() != tt.want {
				t.Errorf("got %q, and %q byte by byte; want %q", whole.String(), bytewise.String(), tt.want)
			}
		})
	}
}

// Colour and commands are for the formats that have them, and for nothing else.
func TestGuardKnowsOurs(t *testing.T) {
	const text = "::error title=a::b ##[c]\n\x1b[1;31mred\x1b[2J\n"
	for _, tt := range []struct {
		format string
		view   View
		want   string
	}{
		{"github", View{}, "::error title=a::b #\\u{23}[c]\n\\u{1b}[1;31mred\\u{1b}[2J\n"},
		{"text", View{Color: true}, ":\\u{3a}error title=a::b #\\u{23}[c]\n\x1b[1;31mred\\u{1b}[2J\n"},
	} {
		f := named(t, tt.format)
		f.Write = func(g io.Writer, _ *finding.Report, _ View) error {
			_, err := g.Write([]byte(text))
			return err
		}
		var out bytes.Buffer
		if err := f.Render(&out, nil, tt.view); err != nil || out.String() != tt.want {
			t.Errorf("%s: got %q, %v; want %q", tt.format, out.String(), err, tt.want)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, seed := range []string{"a\n::error::x", "##[", "####vso[", "\x1b[0m", "\u202e\u3164", "\xff\xef\xbf", " :::\r\n", "👁️", evil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := named(t, "text")
		got := guarded(t, s, text)
		if found := runner().FindString(got); found != "" {
			t.Errorf("%q became %q: a runner would obey %q", s, got, found)
		}
		if strings.ContainsFunc(got, func(r rune) bool {
			return finding.Hidden(r) && r != '\n' && r != '\t' && r != '\r' && r != '\ufe0f'
		}) {
			t.Errorf("%q became %q", s, got)
		}
		if again := guarded(t, got, text); again != got {
			t.Errorf("%q changes again: %q", got, again)
		}
		if v := Visible(s); guarded(t, v, text) != v {
			t.Errorf("%q is visible, and changes", v)
		}
	})
}
