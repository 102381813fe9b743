package render

import "fmt"

// mostFleet limits the table of the inputs, in bytes.
const mostFleet = 8_000

// fleet writes a table of the inputs, where there are several: what fails where.
func (m *comment) fleet() {
	rows := fleet(m.report)
	if len(rows) == 0 {
		return
	}
	m.out.WriteString("\n| Input | Fail | Unknown | Manual | Pass | What fails |\n|---|--:|--:|--:|--:|---|\n")
	start := m.out.Len()
	for n, r := range rows {
		row := fmt.Sprintf("| %s | %d | %d | %d | %d | %s |\n", EscapeMarkdown(cutText(r.Label, 200)), len(r.Failing),
			r.Counts.Unknown, r.Counts.Manual, r.Counts.Pass, EscapeMarkdown(cutText(failures(r), 200)))
		if n == someInputs || m.out.Len()-start+len(row) > mostFleet {
			fmt.Fprintf(&m.out, "| … and %d more, none of them worse | | | | | |\n", len(rows)-n)
			return
		}
		m.out.WriteString(row)
	}
}
