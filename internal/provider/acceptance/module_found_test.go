package acceptance

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
)

// TestFoundInModule holds what the data source says of a module: where it is
// written, what rests on a default, and what a comment waives.
func TestFoundInModule(t *testing.T) {
	type found struct{ Control, Status, Address, Attribute, File, Waived, Line string }
	for name, test := range map[string]struct {
		arguments string // of the data source
		call      string // of the module
		cluster   string // in front of the cluster
		want      []found
		passed    bool
		warns     []string
	}{
		"a failure": {
			arguments: handed, call: `public = true`,
			want: []found{
				{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"},
				{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "", "37"},
			},
		},
		"nothing": {arguments: handed, passed: true},
		"null is null, as in a call": {
			arguments: `
  controls  = ["5.4.2"]
  variables = { name = var.name, public = null, cidrs = var.cidrs }`, // so the endpoint is AWS's default: on
			want: []found{{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "", "37"}},
		},
		"a default that passes": {
			arguments: `controls = ["5.4.2"]`, call: `public = true`, passed: true, // which is why it warns
			warns: []string{"Warning: Defaults were judged", "rests on the default of var.cidrs, var.public, which a caller may have set to something else", "variables = { cidrs = var.cidrs, public = var.public }"},
		},
		"a default that fails": {
			arguments: `
  controls  = ["5.4.1"]
  variables = { public = true }`, passed: true,
			want:  []found{{"5.4.1", "manual", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"}},
			warns: []string{"rests on the default of var.cidrs, which"},
		},
		"a comment that waives": {
			arguments: handed, call: `public = true`, passed: true,
			cluster: "# cisbench:ignore=5.4.1,5.4.2:the office's network moves",
			want: []found{
				{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "the office's network moves", "38"},
				{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "the office's network moves", "37"},
			},
		},
		"a comment that another caller needs": {
			arguments: handed, passed: true,
			cluster: "# cisbench:ignore=5.4.1,5.4.2:the office's network moves",
		},
		"a comment whose date is past": {
			arguments: handed + `
  exclude = ["5.4.2"]`, call: `public = true`,
			cluster: "# cisbench:ignore=5.4.1:exp=2024-01-31:the office's network moves",
			want:    []found{{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"}},
			warns:   []string{"Warning: Inline waiver of 5.4.1 expired on 2024-01-31", "modules/eks/main.tf:29: what it is for counts again"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			module := library(test.arguments, "")
			if test.cluster != "" { // in the line above it, which is empty
				module = strings.Replace(module, "\n\nresource \"aws_eks_cluster\"", "\n"+test.cluster+"\nresource \"aws_eks_cluster\"", 1)
			}
			w := openFiles(t, caller("name = \"demo\"\n"+test.call, module))
			plan, out, err := w.plan(t)
			if err != nil {
				t.Fatal(out)
			}
			contains(t, out, test.warns...)
			if len(test.warns) == 0 {
				lacks(t, out, "Warning:")
			}
			var got []found
			for _, f := range output(t, plan, "failures")["failures"].([]any) {
				of := f.(map[string]any)
				text := func(name string) string { return fmt.Sprint(of[name]) }
				got = append(got, found{text("control"), text("status"), text("address"), text("attribute"), filepath.ToSlash(text("file")), text("waived"), text("line")})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if passed := output(t, plan, "failures")["passed"]; passed != test.passed {
				t.Errorf("passed is %v", passed)
			}
		})
	}
}

// TestWorkspace: what terraform.workspace decides is judged as it is told.
func TestWorkspace(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + `
resource "aws_ecr_repository" "app" {
  name = "app"
  image_scanning_configuration {
    scan_on_push = terraform.workspace != "lab"
  }
}
data "cisbench_eks" "default" {
  source   = path.module
  controls = ["5.1.1"]
}
data "cisbench_eks" "lab" {
  source    = path.module
  workspace = "lab"
  controls  = ["5.1.1"]
}
output "passed" {
  value = {
    default = data.cisbench_eks.default.passed
    lab     = data.cisbench_eks.lab.passed
  }
}
`})
	plan, out, err := w.plan(t)
	if err != nil {
		t.Fatal(out)
	}
	if diff := cmp.Diff(map[string]any{"default": true, "lab": false}, output(t, plan, "passed")); diff != "" {
		t.Errorf("passed (-want +got):\n%s", diff)
	}
}

// output is an object among a plan's outputs.
func output(t *testing.T, plan *tfjson.Plan, name string) map[string]any {
	t.Helper()
	value, ok := plan.PlannedValues.Outputs[name].Value.(map[string]any)
	if !ok {
		t.Fatalf("output %s is %v: expected an object", name, plan.PlannedValues.Outputs[name])
	}
	return value
}
