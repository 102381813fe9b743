package scan

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// BenchmarkRepository scans a repository of 5,000 Terraform files of which five
// matter. It is to take no more than three times what reading the files takes.
func BenchmarkRepository(b *testing.B) {
	root := b.TempDir()
	for i := range 5000 {
		text := fmt.Sprintf("resource \"aws_s3_bucket\" \"b%d\" {\n  bucket = \"b%d\"\n  tags   = local.tags\n}\n\n", i, i)
		if i%1000 == 0 {
			text = fmt.Sprintf("resource \"aws_ecr_repository\" \"r\" {\n  name = \"r%d\"\n}\n\n", i)
		}
		text += strings.Repeat("resource \"aws_route53_record\" \"r\" {\n  zone_id = aws_route53_zone.primary.zone_id\n  name    = \"www.example.com\"\n}\n\n", 20)
		writeFile(b, filepath.Join(root, fmt.Sprintf("team%d/stack%d/part%d.tf", i/500, i/5, i%5)), text)
	}
	b.Run("scan", func(b *testing.B) {
		a := assessor(b)
		b.ReportAllocs()
		var reading time.Duration
		for b.Loop() {
			report := run(b, a, root)
			if len(report.Inputs) != 5 {
				b.Fatalf("%d roots", len(report.Inputs))
			}
			b.StopTimer()
			reading += readAll(b, root)
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed())/float64(reading), "of-reading")
	})
}

// readAll reads every file below a directory, one after the other.
func readAll(b *testing.B, root string) time.Duration {
	b.Helper()
	start := time.Now()
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			_, err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkModules scans a root module that calls a module of the size of the
// public ones for EKS, with ten node groups.
func BenchmarkModules(b *testing.B) {
	root := b.TempDir()
	var groups, variables, outputs strings.Builder
	for i := range 10 {
		fmt.Fprintf(&groups, "    g%d = { min_size = %d, instance_types = [\"m5.large\"], remote_access = { ssh_key = \"k\" } }\n", i, i)
	}
	for i := range 150 {
		fmt.Fprintf(&variables, "variable \"v%d\" {\n  type    = any\n  default = { a = [1, 2, 3], b = null }\n}\n", i)
		fmt.Fprintf(&outputs, "output \"o%d\" {\n  value = try(var.v%d.a[0], local.n%d, null)\n}\n", i, i, i)
		fmt.Fprintf(&outputs, "locals {\n  n%d = { for k, v in try(var.v%d, {}) : k => v if v != null }\n}\n", i, i)
	}
	writeFile(b, filepath.Join(root, "main.tf"), "module \"eks\" {\n  source       = \"./eks\"\n  cluster_name = \"c\"\n  node_groups = {\n"+groups.String()+"  }\n}\n")
	writeFile(b, filepath.Join(root, "eks", "variables.tf"), variables.String()+outputs.String())
	writeFile(b, filepath.Join(root, "eks", "main.tf"), `
variable "cluster_name" { type = string }
variable "create" { default = true }
variable "node_groups" {
  type    = any
  default = {}
}
resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = "${var.cluster_name}-role"
  assume_role_policy = data.aws_iam_policy_document.assume[0].json
}
data "aws_iam_policy_document" "assume" {
  count = var.create ? 1 : 0
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}
resource "aws_eks_cluster" "this" {
  count    = var.create ? 1 : 0
  name     = var.cluster_name
  role_arn = try(aws_iam_role.this[0].arn, null)
  vpc_config {
    subnet_ids = ["subnet-1"]
  }
  dynamic "encryption_config" {
    for_each = var.create ? [1] : []
    content {
      resources = ["secrets"]
      provider {
        key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k"
      }
    }
  }
}
module "node_group" {
  source         = "./node-group"
  for_each       = { for k, v in var.node_groups : k => v if var.create }
  cluster_name   = aws_eks_cluster.this[0].name
  name           = try(each.value.name, each.key)
  min_size       = try(each.value.min_size, 1)
  instance_types = try(each.value.instance_types, null)
  remote_access  = try(each.value.remote_access, {})
}
`)
	writeFile(b, filepath.Join(root, "eks", "node-group", "main.tf"), `
variable "cluster_name" {}
variable "name" {}
variable "min_size" {}
variable "instance_types" {}
variable "remote_access" { default = {} }
`+variables.String()+outputs.String()+`
resource "aws_iam_role" "this" {
  name               = "${var.name}-node"
  assume_role_policy = "{}"
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = { for k in ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy"] : k => "arn:aws:iam::aws:policy/${k}" }
  policy_arn = each.value
  role       = aws_iam_role.this.name
}
resource "aws_eks_node_group" "this" {
  cluster_name   = var.cluster_name
  node_role_arn  = aws_iam_role.this.arn
  subnet_ids     = ["subnet-1"]
  instance_types = var.instance_types
  scaling_config {
    min_size     = var.min_size
    max_size     = 3
    desired_size = 1
  }
  dynamic "remote_access" {
    for_each = length(var.remote_access) > 0 ? [var.remote_access] : []
    content {
      ec2_ssh_key = try(remote_access.value.ssh_key, null)
    }
  }
}
`)
	a := assessor(b)
	b.ReportAllocs()
	for b.Loop() {
		if report := run(b, a, root); report.Inputs[0].Resources != 52 {
			b.Fatalf("%d resources", report.Inputs[0].Resources)
		}
	}
}

// BenchmarkDoublingModules scans modules that call the next one twice, thirty deep,
// from one root module and from a hundred.
func BenchmarkDoublingModules(b *testing.B) {
	for _, roots := range []int{1, 100} {
		b.Run(fmt.Sprint(roots), func(b *testing.B) {
			dir := b.TempDir()
			doubling(b, dir, roots, 30)
			a := assessor(b)
			b.ReportAllocs()
			for b.Loop() {
				if report := run(b, a, dir); len(report.Inputs) != roots {
					b.Fatalf("%d inputs", len(report.Inputs))
				}
			}
		})
	}
}

func assessor(tb testing.TB) *assess.Assessor {
	tb.Helper()
	catalogue, err := benchmark.Open(benchmark.Default)
	if err != nil {
		tb.Fatal(err)
	}
	a, err := assess.New(catalogue, controls.Table(), setting.Settings{}, assess.Selection{})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func run(tb testing.TB, a *assess.Assessor, path string) *finding.Report {
	tb.Helper()
	report, _, errs := Run(context.Background(), []string{path}, Options{Assessor: a})
	if len(errs) > 0 {
		tb.Fatal(errs)
	}
	return report
}

func writeFile(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
}
