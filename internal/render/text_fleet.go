package render

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// someInputs is how many inputs the table has when nobody asked for all.
const someInputs = 20

// fleet writes the table of the inputs, where there are several: what fails where.
func (p *page) fleet() {
	rows := fleet(p.report)
	if len(rows) == 0 || p.Quiet || (p.nothing() || p.allWell()) && !p.Verbose {
		return
	}
	shown := rows
	if len(shown) > someInputs && !p.Verbose {
		shown = shown[:someInputs]
	}
	const title = "input"
	width := len(title)
	for _, row := range shown {
		width = max(width, ansi.StringWidth(Visible(row.Label)))
	}
	if p.Width > 0 { // elsewhere nothing is cut: piped output is for grep
		width = min(width, max(20, p.Width/2))
	}
	line := func(label, numbers, controls string) string {
		label = ansi.Truncate(label, width, "…")
		left := label + strings.Repeat(" ", width-ansi.StringWidth(label)) + numbers
		if p.Width > 0 {
			controls = ansi.Truncate(controls, max(20, p.Width-ansi.StringWidth(left)), "…")
		}
		return left + controls
	}
	p.line(p.faint(line(title, "  fail  unknown  manual  pass  ", "what fails; worst first")))
	for _, row := range shown {
		numbers := fmt.Sprintf("  %4d  %7d  %6d  %4d  ", len(row.Failing), row.Counts.Unknown, row.Counts.Manual, row.Counts.Pass)
		p.line(line(Visible(row.Label), numbers, Visible(failures(row))))
	}
	if rest := len(rows) - len(shown); rest > 0 {
		p.line(p.faint(fmt.Sprintf("… and %d more, none of them worse (--verbose lists them)", rest)))
	}
	p.line("")
}

func failures(row fleetRow) string {
	text := strings.Join(row.Failing, " ")
	if len(row.Waived) > 0 {
		text += " (waived: " + strings.Join(row.Waived, " ") + ")"
	}
	return strings.TrimSpace(text)
}
