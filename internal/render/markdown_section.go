package render

import (
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

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

// room is what the lines below the last entry need, the ends of what is folded among them.
const room = 600

// somePlaces is how many places of a control are listed before the others are folded.
const somePlaces = 5

func (m *comment) section(s section) {
	if len(s.issues) == 0 {
		return
	}
	open, end := "\n### "+s.heading+"\n", ""
	if s.folded {
		open = fmt.Sprintf("\n<details><summary>%s (%d)</summary>\n", s.heading, len(s.issues))
		end = "\n</details>\n"
	}
	if !m.fits(open + end) {
		m.leftOut += len(s.issues)
		return
	}
	m.out.WriteString(open)
	for _, of := range byControl(s.issues) {
		m.control(of)
	}
	m.out.WriteString(end)
}

func (m *comment) fits(text string) bool { return m.out.Len()+len(text)+room <= mostMarkdown }

// byControl splits issues where the control changes.
func byControl(issues []issue) [][]issue {
	var groups [][]issue
	for n, i := range issues {
		if n == 0 || issues[n-1].control.ID != i.control.ID {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], i)
	}
	return groups
}

// control writes a control with its fix, and the places below it: what one comment says once
// needs no saying thirty times.
func (m *comment) control(of []issue) {
	first := of[0]
	head := fmt.Sprintf("\n**%s** (%s)", EscapeMarkdown(cutText(first.title(), 200)), first.control.Severity)
	if fix := first.fix(); fix != "" && !first.allWaived() {
		head += "  \n*Fix:* " + EscapeMarkdown(cutText(fix, mostEntry))
	}
	head += "\n\n"
	folded := false
	for n, i := range of {
		if n == somePlaces && len(of) > somePlaces+1 {
			head = fmt.Sprintf("\n<details><summary>%d more</summary>\n\n", len(of)-n)
		}
		entry := head + m.entry(i)
		if !m.fits(entry) {
			m.leftOut += len(of) - n
			break
		}
		m.out.WriteString(entry)
		folded = folded || n > 0 && head != ""
		head = ""
	}
	if folded {
		m.out.WriteString("\n</details>\n")
	}
}

// entry is one place: where it is, with a link if the platform has one, and what is wrong
// there. Names are code, in which nothing is read and which can be copied.
func (m *comment) entry(i issue) string {
	var b strings.Builder
	b.WriteString("- ")
	if where := i.where(); where != "" {
		b.WriteString(m.view.linked(code(cutText(where, 300)), i.place) + " ")
	}
	b.WriteString(i.words(func(s said) string {
		text := EscapeMarkdown(cutText(s.message, mostEntry))
		if len(s.subjects) == 0 {
			return text
		}
		var names []string
		for _, name := range firstOf(s.subjects, someNames) {
			names = append(names, code(cutText(name, 300)))
		}
		if more := len(s.subjects) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("and %d more", more))
		}
		return strings.Join(names, ", ") + ": " + text
	}, EscapeMarkdown) + "\n")
	if i.allWaived() {
		b.WriteString("  - *waived:* " + EscapeMarkdown(cutText(waived(i.findings[0].Waiver), mostEntry)) + "\n")
	}
	return b.String()
}

func (m *comment) tail() {
	if m.leftOut > 0 {
		fmt.Fprintf(&m.out, "\n… and %d more, for which a comment has no room: the other formats have them all.\n", m.leftOut)
	}
}
