package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
)

// text is one attribute of a finding as the data source and the functions give
// it. What a finding does not have is "", not null, so that it can stand in a
// template.
type text struct {
	name  string
	means string
	of    func(finding.Finding, finding.Control) string
}

func texts() []text {
	return []text{
		{"control", "Id of the control, such as `5.4.1`.",
			func(f finding.Finding, _ finding.Control) string { return f.Control }},
		{"title", "Title of the control.",
			func(_ finding.Finding, c finding.Control) string { return c.Title }},
		{"severity", "`critical`, `high`, `medium` or `low`.",
			func(_ finding.Finding, c finding.Control) string { return string(c.Severity) }},
		{"status", "`fail`, `unknown`, `manual`, `pass` or `not-applicable`.",
			func(f finding.Finding, _ finding.Control) string { return string(f.Status) }},
		{"address", "What is judged. In a module's source it is the resource's address there, such as `aws_eks_cluster.this[0]`. Of a resource that is handed over a provider is not told its name: it is `aws_eks_cluster.given`, or `aws_ecr_repository.given[\"app\"]` where there are several. Empty where the control found nothing to judge.",
			func(f finding.Finding, _ finding.Control) string { return f.Address }},
		{"attribute", "The attribute that decided, such as `vpc_config[0].public_access_cidrs`.",
			func(f finding.Finding, _ finding.Control) string { return f.Attribute }},
		{"message", "What was found.",
			func(f finding.Finding, _ finding.Control) string { return f.Message }},
		{"file", "The file in which what decided is written, as seen from where Terraform runs. Empty where no source was read.",
			func(f finding.Finding, _ finding.Control) string { return fileOf(f) }},
		{"waived", "Why a failure does not count: the reason that a `cisbench:ignore` comment in the source gives. Empty where it counts.",
			func(f finding.Finding, _ finding.Control) string { return reasonOf(f) }},
		{"remediation", "How to meet the control in Terraform, in several lines.",
			func(_ finding.Finding, c finding.Control) string { return c.Remediation }},
	}
}

func findingType() types.ObjectType {
	attributes := map[string]attr.Type{}
	for _, text := range texts() {
		attributes[text.name] = types.StringType
	}
	attributes[lineName] = types.Int64Type
	return types.ObjectType{AttrTypes: attributes}
}

// The one attribute of a finding that is no text.
const (
	lineName  = "line"
	lineMeans = "The line in `file`, from 1; 0 where no source was read."
)

func fileOf(f finding.Finding) string {
	if f.Location == nil {
		return ""
	}
	return f.Location.File
}

func lineOf(f finding.Finding) int64 {
	if f.Location == nil {
		return 0
	}
	return int64(f.Location.StartLine)
}

func reasonOf(f finding.Finding) string {
	if f.Waiver == nil {
		return ""
	}
	return f.Waiver.Reason
}

// findingsValue is the list of findings as Terraform has it. Its texts are made
// for an error_message or an output, which Terraform prints: they are disarmed.
func findingsValue(r *finding.Report, findings []finding.Finding) types.List {
	controls := controlsOf(r)
	elements := make([]attr.Value, 0, len(findings))
	for _, f := range findings {
		object := map[string]attr.Value{}
		for _, text := range texts() {
			object[text.name] = types.StringValue(disarmed(text.of(f, controls[f.Control])))
		}
		object[lineName] = types.Int64Value(lineOf(f))
		elements = append(elements, types.ObjectValueMust(findingType().AttrTypes, object))
	}
	return types.ListValueMust(findingType(), elements)
}

// onSubjects keeps the findings on a resource: for what was not given there is
// nothing to say.
func onSubjects(findings []finding.Finding) []finding.Finding {
	var on []finding.Finding
	for _, f := range findings {
		if f.Address != "" {
			on = append(on, f)
		}
	}
	return on
}

// line words a finding for a person who reads nothing else of it: the control,
// where it is written, which resource it is where its name is known or there are
// several, the attribute, what is wrong, and the mend.
func line(f finding.Finding, c finding.Control) string {
	var b strings.Builder
	b.WriteString("CIS " + render.Visible(f.Control) + " (" + string(c.Severity) + "): ")
	if f.Location != nil {
		b.WriteString(render.Visible(place(f.Location)) + ": ")
	}
	if f.Location != nil || strings.Contains(f.Address, "[") {
		b.WriteString(render.Visible(f.Address) + ": ")
	}
	b.WriteString(render.Message(f) + ".")
	if fix := render.Fix(c.Remediation); fix != "" && f.Status == finding.Fail {
		b.WriteString(" Fix: " + render.Visible(fix) + ".")
	}
	return b.String()
}

func lines(r *finding.Report, findings []finding.Finding) []string {
	controls := controlsOf(r)
	all := make([]string, 0, len(findings))
	for _, f := range findings {
		all = append(all, line(f, controls[f.Control]))
	}
	return all
}

func controlsOf(r *finding.Report) map[string]finding.Control {
	controls := make(map[string]finding.Control, len(r.Controls))
	for _, c := range r.Controls {
		controls[c.ID] = c
	}
	return controls
}
