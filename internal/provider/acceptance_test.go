package provider

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// TestMain names the Terraform that is on this machine, so that none is fetched.
func TestMain(m *testing.M) {
	if path, err := exec.LookPath("terraform"); err == nil {
		os.Setenv("TF_ACC_TERRAFORM_PATH", path)
	}
	os.Exit(m.Run())
}

// needTerraform skips a test where Terraform is absent.
func needTerraform(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not on PATH: how it treats the provider is not tested")
	}
	return path
}

// acceptance runs steps by the real Terraform, with this provider and [fakeAWS].
func acceptance(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	needTerraform(t)
	t.Parallel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"cisbench": providerserver.NewProtocol6WithError(New(os.Getenv)()),
			"aws":      providerserver.NewProtocol6WithError(provider.Provider(fakeAWS{})),
		},
		Steps: steps,
	})
}

// planned checks a step's plan before it is applied.
func planned(check func(*tfjson.Plan) error) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planCheck(check)}}
}

type planCheck func(*tfjson.Plan) error

func (check planCheck) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(req.Plan)
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
