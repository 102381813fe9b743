package acceptance

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	cisbench "github.com/cisbench/terraform-provider-cisbench/internal/provider"
)

// mirroredAWS is the folder of the newest AWS provider in a filesystem mirror.
// A test is skipped where there is none.
func mirroredAWS(t *testing.T) string {
	t.Helper()
	var mirrors []string
	if named := os.Getenv("CISBENCH_PROVIDER_MIRROR"); named != "" {
		mirrors = append(mirrors, named)
	} else {
		// Where Terraform looks by itself, and one folder below the usual places.
		mirrors = append(mirrors, "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins")
		if home, err := os.UserHomeDir(); err == nil {
			mirrors = append(mirrors, filepath.Join(home, ".terraform.d", "plugins"), filepath.Join(home, ".local", "share", "terraform", "plugins"))
		}
		mirrors = append(mirrors, "/opt/*", "/srv/*", "/usr/local/*")
	}
	version := func(path string) string { return filepath.Base(filepath.Dir(path)) }
	for _, mirror := range mirrors {
		found, err := filepath.Glob(filepath.Join(mirror, "registry.terraform.io", "hashicorp", "aws", "*", runtime.GOOS+"_"+runtime.GOARCH))
		if err == nil && len(found) > 0 {
			return slices.MaxFunc(found, func(a, b string) int { // 5.9.0 before 5.100.0
				return cmp.Or(cmp.Compare(len(version(a)), len(version(b))), cmp.Compare(version(a), version(b)))
			})
		}
	}
	t.Skip("no filesystem mirror with hashicorp/aws (CISBENCH_PROVIDER_MIRROR names one): the real AWS provider is not tested")
	return ""
}

// openReal is a workspace with the real AWS provider. It is asked for plans
// alone, which take no credentials.
func openReal(t *testing.T, config string) *workspace {
	t.Helper()
	if testing.Short() {
		t.Skip("the real AWS provider takes its time")
	}
	aws := mirroredAWS(t)
	w := openFiles(t, map[string]string{"main.tf": strings.Replace(sources, "required_providers {", `required_providers {
    aws = {
      source = "hashicorp/aws"
    }`, 1) + `
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
` + config})
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"hashicorp/aws\" = %q\n  }\n  direct {}\n}\n", filepath.ToSlash(aws))
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+w.write(t, ".terraformrc", overrides),
		reattach(t, map[string]any{cisbench.Address: serve(t, cisbench.Address, cisbench.New(w.getenv, "")())}))
	return w
}

// TestRealAWS holds with the real AWS provider what matters most of what other
// tests hold with [fakeAWS].
func TestRealAWS(t *testing.T) {
	t.Parallel()
	t.Run("postcondition", func(t *testing.T) {
		t.Parallel()
		form := gates()["postcondition of the resource"]
		w := openReal(t, gated("false", form))
		_, out, err := w.plan(t)
		if err == nil {
			t.Errorf("the plan went through:\n%s", out)
		}
		contains(t, out, "Error: Resource postcondition failed", privateOff, turnItOn)
		lacks(t, out, "5.3.1") // the key is created in this plan

		text, _ := os.ReadFile(filepath.Join(w.dir, "main.tf"))
		w.write(t, "main.tf", strings.Replace(string(text), "endpoint_private_access = false", "endpoint_private_access = true", 1))
		if _, out, err := w.plan(t); err != nil {
			t.Errorf("the mended cluster is refused:\n%s", out)
		}
	})
	t.Run("data sources", func(t *testing.T) {
		t.Parallel()
		w := openReal(t, stack("false")+`
resource "aws_ecr_repository" "app" {
  for_each = toset(["shop", "checkout"])
  name     = each.key
}
locals {
  cluster      = aws_eks_cluster.this
  repositories = aws_ecr_repository.app
}
data "cisbench_eks" "local" {
  cluster      = local.cluster
  repositories = local.repositories
}
data "cisbench_eks" "direct" {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "computed" {
  cluster             = local.cluster
  public_access_cidrs = local.cluster.vpc_config[0].public_access_cidrs
}
check "benchmark" {
  assert {
    condition     = data.cisbench_eks.local.passed
    error_message = data.cisbench_eks.local.report_markdown
  }
}
`)
		plan, out, err := w.plan(t)
		if err != nil {
			t.Fatal(out)
		}
		contains(t, out, "private endpoint is off", "images are not scanned on push")
		if err := reads(map[string]string{"data.cisbench_eks.direct": onDependency, "data.cisbench_eks.computed": onUnknown})(plan); err != nil {
			t.Error(err)
		}
		if err := problem("fail", "5.4.2")(plan); err != nil {
			t.Error(err)
		}
	})
}
