package render

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Guard is the last line of defence: a writer through which all text of the
// program goes, whatever wrote it. It shows what [Visible] shows, but leaves the
// program's own layout: lines, tabs, CRLF in a diff, headings of Markdown, and
// colours and commands of a format that has them. A text that was disarmed
// before passes unchanged.
//
// It writes whole lines. Flush writes a last one that does not end.
type Guard struct {
	to       io.Writer
	color    *regexp.Regexp // at the place of an escape character; nil for none
	commands *regexp.Regexp // at the start of a line; nil for none
	rest     []byte         // of a line that does not end yet
}

// NewGuard guards a writer to which no colour and no command is written.
func NewGuard(to io.Writer) *Guard { return &Guard{to: to} }

// Write implements [io.Writer].
func (g *Guard) Write(p []byte) (int, error) {
	end := bytes.LastIndexByte(p, '\n') + 1
	if end == 0 {
		g.rest = append(g.rest, p...)
		return len(p), nil
	}
	var out bytes.Buffer
	for line := range bytes.Lines(append(g.rest, p[:end]...)) {
		out.WriteString(g.line(string(line)))
	}
	g.rest = bytes.Clone(p[end:])
	if _, err := g.to.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush writes the rest of a line that has no end.
func (g *Guard) Flush() error {
	if len(g.rest) == 0 {
		return nil
	}
	rest := g.line(string(g.rest))
	g.rest = nil
	_, err := io.WriteString(g.to, rest)
	return err
}

func (g *Guard) line(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	at := 0
	if g.commands != nil {
		at = len(g.commands.FindString(s))
		b.WriteString(s[:at])
	}
	text := strings.TrimSuffix(strings.TrimSuffix(s[at:], "\n"), "\r")
	end := s[at+len(text):]
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	before := rune(0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\x1b' && g.color != nil && g.color.MatchString(text[i:]):
			size = len(g.color.FindString(text[i:]))
			b.WriteString(text[i : i+size])
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x{%x}`, text[i])
		case r == '\ufe0f' && unicode.Is(unicode.So, before) && before != utf8.RuneError: // as an emoji, not as text
			b.WriteRune(r)
		case finding.Hidden(r) && r != '\t',
			r == '#' && before == '#' && bracket(text[i+1:]),
			r == ':' && before == ':' && i == start+1 && startsCommand(text[i+1:]):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
		before = r
		i += size
	}
	return b.String() + end
}

// plain reports whether a line needs no look at each of its characters.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7F || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return !strings.Contains(s, "##") && !strings.Contains(s, "::")
}

// bracket reports whether a runner reads a command behind two hashes: "vso[",
// "[" and the like.
func bracket(s string) bool {
	return strings.HasPrefix(strings.TrimLeftFunc(s, func(r rune) bool { return r == '#' || unicode.IsLetter(r) }), "[")
}

// Render writes a report in the format, through a [Guard].
func (f Format) Render(w io.Writer, r *finding.Report, v View) error {
	g := NewGuard(w)
	if v.Color {
		g.color = regexp.MustCompile(`^\x1b\[[0-9;]*m`)
	}
	if f.commands != "" {
		g.commands = regexp.MustCompile(f.commands)
	}
	if err := f.Write(g, r, v); err != nil {
		return err
	}
	return g.Flush()
}
