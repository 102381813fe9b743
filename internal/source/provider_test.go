package source

import (
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// The place of an instance follows from the configuration that its block or its
// callers name, and from its own region. What no variable says is compared by its
// expression.
func TestPlaces(t *testing.T) {
	root := load(t, tree(t, `
-- main.tofu --
variable "one" {}
variable "two" {}
provider "aws" {
  region = var.one
}
provider "aws" {
  alias   = "same"
  region  = local.one
  profile = null
}
provider "aws" {
  alias  = "other"
  region = var.two
}
provider "aws" {
  alias  = "longer"
  region = "${var.one}-1"
}
provider "aws" {
  alias  = "call"
  region = lower(var.one)
}
provider "aws" {
  alias    = "each"
  for_each = toset(["eu-west-1", "us-east-1"])
  region   = each.value
}
provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}
locals {
  one = var.one
}
resource "aws_ecr_repository" "default" {}
resource "aws_ecr_repository" "same" {
  provider = aws.same
}
resource "aws_ecr_repository" "other" {
  provider = aws.other
}
resource "aws_ecr_repository" "longer" {
  provider = aws.longer
}
resource "aws_ecr_repository" "call" {
  provider = aws.call
}
resource "aws_ecr_repository" "ireland" {
  provider = aws.ireland
}
resource "aws_ecr_repository" "virginia" {
  provider = aws.each["us-east-1"]
}
resource "aws_ecr_repository" "each" {
  for_each = toset(["eu-west-1", "us-east-1"])
  provider = aws.each[each.key]
}
resource "aws_ecr_repository" "own" {
  region = var.two
}
module "m" {
  source    = "./m"
  for_each  = toset(["eu-west-1", "us-east-1"])
  providers = { aws = aws.each[each.key] }
  region    = var.two
}
-- m/main.tofu --
variable "region" {}
resource "aws_ecr_repository" "inherits" {}
resource "aws_ecr_repository" "own" {
  region = var.region
}
`), ".", Options{Reads: []control.Read{{Types: []string{"aws_ecr_repository"}}}})
	find := func(address string) *graph.Resource {
		r := root.Graph.Find(address)
		if r == nil {
			t.Fatalf("no %s", address)
		}
		return r
	}
	const repository = "aws_ecr_repository."
	for _, test := range []struct {
		a, b string
		want graph.Sameness
	}{
		{repository + "default", repository + "same", graph.Same},
		{repository + "default", repository + "other", graph.Undetermined},
		{repository + "default", repository + "longer", graph.Undetermined},
		{repository + "default", repository + "call", graph.Undetermined},
		{repository + "call", repository + "call", graph.Same},
		{repository + "virginia", repository + "ireland", graph.Different},
		{repository + `each["eu-west-1"]`, repository + "ireland", graph.Same},
		{repository + `each["us-east-1"]`, repository + "virginia", graph.Same},
		{repository + `each["us-east-1"]`, repository + `each["eu-west-1"]`, graph.Different},
		{`module.m["us-east-1"].aws_ecr_repository.inherits`, repository + "virginia", graph.Same},
		{`module.m["eu-west-1"].aws_ecr_repository.inherits`, repository + "virginia", graph.Different},
		{`module.m["eu-west-1"].aws_ecr_repository.own`, repository + "own", graph.Same},
		{repository + "own", repository + "other", graph.Same},
		{repository + "own", repository + "default", graph.Undetermined},
	} {
		if got := root.Graph.SamePlace(find(test.a), find(test.b)); got != test.want {
			t.Errorf("%s and %s: %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

// A data source of the region has that of its own argument, or of its instance of
// the configuration.
func TestRegionOfAnInstance(t *testing.T) {
	root := load(t, tree(t, `
-- main.tofu --
provider "aws" {
  alias    = "each"
  for_each = toset(["eu-west-1"])
  region   = each.value
}
data "aws_region" "each" {
  provider = aws.each["eu-west-1"]
}
data "aws_region" "named" {
  name = "ap-east-1"
}
data "aws_region" "own" {
  region = "sa-east-1"
}
resource "aws_ecr_repository" "r" {
  name = "${data.aws_region.each.name} ${data.aws_region.named.region} ${data.aws_region.own.name}"
}
`), ".", Options{Reads: []control.Read{{Types: []string{"aws_ecr_repository"}}}})
	const want = "eu-west-1 ap-east-1 sa-east-1"
	if name := root.Graph.Find("aws_ecr_repository.r").Attr("name"); !name.Is(want) {
		t.Errorf("%#v, want %s", name.Cty(), want)
	}
}

// Locals that refer to each other end the comparison.
func TestSymbolEnds(t *testing.T) {
	root := load(t, tree(t, `
-- main.tf --
locals {
  a = "${local.b}-1"
  b = "${local.a}-1"
}
resource "aws_ecr_repository" "x" {
  region = local.a
}
resource "aws_ecr_repository" "y" {
  region = local.a
}
`), ".", Options{Reads: []control.Read{{Types: []string{"aws_ecr_repository"}}}})
	if got := root.Graph.SamePlace(root.Graph.Find("aws_ecr_repository.x"), root.Graph.Find("aws_ecr_repository.y")); got != graph.Undetermined {
		t.Errorf("%v", got)
	}
}
