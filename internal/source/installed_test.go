package source

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// What is installed is what is called if Terraform would take it without another
// terraform init, however the source is written.
func TestDiffers(t *testing.T) {
	tests := []struct {
		source, version string
		installed       installed
		same            bool
	}{
		{"acme/ecr/aws", "", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2"}, true},
		{"acme/ecr/aws", "", installed{source: "registry.opentofu.org/acme/ecr/aws", version: "1.4.2"}, true},
		{"acme/ecr/aws", "~> 1.2, < 1.9", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2"}, true},
		{"acme/ecr/aws", "~> 2.0", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2"}, false},
		{"acme/ecr/aws", "1.4.2", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2-beta1"}, false},
		{"acme/ecr/aws", "no version", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2"}, true},
		{"acme/ecr/aws", "2.0", installed{}, true},
		{"acme/other/aws", "", installed{source: "registry.terraform.io/acme/ecr/aws", version: "1.4.2"}, false},
		{"acme/ecr/aws//modules/a", "", installed{source: "registry.terraform.io/acme/ecr/aws//modules/a"}, true},
		{"acme/ecr/aws//modules/a", "", installed{source: "registry.terraform.io/acme/ecr/aws//modules/b"}, false},
		{"tf.example.com/acme/ecr/aws", "", installed{source: "registry.terraform.io/acme/ecr/aws"}, false},
		{"github.com/acme/ecr", "", installed{source: "git::https://github.com/acme/ecr.git"}, true},
		{"git@github.com:acme/ecr.git", "", installed{source: "git::ssh://git@github.com/acme/ecr.git"}, true},
		{"git::https://example.com/ecr.git//modules/a?ref=v3", "", installed{source: "git::https://example.com/ecr.git//modules/a?ref=v3"}, true},
		{"git::https://example.com/ecr.git?ref=v3", "", installed{source: "git::https://example.com/ecr.git?ref=v1"}, false},
		{"git::https://example.com/ecr.git?ref=v3", "", installed{source: "git::https://example.com/other.git?ref=v3"}, false},
	}
	for _, test := range tests {
		why := test.installed.differs(&config.Call{Source: test.source, Version: test.version})
		if (why == "") != test.same {
			t.Errorf("%s %s, installed %+v: %q", test.source, test.version, test.installed, why)
		}
	}
}

// The address of a module of a registry names its main provider, and no other
// source does.
func TestMainProvider(t *testing.T) {
	for source, want := range map[string]string{
		"acme/ecr/aws":                         "aws",
		"acme/ecr/aws//modules/a":              "aws",
		"tf.example.com/acme/label/null":       "null",
		"github.com/acme/ecr":                  "",
		"github.com/acme/ecr/aws":              "",
		"git::https://example.com/a/b/c.git":   "",
		"git@github.com:acme/ecr.git":          "",
		"./a/b/c":                              "",
		"https://example.com/a.zip":            "",
		"s3::https://s3.amazonaws.com/b/a.zip": "",
		"":                                     "",
	} {
		if got := mainProvider(source); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// Of a module that is installed and not what is called nothing is read, and the
// graph says so.
func TestInstalledDiffers(t *testing.T) {
	root := load(t, tree(t, `
-- main.tf --
module "m" {
  source  = "a/b/aws"
  version = "2.0.0"
  name    = test_thing.passed.name
}
resource "test_thing" "passed" {}
resource "test_thing" "kept" {}
-- .terraform/modules/modules.json --
{"Modules":[{"Key":"m","Source":"registry.terraform.io/a/b/aws","Version":"1.0.0","Dir":".terraform/modules/m"}]}
-- .terraform/modules/m/main.tf --
resource "test_thing" "t" {}
`), ".", judged())
	if root.Complete || root.Graph.Find("module.m.test_thing.t") != nil || len(root.Graph.Gaps) != 1 {
		t.Fatalf("complete %v, gaps %+v", root.Complete, root.Graph.Gaps)
	}
	gap := &root.Graph.Gaps[0]
	if text := gap.String(); !strings.Contains(text, "module.m was not read: version 2.0.0 is called, and version 1.0.0 is installed; run terraform init") {
		t.Error(text)
	}
	for name, want := range map[string]bool{"test_thing.passed": true, "test_thing.kept": false} {
		if got := gap.Receives(root.Graph.Find(name)) > 0; got != want {
			t.Errorf("%s is received: %v", name, got)
		}
	}
}
