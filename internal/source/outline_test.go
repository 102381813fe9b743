package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// TestOutline shows each outline with ~ for a gap; "" where there is none.
func TestOutline(t *testing.T) {
	for name, tt := range map[string]struct{ expr, want string }{
		"template":                   {`"arn:${aws_kms_key.a.arn}/x-${1 + 1}"`, `arn:~/x-2`},
		"template, nothing else":     {`"${aws_kms_key.a.arn}"`, ``},
		"jsonencode":                 {`jsonencode({ a = aws_kms_key.a.arn, b = ["x", aws_kms_key.a.key_id], c = true })`, `{"a":"~","b":["x","~"],"c":true}`},
		"a key":                      {`jsonencode({ "${aws_kms_key.a.arn}:sub" = "x", (aws_kms_key.a.arn) = 1 })`, `{"~:sub":"x","~":1}`},
		"a template within":          {`jsonencode(["${aws_kms_key.a.arn}/*"])`, `["~/*"]`},
		"what must be escaped":       {`jsonencode(["\"${aws_kms_key.a.arn}\\"])`, `["\"~\\"]`},
		"jsonencode in a template":   {`"{\"a\": ${jsonencode([aws_kms_key.a.arn])}}"`, `{"a": ["~"]}`},
		"format":                     {`format("arn:%s/%s", aws_kms_key.a.arn, "x")`, `arn:~/x`},
		"format of numbers":          {`format("%d-%s", 1, aws_kms_key.a.arn)`, ``},
		"format with a sign":         {`format("100%%-%s", aws_kms_key.a.arn)`, ``},
		"format unknown":             {`format(aws_kms_key.a.arn, "x")`, ``},
		"a local":                    {`jsonencode(local.keys)`, `["~"]`},
		"a local of a local":         {`local.policy`, `{"k":["~"]}`},
		"an output":                  {`module.policy.json`, `{"given":"~","many":["~"]}`},
		"an instance's output":       {`module.policies["a"].json`, `{"given":"~","many":["~"]}`},
		"an instance not there":      {`module.policies["b"].json`, ``},
		"the branch taken":           {`var.yes ? "a${aws_kms_key.a.arn}" : "b"`, `a~`},
		"the branch not taken":       {`!var.yes ? "a" : ("b${aws_kms_key.a.arn}")`, `b~`},
		"a branch that is not known": {`aws_kms_key.a.arn == "" ? "a${aws_kms_key.a.arn}" : "b"`, ``},
		"a function's result":        {`upper("a${aws_kms_key.a.arn}")`, ``},
		"a part of a function":       {`"x${upper(aws_kms_key.a.arn)}"`, `x~`},
		"a value partly known":       {`jsonencode(merge({ a = 1 }, { b = aws_kms_key.a.arn }))`, `{"a":1,"b":"~"}`},
		"a text with the gap's own":  {`"\uFFFC${aws_kms_key.a.arn}"`, `~~`},
		"sensitive":                  {`"x${sensitive(aws_kms_key.a.arn)}"`, `x~`},
		"more than a policy has":     {`"${join("", [for i in range(1000) : "0123456789012345678901234567890123456789012345678901234567890123456789"])}${aws_kms_key.a.arn}"`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			root := load(t, tree(t, `
-- main.tf --
resource "aws_kms_key" "a" {}
variable "yes" {
  default = true
}
locals {
  keys   = [aws_kms_key.a.arn]
  policy = jsonencode({ k = local.keys })
}
module "policy" {
  source = "./policy"
  given  = aws_kms_key.a.arn
  many   = local.keys
}
module "policies" {
  source   = "./policy"
  for_each = toset(["a"])
  given    = aws_kms_key.a.arn
  many     = local.keys
}
resource "aws_iam_role" "this" {
  assume_role_policy = `+tt.expr+`
  inline_policy {
    policy = "first"
  }
  inline_policy {
    policy = `+tt.expr+`
  }
}
resource "aws_iam_role" "dynamic" {
  dynamic "inline_policy" {
    for_each = ["x"]
    content {
      policy = `+tt.expr+`
    }
  }
}
-- policy/main.tf --
variable "given" {}
variable "many" {}
output "json" {
  value = jsonencode({ given = var.given, many = var.many })
}
`), ".", judged())
			for _, v := range []graph.Value{
				root.Graph.Find("aws_iam_role.this").Attr("assume_role_policy"),
				root.Graph.Find("aws_iam_role.this").Blocks("inline_policy")[1].Attr("policy"),
			} {
				got, ok := v.Outline()
				if got = strings.ReplaceAll(got, graph.Blank, "~"); got != tt.want || ok != (tt.want != "") {
					t.Errorf("%s: want %q, got %q, %t", v.Path(), tt.want, got, ok)
				}
			}
			if got, ok := root.Graph.Find("aws_iam_role.dynamic").Blocks("inline_policy")[0].Attr("policy").Outline(); ok {
				t.Errorf("of a dynamic block nothing can be told, got %q", got)
			}
		})
	}
}

// TestOutlineIsBounded follows names that lead to more places than there is time for.
func TestOutlineIsBounded(t *testing.T) {
	var locals strings.Builder
	for i := range 30 {
		fmt.Fprintf(&locals, "  l%d = \"${local.l%d}${local.l%d}\"\n", i, i+1, i+1)
		fmt.Fprintf(&locals, "  j%d = [local.j%d, local.j%d]\n", i, i+1, i+1)
	}
	root := load(t, tree(t, `
-- main.tf --
locals {
`+locals.String()+`  l30    = "x${aws_kms_key.a.arn}"
  j30    = [aws_kms_key.a.arn]
  circle = "${local.circle}${local.circle}"
}
resource "aws_kms_key" "a" {}
resource "aws_iam_role" "bomb" {
  assume_role_policy = local.l0
}
resource "aws_iam_role" "json" {
  assume_role_policy = jsonencode(local.j10)
}
resource "aws_iam_role" "circle" {
  assume_role_policy = local.circle
}
`), ".", judged())
	for _, name := range []string{"bomb", "json", "circle"} {
		text, _ := root.Graph.Find("aws_iam_role." + name).Attr("assume_role_policy").Outline()
		if len(text) > mostOutline {
			t.Errorf("%s: an outline of %d bytes", name, len(text))
		}
	}
}
