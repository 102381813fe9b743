package provider

import (
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// markdown writes the report as a table of controls and, below it, what is wrong
// or not decided.
func markdown(r *finding.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escape(r.Benchmark.Version+": "+r.Benchmark.Title))
	b.WriteString("| Status | Control | Severity |\n|---|---|---|\n")
	for _, c := range r.Controls {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Status, escape(c.ID+" "+c.Title), c.Severity)
	}
	controls := controlsOf(r)
	for _, status := range []finding.Status{finding.Fail, finding.Unknown, finding.Manual} {
		heading := fmt.Sprintf("\n## %s%s\n\n", strings.ToUpper(string(status[:1])), status[1:])
		for _, f := range onSubjects(r.Findings) {
			if f.Status == status {
				b.WriteString(heading + "- " + escape(line(f, controls[f.Control])) + "\n")
				heading = ""
			}
		}
	}
	return b.String()
}

// escape keeps a text that somebody else wrote from being read as Markdown: it
// makes no image, mention, cell or HTML of it.
func escape(s string) string {
	var b strings.Builder
	for _, r := range render.Visible(s) {
		switch {
		case r == '@': // an escaped one still mentions
			b.WriteString("&#64;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]#|~", r):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
