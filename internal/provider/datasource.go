package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// failOnVariable is the environment variable that takes the place of fail_on, so
// that a stack which fails can be destroyed without an edit.
const failOnVariable = "CISBENCH_FAIL_ON"

// dataSource is cisbench_eks.
type dataSource struct{ where surroundings }

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	if where, ok := req.ProviderData.(surroundings); ok { // nil while a configuration is validated
		d.where = where
	}
}

func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.checkMode(ctx, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && m.chosen(ctx) && checkBenchmark(m.version()) == nil {
		m.assessor(ctx, &resp.Diagnostics)
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.checkMode(ctx, &resp.Diagnostics) // what was unknown while the configuration was validated
	assessor := m.assessor(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	way := m.handedOver
	if !m.Source.IsNull() {
		way = m.module
	}
	report := way(ctx, assessor, d.where.dir, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	d.refuse(m, report, &resp.Diagnostics)
	if err := m.take(report); err != nil {
		resp.Diagnostics.AddError("Unusable fail_on", paragraphs(err))
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// handedOver judges the resources that are arguments.
func (m model) handedOver(ctx context.Context, a *assess.Assessor, _ string, trouble *diag.Diagnostics) *finding.Report {
	resources, err := m.resources(ctx)
	if err != nil {
		trouble.AddError("Unreadable arguments", paragraphs(err))
		return nil
	}
	if len(resources) == 0 {
		trouble.AddWarning("Nothing to judge",
			"Both cluster and repositories are null or empty, and there is no source, so no control says anything. Give at least one of them; "+
				"where a module may create neither, give the data source a count.")
	}
	report, err := judge(a, resources)
	if err != nil {
		trouble.AddError("Assessment failed", paragraphs(err))
	}
	return report
}

// refuse makes an error of what counts by fail_on, or by the environment.
func (d *dataSource) refuse(m model, r *finding.Report, trouble *diag.Diagnostics) {
	failOn, by := m.failOn(), "fail_on"
	if override := d.where.env(failOnVariable); override != "" {
		failOn, by = override, "the environment variable "+failOnVariable
	}
	threshold, err := m.threshold(failOn)
	if err != nil {
		if by == "fail_on" { // what the environment says is not printed
			err = fmt.Errorf("%q: %w", failOn, err)
		}
		trouble.AddError("Unusable value of "+by, paragraphs(err))
		return
	}
	counting := threshold.Counting(r)
	if len(counting) == 0 {
		return
	}
	var controls []string
	for _, f := range counting {
		controls = append(controls, f.Control)
	}
	controls = slices.Compact(controls)
	trouble.AddError(
		fmt.Sprintf("Not up to the benchmark %s: %s", r.Benchmark.Version, strings.Join(controls, ", ")),
		strings.Join(lines(r, counting), "\n\n")+
			fmt.Sprintf("\n\nThis is an error by %s = %q. %s=none in the environment lets it pass, as for terraform destroy.", by, failOn, failOnVariable))
}

// take fills in what is computed.
func (m *model) take(r *finding.Report) error {
	failOn := m.failOn()
	if failOn == "none" {
		failOn = string(finding.Fail)
	}
	threshold, err := m.threshold(failOn)
	if err != nil {
		return err
	}
	statuses := map[string]attr.Value{}
	for _, c := range r.Controls {
		statuses[c.ID] = types.StringValue(string(c.Status))
	}
	m.Findings = findingsValue(r, r.Findings)
	m.Statuses = types.MapValueMust(types.StringType, statuses)
	m.Passed = types.BoolValue(len(threshold.Counting(r)) == 0)
	m.Summary = summaryValue(r.Summary)
	m.ReportMarkdown = types.StringValue(markdown(r))
	return nil
}

func summaryValue(s finding.Summary) types.Object {
	counts := func(c finding.Counts) types.Object {
		by, typ := map[string]attr.Value{}, map[string]attr.Type{}
		for _, status := range finding.Statuses() {
			by[countName(status)] = types.Int64Value(int64(c.Of(status)))
			typ[countName(status)] = types.Int64Type
		}
		return types.ObjectValueMust(typ, by)
	}
	controls, findings := counts(s.Controls), counts(s.Findings.Counts)
	return types.ObjectValueMust(
		map[string]attr.Type{"controls": controls.Type(context.Background()), "findings": findings.Type(context.Background())},
		map[string]attr.Value{"controls": controls, "findings": findings},
	)
}
