package render

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// GitHub takes 65,536 characters for a comment; GitLab and a step's summary more.
// Its parts are limited so that an entry fits, whatever names are in it.
const (
	mostMarkdown = 60_000 // bytes
	mostTable    = 10_000
	mostHead     = 10_000
	mostEntry    = 800 // characters, before they are escaped
)

// Markdown writes a comment for a pull request, or a summary for a job's page:
// the controls in a table, then what fails, what is not decided, what is left to
// a person and what is waived. It begins with hidden comments, by which a job
// finds its earlier comment to update: the first is always the same, the second
// tells the inputs apart.
func Markdown(w io.Writer, r *finding.Report, v View) error {
	m := comment{report: r, view: v}
	m.head()
	m.table()
	m.fleet()
	for _, s := range m.sections() {
		m.section(s)
	}
	m.tail()
	_, err := io.WriteString(w, m.out.String())
	return err
}

type comment struct {
	report  *finding.Report
	view    View
	out     strings.Builder
	leftOut int // entries that did not fit
}

func (m *comment) head() {
	r := m.report
	sum := sha256.New()
	for _, in := range r.Inputs {
		sum.Write([]byte(m.view.inRepository(in.Path) + "\x00"))
	}
	fmt.Fprintf(&m.out, "<!-- cisbench -->\n<!-- cisbench-inputs: %x -->\n", sum.Sum(nil)[:6])
	fmt.Fprintf(&m.out, "## %s\n\n", EscapeMarkdown(cutText(heading(r), 200)))
	var inputs []string
	for _, in := range firstOf(r.Inputs, someNames) {
		parts := []string{code(cutText(input(in), 200))}
		for _, part := range describe(in)[1:] {
			parts = append(parts, EscapeMarkdown(cutText(part, 40)))
		}
		inputs = append(inputs, strings.Join(parts, " · "))
	}
	if more := len(r.Inputs) - len(inputs); more > 0 {
		inputs = append(inputs, fmt.Sprintf("and %d more inputs", more))
	}
	if len(inputs) > 0 {
		m.out.WriteString(strings.Join(inputs, "  \n") + "\n\n")
	}
	total := strings.TrimSpace(tally(r))
	if failing := failingInputs(r); failing != "" {
		total = failing + " · " + total
	}
	fmt.Fprintf(&m.out, "**%s**\n\n", EscapeMarkdown(total))
	start := m.out.Len()
	for _, d := range r.Diagnostics {
		if d.Severity == finding.DiagnosticNote {
			continue
		}
		line := fmt.Sprintf("> **%s** %s\n\n", d.Severity, EscapeMarkdown(cutText(problem(d), mostEntry)))
		if m.out.Len()-start+len(line) > mostHead {
			m.out.WriteString("> … and more: other formats have them all\n\n")
			break
		}
		m.out.WriteString(line)
	}
}

func (m *comment) table() {
	m.out.WriteString("| Status | Control | Severity |\n|---|---|---|\n")
	start := m.out.Len()
	controls := (&page{report: m.report}).order()
	for n, c := range controls {
		row := fmt.Sprintf("| %s | %s | %s |\n", sign(c.Status), EscapeMarkdown(cutText(c.ID+" "+unlabelled(c.Title), 200)), c.Severity)
		if m.out.Len()-start+len(row) > mostTable {
			fmt.Fprintf(&m.out, "| | … and %d more | |\n", len(controls)-n)
			break
		}
		m.out.WriteString(row)
	}
}

// sign is a status that is told at a glance, and not by colour alone.
func sign(s finding.Status) string {
	mark := map[finding.Status]string{finding.Fail: "❌", finding.Unknown: "❔", finding.Manual: "👁️", finding.Pass: "✅", finding.NotApplicable: "➖"}[s]
	return strings.TrimSpace(mark + " " + strings.ReplaceAll(string(s), "-", " "))
}
