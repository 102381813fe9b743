package render

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// help is how a control is met, in the form of a remediation. Of a user's own control,
// about which nobody else has written, it begins with what is asked and why.
func help(c finding.Control) string {
	if c.Rule == nil {
		return c.Remediation
	}
	asked := "Each " + c.Rule.Resource + " must meet:"
	if c.Rule.When != "" {
		asked = "Each " + c.Rule.Resource + " for which\n\n" + indented(c.Rule.When) + "\n\nmust meet:"
	}
	parts := []string{c.Rule.Rationale, asked, indented(c.Rule.Condition), c.Remediation, strings.Join(c.Rule.References, "\n\n")}
	var written []string
	for _, part := range parts {
		if strings.TrimSpace(part) != "" {
			written = append(written, strings.Trim(part, "\n"))
		}
	}
	return strings.Join(written, "\n\n")
}

func indented(code string) string {
	return "    " + strings.ReplaceAll(code, "\n", "\n    ")
}
