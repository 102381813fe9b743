package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// mostListed is how many problems a comment on a pull request lists.
const mostListed = 100

// Atlantis writes what Atlantis decides a policy check from: FAIL and the number
// of failures, or a text that has no such word in it. A name may have it, so that
// a pass gives none. See [Format.ExitZero].
func Atlantis(w io.Writer, r *finding.Report, v View) error {
	failing := v.failing(r) + v.threshold().Incomplete(r)
	var b strings.Builder
	if failing == 0 {
		parts := []string{}
		for _, s := range finding.Statuses() {
			if n := r.Summary.Controls.Of(s); n > 0 && s != finding.Fail {
				parts = append(parts, fmt.Sprintf("%d %s", n, strings.ReplaceAll(string(s), "-", " ")))
			}
		}
		if n := r.Summary.Controls.Fail; n > 0 {
			parts = append(parts, fmt.Sprintf("%d waived or below the threshold", n))
		}
		missing := unreads(r)
		word := "PASS"
		if len(missing) > 0 {
			word = "INCOMPLETE"
		}
		text := word + " - " + count(len(r.Controls), "control") + ": " + strings.Join(parts, ", ")
		if (&page{report: r}).nothing() {
			text = "PASS - " + nothingAssessed(r)
		}
		b.WriteString(text + "\n")
		for _, u := range firstOf(missing, mostListed) {
			line := u.line(r)
			if strings.Contains(strings.ToLower(line), "fail") {
				line = "incomplete: a part of the input was not read"
			}
			b.WriteString("\n" + line + "\n")
		}
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "FAIL - %s\n", count(failing, "failure"))
	all := v.counting(r)
	for _, i := range firstOf(all, mostListed) {
		fmt.Fprintf(&b, "\nFAIL - %s (%s)\n  %s\n", i.title(), i.control.Severity, i.text())
		if where := i.where(); where != "" {
			b.WriteString("  at " + where + "\n")
		}
		if fix := i.fix(); fix != "" {
			b.WriteString("  Fix: " + fix + "\n")
		}
	}
	if more := len(all) - mostListed; more > 0 {
		fmt.Fprintf(&b, "\n… and %d more, which are left out here\n", more)
	}
	for _, u := range firstOf(unreads(r), mostListed) {
		b.WriteString("\n" + u.line(r) + "\n")
	}
	b.WriteString("\n" + tally(r))
	_, err := io.WriteString(w, b.String())
	return err
}

// failing is how many findings count, by the threshold.
func (v View) failing(r *finding.Report) int { return len(v.threshold().Counting(r)) }

// counting are the issues that have a finding that counts.
func (v View) counting(r *finding.Report) []issue {
	t := v.threshold()
	only := *r
	only.Findings = t.Counting(r)
	return issues(&only, v, false, t.Statuses...)
}

func (v View) threshold() finding.Threshold {
	if v.Threshold == nil {
		return finding.Threshold{Statuses: []finding.Status{finding.Fail}}
	}
	return *v.Threshold
}
