package render

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// style paints words and fits lines. Its zero value paints nothing and wraps
// nothing: piped output is for grep.
type style struct {
	renderer *lipgloss.Renderer // nil without colour
	width    int                // 0 without a terminal
}

func newStyle(v View) style {
	s := style{width: v.Width}
	if v.Color {
		s.renderer = lipgloss.NewRenderer(io.Discard)
		s.renderer.SetColorProfile(termenv.ANSI)
	}
	return s
}

// status paints a word in the colour of a status.
func (s style) status(word string, of finding.Status) string {
	if s.renderer == nil {
		return word
	}
	color := map[finding.Status]string{finding.Fail: "1", finding.Unknown: "3", finding.Manual: "6", finding.Pass: "2"}[of]
	return s.renderer.NewStyle().Bold(true).Foreground(lipgloss.Color(color)).Render(word)
}

// faint paints what matters less.
func (s style) faint(text string) string {
	if s.renderer == nil || text == "" {
		return text
	}
	return s.renderer.NewStyle().Faint(true).Render(text)
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
