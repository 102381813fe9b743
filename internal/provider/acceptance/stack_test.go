package acceptance

import (
	"os/exec"
	"slices"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
)

// needTerraform skips a test where Terraform is absent.
func needTerraform(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not on PATH: how it treats the provider is not tested")
	}
	return path
}

// deferred returns the data sources that a plan puts off to the apply, with the
// reason that it gives.
func deferred(plan *tfjson.Plan) map[string]string {
	reads := map[string]string{}
	for _, c := range plan.ResourceChanges {
		if c.Mode == tfjson.DataResourceMode && slices.Contains(c.Change.Actions, tfjson.ActionRead) {
			reads[c.Address] = string(c.ActionReason)
		}
	}
	return reads
}

// sources names the providers as a configuration of one's own has to.
const sources = `
terraform {
  required_providers {
    cisbench = {
      source = "cisbench/cisbench"
    }
  }
}
`

// stack is a cluster whose role and key the same plan creates. The private
// endpoint is as given and the public one off.
func stack(private string) string {
	return `
resource "aws_iam_role" "cluster" {
  assume_role_policy = "{}"
}

resource "aws_kms_key" "eks" {}

resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d"]
    endpoint_private_access = ` + private + `
    endpoint_public_access  = false
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }
}
`
}
