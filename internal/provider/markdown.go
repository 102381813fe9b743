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
	list := func(title string, wanted func(finding.Finding) bool, suffix func(finding.Finding) string) {
		heading := "\n## " + title + "\n\n"
		for _, f := range onSubjects(r.Findings) {
			if wanted(f) {
				b.WriteString(heading + "- " + render.EscapeMarkdown(line(f, controls[f.Control])+suffix(f)) + "\n")
				heading = ""
			}
		}
	}
	for _, status := range []finding.Status{finding.Fail, finding.Unknown, finding.Manual} {
		list(sentence(string(status)),
			func(f finding.Finding) bool { return f.Status == status && f.Waiver == nil },
			func(finding.Finding) string { return "" })
	}
	list("Waived",
		func(f finding.Finding) bool { return f.Waiver != nil },
		func(f finding.Finding) string { return " Waived: " + render.Visible(f.Waiver.Reason) })
	return b.String()
}
