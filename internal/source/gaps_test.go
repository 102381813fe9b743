package source

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each part that was not read says why, and what the user can do about it.
func TestGapReasons(t *testing.T) {
	root := load(t, tree(t, `
-- main.tf --
module "absent" {
  source = "./absent"
}
module "moved" {
  source = "a/moved/aws"
}
module "new" {
  source = "a/new/aws"
}
module "away" {
  source = "../away"
}
-- both.tf --
locals {
  a = 1
}
-- both.tofu --
locals {
  a = 2
}
-- broken.tf --
resource "test_thing" "t" {
-- terraform.tfvars --
name =
-- .terraform/modules/modules.json --
{"Modules":[{"Key":"moved","Source":"registry.terraform.io/a/moved/aws","Version":"1.0.0","Dir":".terraform/modules/moved"}]}
`), ".", judged())
	var got []string
	for _, gap := range root.Graph.Gaps {
		got = append(got, gap.String())
	}
	slices.Sort(got)
	want := []string{
		"both.tf:1 was not read: both.tofu takes its place for OpenTofu, and Terraform reads this one; --tool says which is run; scan a plan",
		"broken.tf:1 was not read: Unclosed configuration block: there is no closing brace for this block before the end of the file; fix it",
		"module.absent was not read: listing absent: no such file or directory; scan a plan",
		"module.away was not read: listing ../away: it leads outside of the scanned directory, of which nothing is read; scan a plan",
		"module.moved was not read: listing .terraform/modules/moved: no such file or directory; run terraform init (or terraform get), or scan a plan",
		"module.new was not read: a/new/aws is not installed; run terraform init (or terraform get), or scan a plan",
		"terraform.tfvars:1 was not read: Invalid expression: expected the start of an expression; fix it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
