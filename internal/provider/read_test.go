package provider

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
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
			acceptance(t, resource.TestStep{Config: test.config, ConfigPlanChecks: planned(reads(test.want))})
		})
	}
}

// TestWhenReadInFolders holds the same across a module call, and for resources
// under for_each, neither of which terraform-plugin-testing takes.
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

// TestUpdate: once the resource is there, a reference to it defers nothing.
func TestUpdate(t *testing.T) {
	text := stack("true") + `
data "cisbench_eks" "this" {
  cluster = aws_eks_cluster.this
}`
	acceptance(t,
		resource.TestStep{Config: text, ConfigPlanChecks: planned(reads(map[string]string{"data.cisbench_eks.this": onDependency}))},
		resource.TestStep{Config: text, ConfigPlanChecks: planned(reads(nil))},
	)
}
