package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverrides(t *testing.T) {
	files := map[string]string{
		"main.tf": `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
    tls = { source = "hashicorp/tls" }
  }
}
provider "aws" {
  region  = "a"
  profile = "p"
}
provider "aws" {
  alias  = "east"
  region = "b"
}
variable "v" {
  type      = string
  default   = "a"
  sensitive = true
}
variable "w" {
  default = "w"
}
locals {
  one = 1
  two = 2
}
output "o" {
  value     = 1
  sensitive = true
}
resource "a" "r" {
  count = 1
  name  = "r"
  kept  = true
  inner { x = 1 }
  inner { x = 2 }
  other { y = 1 }
  lifecycle { prevent_destroy = true }
}
module "m" {
  source    = "./a"
  version   = "1"
  providers = { aws = aws.east }
  p         = 1
  q         = 2
}
`,
		"a_override.tf": `resource "a" "r" {
  name = "first"
  dynamic "inner" {
    for_each = []
    content {}
  }
}
locals { one = 10 }
`,
		"b_override.tf.json": `{
  "resource": {"a": {"r": {"name": "second", "provider": "aws.east", "other": {"y": 2}}}},
  "variable": {"v": {"default": "b"}},
  "module": {"m": {"source": "./b", "q": 20, "providers": {"aws": "aws"}}}
}`,
		"override.tf": `terraform {
  backend "local" {}
  required_providers {
    tls  = { source = "acme/tls" }
    more = { source = "acme/more" }
  }
}
provider "aws" {
  region = "c"
}
provider "aws" {
  alias  = "east"
  region = "d"
}
provider "google" {
  region = "g"
}
variable "w" {
  default   = "x"
  sensitive = true
}
output "o" {
  value = 2
}
`,
	}
	m, diags := load(t, files)
	if diff := cmp.Diff([]string(nil), diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	want := []string{
		"managed a.r line 31",
		"a.r count 1",
		"a.r provider aws.east",
		`a.r.name = "second"`,
		`a.r.other = {"y": 2}`,
		"a.r.kept = true",
		"a.r.dynamic inner",
		"a.r.dynamic inner.for_each = []",
		"a.r.dynamic inner.content",
		"provider aws",
		`provider aws.profile = "p"`,
		`provider aws.region = "c"`,
		"provider aws.east",
		`provider aws.region = "d"`,
		"provider google",
		`provider google.region = "g"`,
		"local one = 10",
		"local two = 2",
		`module m "./b" "1" line 40; q = 20; p = 1; provider aws = aws`,
		"output o = 2 sensitive true",
		"required aws hashicorp/aws",
		"required more acme/more",
		"required tls acme/tls",
		`variable v string = "b" sensitive true ephemeral false nullable true`,
		`variable w none = "x" sensitive true ephemeral false nullable true`,
		"backend",
	}
	if diff := cmp.Diff(want, outline(m, files)); diff != "" {
		t.Errorf("module (-want +got):\n%s", diff)
	}
}

func TestDeclarationsThatDoNotCount(t *testing.T) {
	m, diags := load(t, map[string]string{
		"a.tf": "resource \"a\" \"r\" {\n  x = 1\n}\nlocals {\n  l = 1\n}\nvariable \"v\" {\n  default = 1\n  sensitive = local.l == 1\n}\nprovider \"p\" {\n  alias = \"a\"\n}\n",
		"b.tf": "resource \"a\" \"r\" {\n  x = 2\n}\nlocals {\n  l = 2\n}\nvariable \"v\" {}\nprovider \"p\" {\n  alias = \"a\"\n}\ndata \"a\" \"r\" {}\n" +
			"resource \"a\" {}\nresource \"a\" \"b c\" {}\nmodule \"\" {}\nmodule \"m\" {\n  providers = var.p\n}\nresource \"a\" \"s\" {\n  provider = f()\n}\n",
		"override.tf": "resource \"a\" \"none\" {}\nlocals {\n  none = 1\n}\nprovider \"p\" {\n  alias = \"none\"\n}\nvariable \"none\" {}\nmodule \"none\" {}\noutput \"none\" {}\n",
	})
	const nothing = " overrides nothing: expected a declaration of it in a file that is no override file"
	want := []string{
		`error b.tf:12: expected 2 labels behind "resource", found 1`,
		`error b.tf:13: expected a name of letters, digits, "_" and "-" behind "resource", found "b c"`,
		`error b.tf:14: expected a name of letters, digits, "_" and "-" behind "module", found ""`,
		"error b.tf:1: resource a.r is declared twice: the first is in a.tf on line 1",
		`error b.tf:5: local value "l" is declared twice: the first is in a.tf on line 5`,
		"error b.tf:7: variable v is declared twice: the first is in a.tf on line 7",
		"error b.tf:8: provider p is declared twice: the first is in a.tf on line 11",
		"error override.tf:1: resource a.none" + nothing,
		`error override.tf:3: local value "none"` + nothing,
		"error override.tf:5: provider p" + nothing,
		"error override.tf:8: variable none" + nothing,
		"error override.tf:9: module none" + nothing,
		"error override.tf:10: output none" + nothing,
		`warning a.tf:9: expected true or false for "sensitive": it is taken for true`,
		"warning b.tf:16: expected providers = { name = configuration }: it is taken for left out",
		"warning b.tf:19: expected a provider configuration, such as aws.east: it is taken for left out",
	}
	if diff := cmp.Diff(want, diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if got := m.Resources[0].Body.Attributes["x"].Range.Filename; got != "a.tf" {
		t.Errorf("x is that of %s", got)
	}
}

func TestProviderReferences(t *testing.T) {
	for src, want := range map[string]ProviderRef{
		"aws":                          {Name: "aws"},
		"aws.east":                     {Name: "aws", Alias: "east"},
		`"aws.east"`:                   {Name: "aws", Alias: "east"},
		`aws.by_region["eu"]`:          {Name: "aws", Alias: "by_region"},
		"aws.by_region[each.key]":      {Name: "aws", Alias: "by_region"},
		"aws.by_region[each.value.id]": {Name: "aws", Alias: "by_region"},
		"a.b.c":                        {},
		`"a b"`:                        {},
		`"${a}"`:                       {},
	} {
		m, diags := load(t, map[string]string{"main.tf": "resource \"a\" \"b\" {\n  provider = " + src + "\n}\n"})
		if diff := cmp.Diff(want, m.Resources[0].Provider.Whole()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
		if keyed := strings.Contains(src, "["); keyed != (m.Resources[0].Provider.Key != nil) {
			t.Errorf("%s: key %v", src, m.Resources[0].Provider.Key)
		}
		if (len(diags) > 0) != (want == ProviderRef{}) {
			t.Errorf("%s: diagnostics %v", src, diags)
		}
	}
}
