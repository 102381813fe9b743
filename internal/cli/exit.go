package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// The exit codes. Trouble wins over findings: a report that is not whole must
// not pass for one.
const (
	codeOK       = 0
	codeFindings = 1 // something counts, by --fail-on and --min-severity
	codeTrouble  = 2 // usage, input or tool error
)

// threshold says which findings make the exit code 1.
type threshold struct {
	statuses []finding.Status // none for --fail-on none
	floor    finding.Severity
	soft     bool
}

// counting is what a format that decides by its text takes for a failure.
func (t threshold) counting() *finding.Threshold {
	if t.soft {
		return &finding.Threshold{}
	}
	return &finding.Threshold{Statuses: t.statuses, Floor: t.floor}
}

// judge returns the exit code for a report, and why it is that. A report is
// broken when something that was asked for is missing from it.
func (t threshold) judge(r *finding.Report, broken bool) (code int, why string) {
	counted := finding.Threshold{Statuses: t.statuses, Floor: t.floor}
	because := reasons(counted.Controls(r), counted.Incomplete(r))
	switch {
	case broken:
		return codeTrouble, "exit 2, because an input was not scanned"
	case because != "" && t.soft:
		return codeOK, "exit 0 by --soft-fail, although " + because
	case because != "":
		return codeFindings, "exit 1, because " + because
	case len(t.statuses) == 0:
		return codeOK, "exit 0, by --fail-on none"
	case r.Summary.Findings.Fail > 0 && r.Summary.Findings.Fail == r.Summary.Findings.Waived:
		return codeOK, "exit 0, because all that fails is waived"
	case t.floor != "" && r.Summary.Findings.Fail > 0:
		return codeOK, fmt.Sprintf("exit 0, because nothing of %s severity or above fails", t.floor)
	}
	if !slices.Contains(t.statuses, finding.Fail) && r.Summary.Findings.Fail > 0 {
		return codeOK, "exit 0, by --fail-on"
	}
	if slices.ContainsFunc(r.Inputs, func(in finding.Input) bool { return !in.Complete }) {
		return codeOK, "exit 0, because nothing fails in what was read"
	}
	return codeOK, "exit 0, because nothing fails"
}

func reasons(counts finding.Counts, incomplete int) string {
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 control "+one)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d controls %s", n, many))
		}
	}
	add(counts.Fail, "fails", "fail")
	add(counts.Unknown, "is unknown", "are unknown")
	add(counts.Manual, "is manual", "are manual")
	switch {
	case incomplete == 1:
		parts = append(parts, "1 input is incomplete")
	case incomplete > 1:
		parts = append(parts, fmt.Sprintf("%d inputs are incomplete", incomplete))
	}
	return strings.Join(parts, ", ")
}
