package render

import (
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
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
	return writeJSON(w, sarif.NewReport().AddRun(run))
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

func sarifRule(c finding.Control) *sarif.ReportingDescriptor {
	title := Visible(unlabelled(c.Title))
	full := title
	if fix := Visible(Fix(c.Remediation)); fix != "" {
		full += ". To mend it: " + fix
	}
	help, markdown := remediation(c.Remediation)
	if help == "" {
		help, markdown = title, EscapeMarkdown(title)
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
		WithHelp(text(help).WithMarkdown(markdown)).
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

func sarifResult(i issue, prints fingerprints) *sarif.Result {
	region := sarif.NewRegion().WithStartLine(i.place.line).WithEndLine(i.place.endLine)
	if i.place.column > 0 {
		region.WithStartColumn(i.place.column).WithEndColumn(i.place.endColumn)
	}
	location := sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(uri(i.place.file))).
		WithRegion(region))
	var addresses []string
	for _, f := range firstOf(i.findings, someNames) {
		if f.Address != "" && !slices.Contains(addresses, f.Address) {
			addresses = append(addresses, f.Address)
			location.AddLogicalLocation(sarif.NewLogicalLocation().WithFullyQualifiedName(Visible(f.Address)).WithKind("resource"))
		}
	}
	text := i.text()
	if fix := i.fix(); fix != "" {
		text += ". To mend it: " + fix
	}
	result := sarif.NewRuleResult(Visible(i.control.ID)).
		WithLevel(string(i.level())).
		WithMessage(sarif.NewTextMessage(unlinked(text))).
		WithLocations([]*sarif.Location{location})
	if hash := lineHash(i, prints); hash != "" {
		result.WithPartialFingerprints(map[string]string{"primaryLocationLineHash": hash})
	}
	if i.allWaived() {
		waiver := i.findings[0].Waiver
		kind := "external"
		if waiver.Kind == "inline" {
			kind = "inSource"
		}
		result.AddSuppression(sarif.NewSuppression().WithKind(kind).WithStatus("accepted").WithJustification(waived(waiver)))
	}
	return result
}

// lineHash tells alerts of one rule in one file apart. All that is in a plan is
// on its first line, so that there what it is about does.
func lineHash(i issue, prints fingerprints) string {
	if i.place.inputStandsForFile {
		return prints.of(i)[:16] + ":1"
	}
	return i.place.hash
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

// uri is a path as a relative reference: no segment of it is taken for a scheme.
func uri(file string) string {
	segments := strings.Split(file, "/")
	for n, s := range segments {
		segments[n] = uriSegment(s)
	}
	return strings.Join(segments, "/")
}

func uriSegment(s string) string {
	return strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
}

// unlinked keeps "[text](target)" in a name from becoming a link, as it does in
// a SARIF message (3.11.6).
func unlinked(s string) string {
	return strings.ReplaceAll(s, "](", `]\u{28}`)
}

// cutText shortens a text to so many characters.
func cutText(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
