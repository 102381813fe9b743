package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// GitHub writes workflow commands, which GitHub Actions shows as annotations on
// the lines of a pull request: errors for severe failures, warnings and notices
// for others, notices for what is not decided.
func GitHub(w io.Writer, r *finding.Report, v View) error {
	var b strings.Builder
	for _, a := range annotations(r, v, levelNote) {
		command := map[level]string{levelError: "error", levelWarning: "warning", levelNote: "notice"}[a.level]
		b.WriteString("::" + command + " ")
		if a.file != "" {
			fmt.Fprintf(&b, "file=%s,line=%d,endLine=%d,", githubProperty(a.file), a.line, a.endLine)
		}
		b.WriteString("title=" + githubProperty(a.title) + "::" + githubData(a.text))
		if a.fix != "" {
			b.WriteString(githubData("\nFix: " + a.fix))
		}
		b.WriteString("\n")
	}
	b.WriteString(tally(r))
	_, err := io.WriteString(w, b.String())
	return err
}

// githubData escapes the text of a command, as actions/toolkit does.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes a property of a command. What no file's name should
// have becomes visible, since the runner prints names into its log.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(Visible(s))
}
