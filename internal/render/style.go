package render

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// style colors words and wraps lines. The zero style does neither: piped output
// is for grep.
type style struct {
	color bool
	width int // 0 without a terminal
}

func newStyle(v View) style { return style{color: v.Color, width: v.Width} }

// status returns a word in bold and in the color of a status, if it has one.
func (s style) status(word string, of finding.Status) string {
	colors := map[finding.Status]string{finding.Fail: ";31", finding.Unknown: ";33", finding.Manual: ";36", finding.Pass: ";32"}
	return s.paint("1"+colors[of], word)
}

// faint returns text in a lighter shade, for what matters less.
func (s style) faint(text string) string { return s.paint("2", text) }

// paint puts each line of text between an SGR sequence and its reset: pagers reset
// at the end of a line.
func (s style) paint(parameters, text string) string {
	if !s.color || text == "" {
		return text
	}
	const reset = "\x1b[0m"
	start := "\x1b[" + parameters + "m"
	return start + strings.ReplaceAll(text, "\n", reset+"\n"+start) + reset
}

// columns is where the right edge is when there is no terminal to ask.
const columns = 100

// spread puts left and right at the two edges of a line. Without room for both,
// right follows after two spaces.
func (s style) spread(left, right string) string {
	if right == "" {
		return left
	}
	gap := max(2, s.edge()-ansi.StringWidth(left)-ansi.StringWidth(right))
	return left + strings.Repeat(" ", gap) + right
}

// cut shortens text so that it leaves room for so many columns.
func (s style) cut(text string, taken int) string {
	return ansi.Truncate(text, max(20, s.edge()-taken), "…")
}

func (s style) edge() int {
	if s.width == 0 {
		return columns
	}
	return s.width
}

// indent puts text behind a margin, and wraps it on a terminal.
func (s style) indent(margin, text string) string {
	if s.width > 0 {
		text = ansi.Wordwrap(text, max(20, s.width-len(margin)), "")
	}
	return margin + strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", len(margin)))
}
