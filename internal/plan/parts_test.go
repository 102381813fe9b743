package plan_test

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// TestLoadEmptyState reads what Terraform prints of a state without resources:
// in a new workspace, and after a destroy.
func TestLoadEmptyState(t *testing.T) {
	for _, text := range []string{
		`{"format_version":"1.0"}`,
		`{"format_version":"1.0","terraform_version":"1.11.4"}`,
		`{"format_version":"1.0","terraform_version":"1.11.4","checks":[]}`,
		`{"format_version":"1.0","values":{}}`,
		`{"format_version":"1.0","values":null}`,
		`{"format_version":"1.0","values":{"root_module":{}}}`,
	} {
		if p := mustLoad(t, text); p.Kind != finding.StateInput || p.Resources != 0 {
			t.Errorf("%s: an empty state is read as %s with %d resources", text, p.Kind, p.Resources)
		}
	}
}

// TestLoadParts reads plans of which one part is there, or which say of an
// instance in one part what is not in the other.
func TestLoadParts(t *testing.T) {
	changed := `"resource_changes":[` + entry(`["create"]`, `{}`) + `]`
	full := strings.Replace(bare, `"name":"c"`, `"name":"c","values":{"name":"c"}`, 1)
	tests := map[string]struct {
		parts string
		there bool
	}{
		"changes only":               {changed, true},
		"planned values only":        {`"planned_values":` + full, true},
		"changes are null":           {`"planned_values":` + full + `,"resource_changes":null`, true},
		"targeted":                   {`"planned_values":` + full + `,"resource_changes":[]`, true},
		"nothing known of it yet":    {`"planned_values":` + bare + `,` + changed, true},
		"the changes come first":     {changed + `,"planned_values":` + bare, true},
		"forgotten":                  {`"planned_values":` + bare + `,"resource_changes":[` + entry(`["forget"]`, "null") + `]`, false},
		"deferred, with no values":   {`"planned_values":` + bare + `,"deferred_changes":[{"resource_change":` + entry(`["create"]`, "null") + `}]`, true},
		"only of the state before":   {`"planned_values":{},"prior_state":{"values":` + full + `}`, true},
		"nothing planned, none here": {`"planned_values":{"root_module":{}},"configuration":{}`, false},
	}
	for name, test := range tests {
		p := mustLoad(t, `{"format_version":"1.2",`+test.parts+`}`)
		if got := p.Graph.Find("aws_eks_cluster.c") != nil; got != test.there || p.Kind != finding.PlanInput {
			t.Errorf("%s: in the graph of a %s %v, want %v", name, p.Kind, got, test.there)
		}
	}
}
