package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// noteCoverage says in the report how many checks of each controls file are evaluated. It
// warns of a check that no evaluator decides but whose title resembles a control's: such a
// file looks as if it were checked in full.
func noteCoverage(r *finding.Report, b *benchmark.Benchmark) {
	for _, p := range b.Parts {
		own := !slices.ContainsFunc(p.Controls(), func(c benchmark.Control) bool { return c.Rule == nil })
		if p.File == "" || own {
			continue
		}
		evaluated, checks := p.Evaluated()
		text := fmt.Sprintf("%s: %d of %s evaluated", p.File, evaluated, plural(checks, "check"))
		byKey, version := []string{}, ""
		for _, c := range p.Controls() {
			if c.AsOf != "" {
				byKey, version = append(byKey, c.ID), c.AsOf
			}
			if c.Near != "" && c.Type != "skip" {
				r.Diagnostics = append(r.Diagnostics, finding.Diagnostic{
					Severity: finding.DiagnosticWarning,
					Summary:  fmt.Sprintf("%s: check %s is not evaluated: its title resembles that of %s, but is none that the benchmark has", p.File, c.ID, c.Near),
					Detail:   "add \"key: " + c.Near + "\" to have it evaluated",
					Input:    finding.NoInput,
				})
			}
		}
		if len(byKey) > 0 {
			text += fmt.Sprintf("; %s by key, as %s asks", strings.Join(byKey, ", "), version)
		}
		r.Diagnostics = append(r.Diagnostics, finding.Diagnostic{Severity: finding.DiagnosticNote, Summary: text, Input: finding.NoInput})
	}
	r.Conclude()
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
