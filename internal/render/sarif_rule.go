package render

import (
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func sarifRule(c finding.Control) *sarif.ReportingDescriptor {
	title := Visible(unlabelled(c.Title))
	full := title
	if fix := Visible(Fix(c.Remediation)); fix != "" {
		full += ". To mend it: " + fix
	}
	plain, markdown := remediation(help(c))
	if plain == "" {
		plain, markdown = title, EscapeMarkdown(title)
	}
	text := func(s string) *sarif.MultiformatMessageString {
		return sarif.NewMultiformatMessageString().WithText(s)
	}
	properties := sarif.NewPropertyBag().
		Add("precision", "high").
		Add("security-severity", securitySeverity(c.Severity)).
		WithTags([]string{"security", "cis", "aws", "eks", "terraform"})
	rule := sarif.NewRule(Visible(c.ID)).
		WithShortDescription(text(cutText(title, mostText))).
		WithFullDescription(text(cutText(full, mostText))).
		WithHelp(text(plain).WithMarkdown(markdown)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(string(severityLevel(c.Severity)))).
		WithProperties(properties)
	if c.Key != "" {
		rule.WithName(Visible(c.Key))
	}
	return rule
}

// securitySeverity is the number by which GitHub tells low from critical: below
// 4, below 7, below 9, and above.
func securitySeverity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Low:
		return "3.0"
	}
	return "5.5"
}
