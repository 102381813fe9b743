package scan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// A module that hands its variable on as it is.
const ecr = `variable "name" {
  default = "app"
}

variable "scan" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "this" {
  name = var.name

  image_scanning_configuration {
    scan_on_push = var.scan
  }
}
`

const bare = `resource "aws_ecr_repository" "this" {
  name = "app"
}
`

// What is suggested is written in the root module itself, where it is certain to
// reach what fails.
func TestWhereSuggestionsAre(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string // file: change, and how many failures it mends where that is not one
	}{
		{"a resource", map[string]string{"live/main.tf": bare}, []string{"live/main.tf: aws_ecr_repository.this: image_scanning_configuration.scan_on_push = true"}},
		{"one argument for all instances",
			map[string]string{"live/main.tf": "resource \"aws_ecr_repository\" \"this\" {\n  count = 3\n  name = \"app${count.index}\"\n}\n"},
			[]string{"live/main.tf: aws_ecr_repository.this: image_scanning_configuration.scan_on_push = true (3)"}},
		{"an argument of a module that is left out",
			map[string]string{"live/main.tf": "module \"ecr\" {\n  source = \"../modules/ecr\"\n}\n", "modules/ecr/main.tf": ecr},
			[]string{"live/main.tf: module.ecr: scan = true"}},
		{"an argument of a module that is a literal, for each of its instances",
			map[string]string{"live/main.tf": "module \"ecr\" {\n  source = \"../modules/ecr\"\n  for_each = toset([\"a\", \"b\"])\n  name = each.key\n  scan = false\n}\n", "modules/ecr/main.tf": ecr},
			[]string{"live/main.tf: module.ecr: scan = true (2)"}},
		{"a module in a module",
			map[string]string{
				"live/main.tf":         "module \"shop\" {\n  source = \"../modules/shop\"\n}\n",
				"modules/shop/main.tf": "variable \"scan_images\" {\n  default = null\n}\n\nmodule \"ecr\" {\n  source = \"../ecr\"\n  scan   = var.scan_images\n}\n",
				"modules/ecr/main.tf":  ecr,
			},
			[]string{"live/main.tf: module.shop: scan_images = true"}},
		{"a module from elsewhere",
			map[string]string{
				"live/main.tf":                           "module \"ecr\" {\n  source = \"terraform-aws-modules/ecr/aws\"\n}\n",
				"live/.terraform/modules/modules.json":   `{"Modules":[{"Key":"ecr","Source":"registry.terraform.io/terraform-aws-modules/ecr/aws","Dir":".terraform/modules/ecr"}]}`,
				"live/.terraform/modules/ecr/main.tf":    ecr,
				"live/.terraform/modules/ecr/outputs.tf": "output \"name\" {\n  value = var.name\n}\n",
			},
			[]string{"live/main.tf: module.ecr: scan = true"}},
		{"a literal in a module, which is not the root's own",
			map[string]string{"live/main.tf": "module \"ecr\" {\n  source = \"../modules/ecr\"\n}\n", "modules/ecr/main.tf": bare}, nil},
		{"an argument that the module makes something of",
			map[string]string{"live/main.tf": "module \"ecr\" {\n  source = \"../modules/ecr\"\n}\n", "modules/ecr/main.tf": strings.Replace(ecr, "= var.scan\n", "= var.scan && true\n", 1)}, nil},
		{"an argument that the call computes",
			map[string]string{"live/main.tf": "variable \"scan\" {\n  default = false\n}\n\nmodule \"ecr\" {\n  source = \"../modules/ecr\"\n  scan   = var.scan\n}\n", "modules/ecr/main.tf": ecr}, nil},
		{"a value of each instance's own",
			map[string]string{"live/main.tf": "module \"ecr\" {\n  source = \"../modules/ecr\"\n  for_each = { a = false, b = true }\n  scan = each.value\n}\n", "modules/ecr/main.tf": ecr}, nil},
		{"a dynamic block",
			map[string]string{"live/main.tf": "resource \"aws_ecr_repository\" \"this\" {\n  name = \"app\"\n  dynamic \"image_scanning_configuration\" {\n    for_each = [1]\n    content {\n      scan_on_push = false\n    }\n  }\n}\n"}, nil},
		{"JSON",
			map[string]string{"live/main.tf.json": `{"resource": {"aws_ecr_repository": {"this": {"name": "app"}}}}`}, nil},
		{"OpenTofu's own file in the place of another",
			map[string]string{"live/main.tf": bare, "live/main.tofu": bare}, nil},
		{"an override file has the last word",
			map[string]string{"live/main.tf": bare, "live/override.tf": "resource \"aws_ecr_repository\" \"this\" {\n  image_scanning_configuration {\n    scan_on_push = false\n  }\n}\n"}, nil},
		{"an override file that says nothing of it",
			map[string]string{"live/main.tf": bare, "live/override.tf": "resource \"aws_ecr_repository\" \"this\" {\n  name = \"other\"\n}\n"},
			[]string{"live/main.tf: aws_ecr_repository.this: image_scanning_configuration.scan_on_push = true"}},
		{"more than the one argument fails",
			map[string]string{"live/main.tf": bare + "\nresource \"aws_ecr_registry_scanning_configuration\" \"this\" {\n  scan_type = \"ENHANCED\"\n}\n"}, nil},
		{"the default of a library",
			map[string]string{"main.tf": ecr, "examples/full/main.tf": "module \"ecr\" {\n  source = \"../..\"\n}\n\nprovider \"aws\" {}\n"},
			[]string{"examples/full/main.tf: module.ecr: scan = true"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range tt.files {
				file := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			report, suggestions := suggested(t, dir, caseOptions(t, "ecr-image-scanning", dir))
			if report.Summary.Findings.Fail == 0 {
				t.Fatal("nothing fails")
			}
			var got []string
			for _, s := range suggestions {
				line := s.File + ": " + s.Mend.In(s.Place)
				if n := len(s.Fingerprints); n > 1 {
					line += " (" + string(rune('0'+n)) + ")"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A plan's failures are mended in the source beside it.
func TestSuggestionsForAPlan(t *testing.T) {
	const dir = "../controls/testdata/endpoint-private/fail"
	report, suggestions := suggested(t, filepath.Join(dir, "plan.json"), caseOptions(t, "endpoint-private", dir))
	if len(report.Inputs) != 1 || report.Inputs[0].Kind != finding.PlanInput || len(suggestions) != 1 {
		t.Fatalf("expected a suggestion for a plan: %v, %v", report.Inputs, suggestions)
	}
	got := suggestions[0]
	if want := "aws_eks_cluster.this: vpc_config.endpoint_public_access = false"; got.Mend.In(got.Place) != want || !strings.HasSuffix(got.File, "endpoint-private/fail/main.tf") {
		t.Errorf("got %s in %s, want %s", got.Mend.In(got.Place), got.File, want)
	}
}

// A mend that makes something else fail is none.
func TestMended(t *testing.T) {
	a, b := subject{control: "5.4.1", address: "a"}, subject{control: "5.4.2", address: "b"}
	failures := []finding.Finding{{Control: a.control, Address: a.address, Fingerprint: "f"}}
	type statuses = map[subject]finding.Status
	tests := []struct {
		name          string
		before, after statuses
		want          []string
	}{
		{"it passes", statuses{a: finding.Fail, b: finding.Pass}, statuses{a: finding.Pass, b: finding.Pass}, []string{"f"}},
		{"it fails still", statuses{a: finding.Fail}, statuses{a: finding.Fail}, nil},
		{"it is unknown", statuses{a: finding.Fail}, statuses{a: finding.Unknown}, nil},
		{"it is gone", statuses{a: finding.Fail}, statuses{}, nil},
		{"source alone does not fail it", statuses{a: finding.Unknown}, statuses{a: finding.Pass}, nil},
		{"another fails", statuses{a: finding.Fail, b: finding.Pass}, statuses{a: finding.Pass, b: finding.Fail}, nil},
		{"another fails anew", statuses{a: finding.Fail}, statuses{a: finding.Pass, b: finding.Fail}, nil},
		{"another fails as before", statuses{a: finding.Fail, b: finding.Fail}, statuses{a: finding.Pass, b: finding.Fail}, []string{"f"}},
	}
	for _, tt := range tests {
		var got []string
		if !breaks(tt.before, tt.after) {
			got = mended(tt.before, tt.after, failures)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
