package render

import (
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// What GitHub's code scanning takes of a SARIF file:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
const (
	mostResults = 25_000
	mostText    = 1024 // characters of a rule's descriptions
)

// home is where the tool comes from.
const home = "https://github.com/cisbench/terraform-provider-cisbench"

// SARIF writes SARIF 2.1.0, as GitHub's code scanning reads it. Results are the
// failures alone: code scanning takes a result of any kind for one. How much is
// not decided stands in the notifications.
func SARIF(w io.Writer, r *finding.Report, v View) error {
	all := issues(r, v, true, finding.Fail)
	shown := firstOf(all, mostResults)

	run := sarif.NewRunWithInformationURI("cisbench", home)
	run.WithColumnKind("unicodeCodePoints")
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID(automationID(r, v)))
	version := strings.TrimPrefix(r.Tool.Version, "v")
	if semantic().MatchString(version) {
		run.Tool.Driver.WithSemanticVersion(version)
	}
	if r.Tool.Version != "" {
		run.Tool.Driver.WithVersion(Visible(r.Tool.Version))
	}
	index := map[string]int{}
	for _, c := range r.Controls {
		index[c.ID] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.AddRule(sarifRule(c))
	}
	prints := newFingerprints()
	for _, i := range shown {
		if _, known := index[i.control.ID]; !known {
			index[i.control.ID] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.AddRule(sarifRule(i.control))
		}
		run.AddResult(sarifResult(i, prints).WithRuleIndex(index[i.control.ID]))
	}
	run.AddInvocation(sarifInvocation(r, len(all)-len(shown)))
	return WriteJSON(w, sarif.NewReport().AddRun(run))
}

func semantic() *regexp.Regexp {
	return regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)
}

// automationID names what is scanned, so that two root modules of a repository do
// not close each other's alerts. Several inputs are named by what they share.
func automationID(r *finding.Report, v View) string {
	var common []string
	for n, in := range r.Inputs {
		dir := v.inRepository(in.Path)
		if in.Kind != finding.SourceInput {
			dir = path.Dir(dir)
		}
		parts := strings.Split(dir, "/")
		if n == 0 {
			common = parts
		}
		for k := range common {
			if k >= len(parts) || parts[k] != common[k] {
				common = common[:k]
				break
			}
		}
	}
	id := "cisbench-eks/"
	for _, part := range common {
		if part != "." && part != "" {
			id += uriSegment(part) + "/"
		}
	}
	return id
}

func sarifInvocation(r *finding.Report, leftOut int) *sarif.Invocation {
	notes := []*sarif.Notification{}
	note := func(l level, text string) {
		notes = append(notes, sarif.NewNotification().WithLevel(string(l)).WithMessage(sarif.NewTextMessage(unlinked(text))))
	}
	complete := true
	for _, d := range r.Diagnostics {
		l, ok := map[finding.DiagnosticSeverity]level{finding.DiagnosticError: levelError, finding.DiagnosticNote: levelNote}[d.Severity]
		if !ok {
			l = levelWarning
		}
		note(l, problem(d))
		complete = complete && l != levelError
	}
	if leftOut > 0 {
		note(levelWarning, fmt.Sprintf("%d failures are left out: code scanning takes %d results of a run", leftOut, mostResults))
	}
	note(levelNote, strings.TrimSpace(tally(r)))
	return sarif.NewInvocation().WithExecutionSuccessful(complete).WithToolExecutionNotifications(notes)
}
