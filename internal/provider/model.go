package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// model is the data source as Terraform has it.
type model struct {
	Source    types.String  `tfsdk:"source"`
	Variables types.Dynamic `tfsdk:"variables"`
	Workspace types.String  `tfsdk:"workspace"`

	Cluster           types.Object `tfsdk:"cluster"`
	PublicAccessCIDRs types.List   `tfsdk:"public_access_cidrs"`
	Repositories      types.Map    `tfsdk:"repositories"`

	Benchmark   types.String `tfsdk:"benchmark"`
	Controls    types.List   `tfsdk:"controls"`
	Exclude     types.List   `tfsdk:"exclude"`
	FailOn      types.String `tfsdk:"fail_on"`
	MinSeverity types.String `tfsdk:"min_severity"`

	ApprovedRegistries      types.List   `tfsdk:"approved_registries"`
	ThirdPartyImageScanning types.String `tfsdk:"third_party_image_scanning"`
	NetworkPolicyEngine     types.String `tfsdk:"network_policy_engine"`
	MinPublicPrefix         types.Object `tfsdk:"min_public_prefix"`
	NodeRolePolicies        types.List   `tfsdk:"node_role_policies"`
	Strict                  types.Bool   `tfsdk:"strict"`

	Findings       types.List   `tfsdk:"findings"`
	Statuses       types.Map    `tfsdk:"statuses"`
	Passed         types.Bool   `tfsdk:"passed"`
	Summary        types.Object `tfsdk:"summary"`
	ReportMarkdown types.String `tfsdk:"report_markdown"`
}

// chosen reports whether every argument that says how to judge is known, which
// they need not be while a configuration is validated.
func (m model) chosen(ctx context.Context) bool {
	return !slices.ContainsFunc([]attr.Value{
		m.Benchmark, m.Controls, m.Exclude, m.ApprovedRegistries, m.MinPublicPrefix, m.NodeRolePolicies,
	}, func(v attr.Value) bool {
		value, err := v.ToTerraformValue(ctx)
		return err != nil || !value.IsFullyKnown()
	})
}

// assessor is what judges as the arguments say; nil where they are wrong.
func (m model) assessor(ctx context.Context, trouble *diag.Diagnostics) *assess.Assessor {
	b, err := benchmark.Open(m.version())
	if err != nil {
		trouble.AddAttributeError(path.Root("benchmark"), "Unusable benchmark", paragraphs(err))
		return nil
	}
	settings := m.settings(ctx, trouble)
	selection := assess.Selection{Only: list(ctx, m.Controls, trouble), Except: list(ctx, m.Exclude, trouble)}
	if trouble.HasError() {
		return nil
	}
	if err := settings.Check(); err != nil {
		trouble.AddError("Unusable setting", paragraphs(err))
		return nil
	}
	a, err := assess.New(b, controls.Table(), settings, selection)
	if err != nil {
		trouble.AddAttributeError(path.Root("controls"), "Unusable choice of controls", paragraphs(err))
		return nil
	}
	return a
}

func (m model) settings(ctx context.Context, trouble *diag.Diagnostics) setting.Settings {
	s := setting.Settings{
		ApprovedRegistries:      list(ctx, m.ApprovedRegistries, trouble),
		ThirdPartyImageScanning: m.ThirdPartyImageScanning.ValueString(),
		NetworkPolicyEngine:     m.NetworkPolicyEngine.ValueString(),
		NodeRolePolicies:        list(ctx, m.NodeRolePolicies, trouble),
		Strict:                  m.Strict.ValueBool(),
	}
	if !m.MinPublicPrefix.IsNull() {
		var prefix struct {
			IPv4 *int64 `tfsdk:"ipv4"`
			IPv6 *int64 `tfsdk:"ipv6"`
		}
		trouble.Append(m.MinPublicPrefix.As(ctx, &prefix, basetypes.ObjectAsOptions{})...)
		s.MinPublicPrefix = setting.Prefix{IPv4: bits(prefix.IPv4), IPv6: bits(prefix.IPv6)}
	}
	return s
}

// bits is a prefix length that [setting.Settings.Check] can judge: 0 there means
// that none is given, and would let one that is given as 0 through.
func bits(given *int64) int {
	switch {
	case given == nil:
		return 0
	case *given == 0:
		return -1
	}
	return int(*given)
}

func (m model) version() string { return cmp.Or(m.Benchmark.ValueString(), benchmark.Default) }

func (m model) failOn() string { return cmp.Or(m.FailOn.ValueString(), "none") }

// threshold is what counts by fail_on, or by the words that take its place.
func (m model) threshold(failOn string) (finding.Threshold, error) {
	statuses, err := finding.ParseFailOn(failOn)
	return finding.Threshold{Statuses: statuses, Floor: finding.Severity(m.MinSeverity.ValueString())}, err
}

// list is a list's texts; nulls, which a conditional expression leaves, are none.
func list(ctx context.Context, l types.List, trouble *diag.Diagnostics) []string {
	var elements []types.String
	trouble.Append(l.ElementsAs(ctx, &elements, false)...)
	var texts []string
	for _, e := range elements {
		if !e.IsNull() {
			texts = append(texts, e.ValueString())
		}
	}
	return texts
}
