package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// load reads the module of a tree's root.
func load(t *testing.T, files map[string]string) (*Module, []string) {
	t.Helper()
	m, diags := opened(t, tree(t, files)).Module(".")
	return m, told(diags)
}

// told are diagnostics as "severity file:line: summary".
func told(diags []finding.Diagnostic) []string {
	var all []string
	for _, d := range diags {
		place := ""
		if d.Location != nil {
			place = fmt.Sprintf(" %s:%d", d.Location.File, d.Location.StartLine)
		}
		all = append(all, string(d.Severity)+place+": "+d.Summary)
	}
	return all
}

// outline says what a module declares, one thing a line.
func outline(m *Module, files map[string]string) []string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	text := func(expr hcl.Expression) string {
		if expr == nil {
			return "none"
		}
		r := expr.Range()
		return files[r.Filename][r.Start.Byte:r.End.Byte]
	}
	var body func(prefix string, b *Body)
	body = func(prefix string, b *Body) {
		for _, a := range inOrder(b.Attributes) {
			say("%s.%s = %s", prefix, a.Name, text(a.Expr))
		}
		for _, nested := range b.Blocks {
			name := prefix + "." + strings.Join(append([]string{nested.Type}, nested.Labels...), " ")
			say("%s", name)
			body(name, nested.Body)
		}
	}
	meta := func(prefix string, count, forEach *Attribute) {
		if count != nil {
			say("%s count %s", prefix, text(count.Expr))
		}
		if forEach != nil {
			say("%s for_each %s", prefix, text(forEach.Expr))
		}
	}
	for _, r := range m.Resources {
		name := r.Type + "." + r.Name
		say("%s %s line %d", map[graph.Mode]string{graph.Managed: "managed", graph.Data: "data"}[r.Mode], name, r.Range.Start.Line)
		meta(name, r.Count, r.ForEach)
		if r.Provider != (ProviderRef{}) {
			say("%s provider %v", name, r.Provider)
		}
		body(name, r.Body)
	}
	for _, p := range m.Providers {
		say("provider %v", ProviderRef{Name: p.Name, Alias: p.Alias})
		body("provider "+p.Name, p.Body)
	}
	sorted := func(lines ...string) {
		slices.Sort(lines)
		all = append(all, lines...)
	}
	var lines []string
	for name, v := range m.Variables {
		lines = append(lines, fmt.Sprintf("variable %s %s = %s sensitive %v ephemeral %v nullable %v",
			name, text(v.Type), text(v.Default), v.Sensitive, v.Ephemeral, v.Nullable))
	}
	for name, a := range m.Locals {
		lines = append(lines, fmt.Sprintf("local %s = %s", name, text(a.Expr)))
	}
	for name, o := range m.Outputs {
		lines = append(lines, fmt.Sprintf("output %s = %s sensitive %v", name, text(o.Expr), o.Sensitive))
	}
	for name, source := range m.Required {
		lines = append(lines, fmt.Sprintf("required %s %s", name, source))
	}
	for name, c := range m.Calls {
		line := fmt.Sprintf("module %s %q %q line %d", name, c.Source, c.Version, c.Range.Start.Line)
		for _, a := range inOrder(c.Arguments) {
			line += fmt.Sprintf("; %s = %s", a.Name, text(a.Expr))
		}
		for inner, outer := range c.Providers {
			line += fmt.Sprintf("; provider %s = %v", inner, outer)
		}
		for what, a := range map[string]*Attribute{"count": c.Count} {
			if a != nil {
				line += fmt.Sprintf("; %s %s", what, text(a.Expr))
			}
		}
		lines = append(lines, line)
	}
	sorted(lines...)
	if m.Backend {
		say("backend")
	}
	return all
}

const everything = "\ufeff" + `# A module with one of each.
terraform {
  required_version = ">= 1.5"
  backend "s3" {
    key = "a"
  }
  required_providers {
    aws   = { source = "hashicorp/aws", version = "~> 5.0", configuration_aliases = [aws.east] }
    old   = "~> 1.0"
  }
}
`

func TestModule(t *testing.T) {
	files := map[string]string{"main.tf": everything + `
provider "aws" {
  alias  = "east"
  region = "us-east-1"
  assume_role { role_arn = "r" }
}
variable "a" {
  type      = list(string)
  default   = ["a"]
  sensitive = true
  ephemeral = true
  nullable  = false
  validation {
    condition     = true
    error_message = "x"
  }
}
variable "b" {}
locals { one = 1 }
locals {
  two = "${local.one}" /* an
  odd comment */
  three = <<-EOT
    text # no comment
  EOT
}
output "o" {
  value     = aws_eks_cluster.c.id
  sensitive = true
}
resource "aws_eks_cluster" "c" {
  provider   = aws.east
  count      = var.on ? 1 : 0
  depends_on = [aws_x.y]
  name       = "c"
  vpc_config {
    subnet_ids = []
  }
  dynamic "encryption_config" {
    for_each = local.keys
    content {
      resources = ["secrets"]
    }
  }
  _ {
    count = 3
  }
  lifecycle {
    ignore_changes = [name]
  }
  provisioner "local-exec" {
    command = "true"
  }
  connection {}
}
data aws_subnets s {
  for_each = toset(["a"])
}
module "m" {
  source    = "./m"
  version   = "1.0"
  count     = 2
  providers = { aws = aws.east }
  name      = "n"
}
module "dynamic" {
  source = var.a
}
moved {
  from = a.b
  to   = a.c
}
check "c" {
  data "aws_x" "scoped" {}
}
ephemeral "aws_secret" "s" {}
import {
  to = a.b
  id = "x"
}
removed {
  from = a.d
}
strange "block" {}
`}
	m, diags := load(t, files)
	if diff := cmp.Diff([]string(nil), diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	want := []string{
		"managed aws_eks_cluster.c line 42",
		"aws_eks_cluster.c count var.on ? 1 : 0",
		"aws_eks_cluster.c provider aws.east",
		`aws_eks_cluster.c.name = "c"`,
		"aws_eks_cluster.c.count = 3",
		"aws_eks_cluster.c.vpc_config",
		"aws_eks_cluster.c.vpc_config.subnet_ids = []",
		"aws_eks_cluster.c.dynamic encryption_config",
		"aws_eks_cluster.c.dynamic encryption_config.for_each = local.keys",
		"aws_eks_cluster.c.dynamic encryption_config.content",
		`aws_eks_cluster.c.dynamic encryption_config.content.resources = ["secrets"]`,
		"data aws_subnets.s line 67",
		`aws_subnets.s for_each toset(["a"])`,
		"provider aws.east",
		`provider aws.region = "us-east-1"`,
		"provider aws.assume_role",
		`provider aws.assume_role.role_arn = "r"`,
		"local one = 1",
		"local three = <<-EOT\n    text # no comment\n  EOT",
		`local two = "${local.one}"`,
		`module dynamic "" "" line 77`,
		`module m "./m" "1.0" line 70; name = "n"; provider aws = aws.east; count 2`,
		"output o = aws_eks_cluster.c.id sensitive true",
		"required aws hashicorp/aws",
		`variable a list(string) = ["a"] sensitive true ephemeral true nullable false`,
		"variable b none = none sensitive false ephemeral false nullable true",
		"backend",
	}
	if diff := cmp.Diff(want, outline(m, files)); diff != "" {
		t.Errorf("module (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(hcl.Range{
		Filename: "main.tf",
		Start:    hcl.Pos{Line: 42, Column: 1, Byte: strings.Index(files["main.tf"], "resource ")},
		End:      hcl.Pos{Line: 66, Column: 2, Byte: strings.Index(files["main.tf"], "\ndata aws")},
	}, m.Resources[0].Range); diff != "" {
		t.Errorf("range (-want +got):\n%s", diff)
	}
}

func TestWhichFilesCount(t *testing.T) {
	r := func(name string) string { return `resource "a" "` + name + `" {}` }
	files := map[string]string{
		"b.tf": r("b"), "a.tf": r("a"), "c.tofu": r("c_tofu"), "c.tf": r("c_tf"),
		"d.tf.json":   `{"resource": {"a": {"d_tf": {}}}}`,
		"d.tofu.json": `{"resource": {"a": {"d_tofu": {}}}}`,
		"e.tf":        r("e"), "e.tofu.json": `{"resource": {"a": {"e_json": {}}}}`,
		".hidden.tf": r("hidden"), "x.tf~": r("x"), "#x.tf#": r("x"), "x.tf.bak": r("x"), "x.TF": r("x"),
		"x.tfvars": `x = 1`, "x.tftest.hcl": `run "x" {}`, "x.json": `{"resource": {}}`,
		"sub/x.tf": r("x"), "tf": r("x"), ".tf": r("x"), "b.tofu/main.tf": r("x"),
	}
	m, diags := load(t, files)
	if diff := cmp.Diff([]string{
		"warning b.tofu:1: skipped: reading b.tofu: expected a regular file, found a directory",
		"warning c.tf:1: not read: c.tofu takes its place for OpenTofu, and Terraform reads this one; --tool says which is run",
		"warning d.tf.json:1: not read: d.tofu.json takes its place for OpenTofu, and Terraform reads this one; --tool says which is run",
	}, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	var got []string
	for _, r := range m.Resources {
		got = append(got, r.Name)
	}
	if diff := cmp.Diff([]string{"a", "b", "c_tofu", "d_tofu", "e", "e_json"}, got); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	if len(m.Unread) != 2 || m.Unread[0].Filename != "c.tf" || m.Unread[1].Filename != "d.tf.json" {
		t.Errorf("not read: %v", m.Unread)
	}
}

func TestModuleNotThere(t *testing.T) {
	files := opened(t, tree(t, map[string]string{"a.tf": ""}))
	for _, dir := range []string{"none", "a.tf", "..", "../x", "/"} {
		m, diags := files.Module(dir)
		if m == nil || len(diags) != 1 || diags[0].Severity != finding.DiagnosticError {
			t.Errorf("%s: %v, %v", dir, m, told(diags))
		}
	}
}

func TestModuleIsReadOnce(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("m/f%02d.tf", i)] = fmt.Sprintf("resource \"a\" \"r%02d\" {}\nresource \"a\" \"same\" {}\n", i)
	}
	root := opened(t, tree(t, files))
	modules := make([]*Module, 8)
	diags := make([][]finding.Diagnostic, 8)
	var group sync.WaitGroup
	for i := range modules {
		group.Go(func() { modules[i], diags[i] = root.Module("./m/") })
	}
	group.Wait()
	for i := range modules {
		if modules[i] != modules[0] {
			t.Error("another module")
		}
		if diff := cmp.Diff(diags[0], diags[i]); diff != "" {
			t.Errorf("diagnostics (-first +other):\n%s", diff)
		}
	}
	if len(diags[0]) != 19 || len(modules[0].Resources) != 21 {
		t.Errorf("%d diagnostics, %d resources", len(diags[0]), len(modules[0].Resources))
	}
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	root := tree(t, map[string]string{"a.tf": ""})
	if err := os.Chmod(filepath.Join(root, "a.tf"), 0); err != nil {
		t.Fatal(err)
	}
	_, diags := opened(t, root).Module(".")
	if diff := cmp.Diff([]string{"error a.tf:1: reading a.tf: permission denied"}, told(diags)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}
