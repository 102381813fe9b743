package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Azure writes logging commands, which Azure Pipelines lists as a run's errors
// and warnings. Where there are any, the task ends as succeeded with issues: an
// exit code that says more than that wins over it.
func Azure(w io.Writer, r *finding.Report, v View) error {
	var b strings.Builder
	all := annotations(r, v, levelWarning) // there are but errors and warnings
	for _, a := range all {
		b.WriteString("##vso[task.logissue type=" + string(a.level) + ";")
		if a.file != "" {
			fmt.Fprintf(&b, "sourcepath=%s;linenumber=%d;", azureProperty(a.file), a.line)
		}
		if a.code != "" {
			b.WriteString("code=" + azureProperty(a.code) + ";")
		}
		b.WriteString("]" + azureData(a.title+": "+a.text))
		if a.fix != "" {
			b.WriteString(azureData("\nFix: " + a.fix))
		}
		b.WriteString("\n")
	}
	b.WriteString(tally(r))
	if len(all) > 0 {
		b.WriteString("##vso[task.complete result=SucceededWithIssues;]" + azureData(strings.TrimSpace(tally(r))) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// azureData escapes the text of a logging command, as azure-pipelines-task-lib
// does. Agents read %AZP25 as a percent sign, so that an escape in a name stays
// one.
func azureData(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func azureProperty(s string) string {
	return strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B").Replace(Visible(s))
}
