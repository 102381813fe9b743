package source

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// What the environment says is not counted in addresses: two secrets of different
// lengths show the same. Whether there is an instance does show.
func TestSecretsAreNotCounted(t *testing.T) {
	const text = `
-- main.tf --
variable "s" {
  type = string
}
resource "test_thing" "counted" {
  count = length(var.s)
}
module "counted" {
  source = "./m"
  count  = index(["a", "b", "c", "d"], substr(var.s, 0, 1))
}
resource "test_thing" "there" {
  count = var.s == "" ? 0 : 1
}
-- m/main.tf --
resource "test_thing" "inside" {}
`
	shows := func(secret string) string {
		o := judged()
		o.Environment = func(name string) string { return map[string]string{"TF_VAR_s": secret}[name] }
		return printable(load(t, tree(t, text), ".", o))
	}
	short, long := shows("ccc"), shows("ddddddd")
	if short != long {
		t.Errorf("one shows\n%s\nthe other shows\n%s", short, long)
	}
	if !strings.Contains(short, "test_thing.there[0]") {
		t.Errorf("no instance of the resource that is there:\n%s", short)
	}
}

// What is written in a file that git ignores does not show, whoever refers to it;
// unless git ignores all of the source, as where a program wrote it.
func TestIgnoredSourceDoesNotShow(t *testing.T) {
	files := func(secret string) string {
		return `
-- main.tf --
locals {
  o = ""
}
resource "test_thing" "it" {
  for_each = toset([local.o, var.v, var.j, module.m.out, local.file])
  value    = "a-${local.o}-${var.v}-${var.j}-${module.m.out}-${local.file}"
}
module "m" {
  source = "./m"
}
-- local_override.tf --
locals {
  o = "` + secret + `"
}
-- private.tf --
variable "v" {
  default = "` + secret + `"
}
locals {
  file = templatestring("$${x}", { x = "` + secret + `" })
}
-- private.tf.json --
{"variable": {"j": {"default": "` + secret + `"}}}
-- m/private.tf --
output "out" {
  value = "` + secret + `"
}
`
	}
	shows := func(secret string, all bool) string {
		f := opened(t, tree(t, files(secret)))
		f.Withhold(func(name string) bool { return all || name != "main.tf" })
		root, err := Load(t.Context(), f, ".", judged())
		if err != nil {
			t.Fatal(err)
		}
		return printable(root)
	}
	if one, other := shows("hidden-word-7", false), shows("other-words-19", false); one != other {
		t.Errorf("one shows\n%s\nthe other shows\n%s", one, other)
	}
	if all := shows("hidden-word-7", true); !strings.Contains(all, "a-hidden-word-7-hidden-word-7-hidden-word-7") {
		t.Errorf("generated source does not show:\n%s", all)
	}
}

// The workspace of the environment and the values of an ignored file of variables
// are used, and do not show.
func TestWithheldDoesNotShow(t *testing.T) {
	const text = `
-- main.tf --
variable "v" {
  type = string
}
resource "test_thing" "it" {
  for_each = toset([terraform.workspace, var.v])
  value    = "${terraform.workspace}-${var.v}"
}
resource "test_thing" "there" {
  count = terraform.workspace == "x" || var.v == "x" ? 0 : 1
}
`
	shows := func(secret string, withheld bool) string {
		o := judged()
		if withheld {
			o.SelectedWorkspace = secret
		} else {
			o.Workspace = secret
		}
		o.Given = map[string]Given{"v": {Value: cty.StringVal(secret), Withheld: withheld}}
		return printable(load(t, tree(t, text), ".", o))
	}
	one, other := shows("hidden-word-7", true), shows("other-words-19", true)
	if one != other || !strings.Contains(one, "test_thing.there[0]") {
		t.Errorf("one shows\n%s\nthe other shows\n%s", one, other)
	}
	if given := shows("hidden-word-7", false); !strings.Contains(given, "hidden-word-7-hidden-word-7") {
		t.Errorf("what an argument says does not show:\n%s", given)
	}
}
