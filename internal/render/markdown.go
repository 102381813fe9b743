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
	fmt.Fprintf(&m.out, "**%s**\n\n", EscapeMarkdown(strings.TrimSpace(tally(r))))
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

// section is a list under a heading.
type section struct {
	heading string
	issues  []issue
	folded  bool // opened by whoever wants to see it
}

func (m *comment) sections() []section {
	fail := issues(m.report, m.view, true, finding.Fail)
	var counting, waived []issue
	for _, i := range fail {
		if i.allWaived() {
			waived = append(waived, i)
		} else {
			counting = append(counting, i)
		}
	}
	return []section{
		{"Failures", counting, false},
		{"Not decided", issues(m.report, m.view, false, finding.Unknown), false},
		{"Left to a person", issues(m.report, m.view, false, finding.Manual), true},
		{"Waived", waived, true},
	}
}

// room is what the lines below the last entry need.
const room = 400

func (m *comment) section(s section) {
	if len(s.issues) == 0 {
		return
	}
	open, end := "\n### "+s.heading+"\n\n", ""
	if s.folded {
		open = fmt.Sprintf("\n<details><summary>%s (%d)</summary>\n\n", s.heading, len(s.issues))
		end = "\n</details>\n"
	}
	if m.out.Len()+len(open)+len(end)+room > mostMarkdown {
		m.leftOut += len(s.issues)
		return
	}
	m.out.WriteString(open)
	for n, i := range s.issues {
		entry := m.entry(i)
		if m.out.Len()+len(entry)+len(end)+room > mostMarkdown {
			m.leftOut += len(s.issues) - n
			break
		}
		m.out.WriteString(entry)
	}
	m.out.WriteString(end)
}

func (m *comment) entry(i issue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** (%s)", EscapeMarkdown(cutText(i.title(), 200)), i.control.Severity)
	if where := i.where(); where != "" {
		b.WriteString(" at " + code(cutText(where, 300)))
	}
	b.WriteString("\n  - " + EscapeMarkdown(cutText(i.text(), mostEntry)) + "\n")
	switch fix := i.fix(); {
	case i.allWaived():
		b.WriteString("  - *waived:* " + EscapeMarkdown(cutText(waived(i.findings[0].Waiver), mostEntry)) + "\n")
	case fix != "":
		b.WriteString("  - *Fix:* " + EscapeMarkdown(cutText(fix, mostEntry)) + "\n")
	}
	return b.String()
}

func (m *comment) tail() {
	if m.leftOut > 0 {
		fmt.Fprintf(&m.out, "\n… and %d more, left out because a comment has no room for them: the other formats have them all.\n", m.leftOut)
	}
}
