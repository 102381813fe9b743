package source

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// TestRefusedDefaults: a default that Terraform refuses is no value. What a caller
// gives, and what a check block or a resource without a certain instance says, decides
// nothing.
func TestRefusedDefaults(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		known bool
	}{
		"none": {map[string]string{"main.tf": ``}, true},
		"a precondition": {map[string]string{"guard.tf": `resource "terraform_data" "g" {
  lifecycle {
    precondition {
      condition     = var.name != ""
      error_message = "No."
    }
  }
}`}, false},
		"a precondition in JSON": {map[string]string{"guard.tf.json": `{"resource": {"terraform_data": {"g": {"lifecycle": {"precondition": {"condition": "${var.name != \"\"}", "error_message": "No."}}}}}}`}, false},
		"a precondition of an output, by a local": {map[string]string{"guard.tf": `locals {
  empty = var.name == ""
}
output "o" {
  value = 1
  precondition {
    condition     = !local.empty
    error_message = "No."
  }
}`}, false},
		"a precondition that the default meets": {map[string]string{"guard.tf": `resource "terraform_data" "g" {
  lifecycle {
    precondition {
      condition     = var.name != "x"
      error_message = "No."
    }
  }
}`}, true},
		"a precondition, and a value": {map[string]string{"terraform.tfvars": `name = "shop"`, "guard.tf": `resource "terraform_data" "g" {
  lifecycle {
    precondition {
      condition     = var.name != "shop"
      error_message = "No."
    }
  }
}`}, true},
		"a precondition of a resource with a count": {map[string]string{"guard.tf": `resource "terraform_data" "g" {
  count = 0
  lifecycle {
    precondition {
      condition     = var.name != ""
      error_message = "No."
    }
  }
}`}, true},
		"a check": {map[string]string{"guard.tf": `check "c" {
  assert {
    condition     = var.name != ""
    error_message = "No."
  }
}`}, true},
		"its validation": {map[string]string{"main.tf": `variable "name" {
  default = ""
  validation {
    condition     = length(var.name) > 2
    error_message = "No."
  }
}
resource "aws_ecr_repository" "r" {
  name = var.name
}`}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files := map[string]string{"main.tf": "variable \"name\" {\n  default = \"\"\n}\nresource \"aws_ecr_repository\" \"r\" {\n  name = var.name\n}\n"}
			for file, text := range test.files {
				if text != "" {
					files[file] = text
				}
			}
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			opened, err := config.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer opened.Close()
			root, err := Load(t.Context(), opened, ".", Options{Reads: []control.Read{{Types: []string{"aws_ecr_repository"}, Arguments: []string{"name"}}}})
			if err != nil {
				t.Fatal(err)
			}
			found := root.Graph.Resources("aws_ecr_repository")
			if len(found) != 1 {
				t.Fatalf("%d repositories, expected one", len(found))
			}
			if v := found[0].Attr("name"); v.Known() != test.known {
				t.Errorf("name is %#v, expected a known one: %t", v.Cty(), test.known)
			}
		})
	}
}
