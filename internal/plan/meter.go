package plan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// freeSteps is what the following of references may take whatever the size of
// the input. To it comes one step for each byte: an instance takes a thousand
// bytes and some fifty steps, so that only an input that is made to cost work
// comes near.
const freeSteps = 1 << 20

// meter counts the steps in which references are followed: references looked
// at, instances found, blocks compared. Once over, it stays so: what is not
// followed by then is unresolved, and never known to be absent.
type meter struct {
	left int64
	over bool
}

// take charges n steps and reports whether they may be taken.
func (m *meter) take(n int64) bool {
	m.left -= n
	m.over = m.over || m.left < 0
	return !m.over
}

func (m *meter) diagnostics() []finding.Diagnostic {
	if !m.over {
		return nil
	}
	return []finding.Diagnostic{{
		Severity: finding.DiagnosticWarning, Summary: "too many references",
		Detail: "following the references of this plan takes more work than a plan of its size may take; " +
			"controls that depend on the other references are unknown: split the configuration, or scan its parts",
	}}
}
