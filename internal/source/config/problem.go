package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Problem is something wrong with source text: what the syntax of Terraform's
// language, or a limit, does not allow.
type Problem struct {
	Text  string // one line
	Range hcl.Range
}

func (p *Problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.Range.Filename, p.Range.Start.Line, p.Range.Start.Column, p.Text)
}

func problem(r hcl.Range, format string, args ...any) *Problem {
	return &Problem{Text: fmt.Sprintf(format, args...), Range: r}
}

// fromHCL returns the first error among HCL's diagnostics, in one line. Those
// that follow tell mostly of how the parser found its way again.
func fromHCL(diags hcl.Diagnostics) *Problem {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		text := d.Summary + ": " + d.Detail
		p := &Problem{Text: strings.Join(strings.Fields(text), " ")}
		if d.Subject != nil {
			p.Range = *d.Subject
		}
		return p
	}
	return nil
}

// diagnostics are what there is to say about files, in their order.
type diagnostics []finding.Diagnostic

func (d *diagnostics) error(r hcl.Range, format string, args ...any) {
	d.add(finding.DiagnosticError, r, format, args...)
}

func (d *diagnostics) warning(r hcl.Range, format string, args ...any) {
	d.add(finding.DiagnosticWarning, r, format, args...)
}

func (d *diagnostics) add(severity finding.DiagnosticSeverity, r hcl.Range, format string, args ...any) {
	*d = append(*d, finding.Diagnostic{
		Severity: severity,
		Summary:  fmt.Sprintf(format, args...),
		Location: Location(r),
	})
}

// Location is a range as reports give it; nil for the zero range, which is that
// of a whole directory.
func Location(r hcl.Range) *finding.Location {
	if r.Filename == "" {
		return nil
	}
	// Ranges of whole files, and those of some of HCL's diagnostics, have no lines.
	return &finding.Location{
		File:        r.Filename,
		StartLine:   max(r.Start.Line, 1),
		StartColumn: max(r.Start.Column, 1),
		EndLine:     max(r.End.Line, 1),
		EndColumn:   max(r.End.Column, 1),
	}
}
