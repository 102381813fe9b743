package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/render"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// checkMode holds the arguments to one of the two ways to say what is judged: a
// module's source, or resources. What is unknown may yet turn out null.
func (m model) checkMode(ctx context.Context, trouble *diag.Diagnostics) {
	given := func(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }
	type argument struct {
		name  string
		value attr.Value
	}
	for _, a := range []argument{{"cluster", m.Cluster}, {"public_access_cidrs", m.PublicAccessCIDRs}, {"repositories", m.Repositories}} {
		if given(m.Source) && given(a.value) {
			trouble.AddAttributeError(path.Root(a.name), "Both source and "+a.name,
				"With source a module is judged by its own files, in which its clusters and repositories are. Remove "+a.name+
					", or source; where both are to be judged, write two data sources.")
		}
	}
	for _, a := range []argument{{"variables", m.Variables}, {"workspace", m.Workspace}} {
		if m.Source.IsNull() && given(a.value) {
			trouble.AddAttributeError(path.Root(a.name), sentence(a.name)+" without source",
				"It is for the module whose files are judged. Add source = path.module, or remove "+a.name+".")
		}
	}
	if given(m.Source) && strings.TrimSpace(m.Source.ValueString()) == "" {
		trouble.AddAttributeError(path.Root("source"), "Empty source",
			"Expected the directory of a module, such as path.module.")
	}
	if given(m.Variables) && !m.Variables.IsUnderlyingValueUnknown() && !m.Variables.IsUnderlyingValueNull() {
		v, err := ctyOf(ctx, m.Variables)
		if err != nil || !v.Type().IsObjectType() {
			trouble.AddAttributeError(path.Root("variables"), "Unusable variables",
				"Expected an object with values of the module's variables by their names, such as "+
					"{ endpoint_public_access = var.endpoint_public_access }.")
		}
	}
}

// module judges the files of the module in source.
func (m model) module(ctx context.Context, a *assess.Assessor, from string, trouble *diag.Diagnostics) *finding.Report {
	variables, err := ctyOfType(ctx, m.Variables)
	if err != nil {
		trouble.AddAttributeError(path.Root("variables"), "Unusable variables", paragraphs(err))
		return nil
	}
	var given map[string]cty.Value
	if !variables.IsNull() {
		given = variables.AsValueMap()
	}
	judged, err := scan.Module{
		Assessor:  a,
		Tool:      finding.Tool{Name: "cisbench"},
		Dir:       m.Source.ValueString(),
		From:      from,
		Given:     given,
		Workspace: m.Workspace.ValueString(),
	}.Judge(ctx)
	if err != nil {
		trouble.AddAttributeError(path.Root("source"), "Module not judged", paragraphs(err))
		return nil
	}
	// Elsewhere the same module may fail by what it passes by here.
	report := a.Waive(judged.Report, assess.Waivers{Suppressions: judged.Suppressions, Today: time.Now().UTC(), Partial: true})
	for _, d := range report.Diagnostics {
		if d.Severity == finding.DiagnosticWarning {
			trouble.AddAttributeWarning(path.Root("source"), sentence(d.Summary), remark(d))
		}
	}
	if names := judged.Defaults; len(names) > 0 {
		trouble.AddAttributeWarning(path.Root("variables"), "Defaults were judged",
			fmt.Sprintf("What is said of the module in %s rests on the default of var.%s, which a caller may have set to something else: "+
				"a pass by a default is no pass for that caller, and a failure by one is manual. Hand over what the module has: %s.",
				render.Visible(m.Source.ValueString()), strings.Join(names, ", var."), handOver(names)))
	}
	if len(onSubjects(report.Findings)) == 0 {
		trouble.AddAttributeWarning(path.Root("source"), "Nothing to judge",
			fmt.Sprintf("With these variables the module in %s has nothing that the chosen controls judge. Is it the right directory? "+
				"Where a module may create nothing, give the data source a count.", render.Visible(m.Source.ValueString())))
	}
	return report
}

// remark is a diagnostic's place and detail.
func remark(d finding.Diagnostic) string {
	text := sentence(d.Detail)
	if d.Location != nil {
		text = strings.TrimSuffix(place(d.Location)+": "+d.Detail, ": ")
	}
	return render.Visible(text) + "."
}

// paragraphs ends each line of an error as a sentence.
func paragraphs(err error) string { return strings.ReplaceAll(message(err), "\n", ".\n") + "." }

// message is an error's text as Terraform may print it.
func message(err error) string { return disarmed(strings.TrimRight(err.Error(), "\n")) }

// disarmed makes the lines of a text safe to print: see [render.Visible].
func disarmed(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = render.Visible(line)
	}
	return strings.Join(lines, "\n")
}

// place is a file and line as Terraform's users click on it.
func place(l *finding.Location) string { return fmt.Sprintf("%s:%d", l.File, l.StartLine) }

func sentence(s string) string {
	if s == "" {
		return s
	}
	return render.Visible(strings.ToUpper(s[:1]) + s[1:])
}

// handOver is the argument that gives variables what the module has.
func handOver(names []string) string {
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, name+" = var."+name)
	}
	return "variables = { " + strings.Join(pairs, ", ") + " }"
}
