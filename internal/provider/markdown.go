package provider

import (
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// markdown writes the report as a table of controls and, below it, what is wrong
// or not decided. It is shorter than [render.Markdown], whose comments and folds
// are for a platform: what Terraform prints it as it is.
func markdown(r *finding.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", render.EscapeMarkdown(r.Benchmark.Version+": "+r.Benchmark.Title))
	b.WriteString("| Status | Control | Severity |\n|---|---|---|\n")
	for _, c := range r.Controls {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Status, render.EscapeMarkdown(c.ID+" "+c.Title), c.Severity)
	}
	controls := controlsOf(r)
	for _, status := range []finding.Status{finding.Fail, finding.Unknown, finding.Manual} {
		heading := fmt.Sprintf("\n## %s%s\n\n", strings.ToUpper(string(status[:1])), status[1:])
		for _, f := range onSubjects(r.Findings) {
			if f.Status == status {
				b.WriteString(heading + "- " + render.EscapeMarkdown(line(f, controls[f.Control])) + "\n")
				heading = ""
			}
		}
	}
	return b.String()
}
