package acceptance

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuideShows: what the guide says that Terraform prints, it prints.
func TestGuideShows(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join(root, "templates", "guides", "fail-the-plan.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```text\n(.*?)\n\n(.*?)\n```").FindStringSubmatch(string(guide))
	if block == nil {
		t.Fatal("expected the guide to show what Terraform prints, in a block of text")
	}
	w := openFiles(t, map[string]string{"main.tf": sources + gated("false", gates()["postcondition of the resource"])})
	_, out, err := w.plan(t)
	if err == nil {
		t.Errorf("the plan went through:\n%s", out)
	}
	for _, paragraph := range block[1:] {
		contains(t, out, strings.Join(strings.Fields(paragraph), " "))
	}
}

// TestOutputs holds what the documents say of results that leave a condition: one
// of a plan in part unknown stays as it is during the apply, and changes with the
// next plan.
func TestOutputs(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + stack("true") + `
output "key" {
  value = [for f in provider::cisbench::eks_findings(aws_eks_cluster.this) : f.status if f.control == "5.3.1"]
}
`})
	apply := []string{"apply", "-auto-approve", "-no-color"}
	contains(t, w.must(t, apply...), `key = [ "unknown", ]`)
	contains(t, w.must(t, apply...), `key = [ "pass", ]`)
}

// TestSensitive: a sensitive part makes the whole result sensitive.
func TestSensitive(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + `
variable "name" {
  default   = "secret"
  sensitive = true
}
output "failures" {
  value = provider::cisbench::ecr_failures({ name = var.name, image_scanning_configuration = [] })
}
`})
	_, out, err := w.plan(t)
	if err == nil {
		t.Errorf("the plan went through:\n%s", out)
	}
	contains(t, out, "Error: Output refers to sensitive values")
}

// TestNothingToJudge: silence must not be taken for a pass.
func TestNothingToJudge(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + `
data "cisbench_eks" "this" {
  cluster = null
}
`})
	contains(t, w.must(t, "plan", "-no-color"), "Warning: Nothing to judge", "Both cluster and repositories are null or empty")
}

// TestValidate: what is wrong whatever the plan will say is refused before it.
func TestValidate(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + stack("true") + `
variable "floor" {
  type = string
}
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster      = local.cluster
  controls     = ["5.4.9"]
  min_severity = var.floor
}
output "failures" {
  value = provider::cisbench::eks_failures(aws_eks_cluster.this)
}
`})
	out, err := w.run("validate", "-no-color")
	if err == nil {
		t.Errorf("validate accepts it:\n%s", out)
	}
	contains(t, out, `unknown control "5.4.9"`)
	text, _ := os.ReadFile(filepath.Join(w.dir, "main.tf"))
	w.write(t, "main.tf", strings.Replace(string(text), "5.4.9", "5.4.2", 1))
	contains(t, w.must(t, "validate", "-no-color"), "Success!")
}
