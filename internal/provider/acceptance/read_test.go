package acceptance

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const (
	onDependency = "read_because_dependency_pending"
	onUnknown    = "read_because_config_unknown"
)

// TestWhenRead holds when Terraform reads the data source: at plan, where it can
// stop what is wrong, or only during the apply, and then for which reason.
func TestWhenRead(t *testing.T) {
	const address = "data.cisbench_eks.this"
	for name, test := range map[string]struct {
		config string
		want   map[string]string // what is deferred, and why
	}{
		"a planned resource, directly": {
			config: stack("true") + `
data "cisbench_eks" "this" {
  cluster = aws_eks_cluster.this
}`,
			want: map[string]string{address: onDependency},
		},
		"a planned resource, through a local": {
			config: stack("true") + `
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster = local.cluster
}`,
		},
		"an argument that is known": {
			config: stack("true") + `
variable "cidrs" {
  default = ["203.0.113.0/24"]
}
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster             = local.cluster
  public_access_cidrs = var.cidrs
}`,
		},
		"one unknown leaf": {
			config: stack("true") + `
resource "aws_eip" "office" {}
locals {
  cluster = aws_eks_cluster.this
  cidrs   = ["203.0.113.0/24", "${aws_eip.office.public_ip}/32"]
}
data "cisbench_eks" "this" {
  cluster             = local.cluster
  public_access_cidrs = local.cidrs
}`,
			want: map[string]string{address: onUnknown},
		},
		"a computed argument that the resource leaves out": {
			config: stack("true") + `
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster             = local.cluster
  public_access_cidrs = local.cluster.vpc_config[0].public_access_cidrs
}`,
			want: map[string]string{address: onUnknown},
		},
		"a dynamic attribute with the whole resource": {
			config: stack("true") + `
locals {
  cluster = aws_eks_cluster.this
}
data "aws_dynamic" "this" {
  cluster = local.cluster
}`,
			want: map[string]string{"data.aws_dynamic.this": onUnknown},
		},
		"its own postcondition fed by a planned resource": {
			config: stack("true") + `
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster = local.cluster
  lifecycle {
    postcondition {
      condition     = self.passed && aws_eks_cluster.this.name != ""
      error_message = "not passed"
    }
  }
}`,
			want: map[string]string{address: onDependency},
		},
		"literals": {
			config: `
data "cisbench_eks" "this" {
  cluster = {
    name       = "demo"
    vpc_config = [{ endpoint_private_access = true }]
  }
}`,
		},
		"root variables": {
			config: `
variable "private" {
  default = true
}
data "cisbench_eks" "this" {
  cluster = {
    vpc_config = [{ endpoint_private_access = var.private }]
  }
}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, out, err := openFiles(t, map[string]string{"main.tf": sources + test.config}).plan(t)
			if err != nil {
				t.Fatal(out)
			}
			if err := reads(test.want)(plan); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWhenReadInFolders holds the same across a module call, and for resources
// under for_each.
func TestWhenReadInFolders(t *testing.T) {
	for folder, want := range map[string]map[string]string{
		"module-variable":   nil,
		"module-depends-on": {"module.gate.data.cisbench_eks.this": onDependency},
		"for-each":          nil,
	} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			plan, out, err := openWorkspace(t, filepath.Join("testdata", folder)).plan(t)
			if err != nil {
				t.Fatal(out)
			}
			if err := reads(want)(plan); err != nil {
				t.Error(err)
			}
		})
	}
}

func reads(want map[string]string) func(*tfjson.Plan) error {
	return func(plan *tfjson.Plan) error {
		if want == nil {
			want = map[string]string{}
		}
		if diff := cmp.Diff(want, deferred(plan)); diff != "" {
			return fmt.Errorf("deferred data sources (-want +got):\n%s", diff)
		}
		return nil
	}
}

// TestScanWarns: a scan of the plan says which data source checks nothing, and
// of the plan of a condition that failed it still tells why.
func TestScanWarns(t *testing.T) {
	t.Parallel()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	assessor, err := assess.New(b, controls.Table(), setting.Settings{}, assess.Selection{Only: []string{"5.4.2"}})
	if err != nil {
		t.Fatal(err)
	}
	w := openWorkspace(t, filepath.Join("testdata", "module-depends-on"))
	if _, out, err := w.plan(t); err != nil {
		t.Fatal(out)
	}
	report, _, errs := scan.Run(t.Context(), []string{filepath.Join(w.dir, "plan.json")}, scan.Options{Assessor: assessor})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var warnings []string
	for _, d := range report.Diagnostics {
		warnings = append(warnings, d.Address+": "+d.Summary)
	}
	if diff := cmp.Diff([]string{"module.gate.data.cisbench_eks.this: checks nothing before the apply"}, warnings); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}

	w = openFiles(t, map[string]string{"main.tf": sources + gated("false", gates()["postcondition of the resource"])})
	if _, out, err := w.plan(t); err == nil {
		t.Fatalf("the plan went through:\n%s", out)
	}
	report, _, errs = scan.Run(t.Context(), []string{filepath.Join(w.dir, "plan.json")}, scan.Options{Assessor: assessor, AllowErrored: true})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if got := report.Findings[0]; got.Status != finding.Fail || got.Attribute != "vpc_config[0].endpoint_private_access" {
		t.Errorf("finding %+v: want a failure of the private endpoint", got)
	}
}

// TestUpdate: once the resource is there, a reference to it defers nothing.
func TestUpdate(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + stack("true") + `
data "cisbench_eks" "this" {
  cluster = aws_eks_cluster.this
}`})
	for _, want := range []map[string]string{{"data.cisbench_eks.this": onDependency}, nil} {
		plan, out, err := w.plan(t)
		if err != nil {
			t.Fatal(out)
		}
		if err := reads(want)(plan); err != nil {
			t.Error(err)
		}
		w.must(t, "apply", "-auto-approve", "-no-color")
	}
}
