package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const scannedRepository = `
variable "scan" {
  type    = bool
  default = true
}
resource "aws_ecr_repository" "app" {
  name = "app"
  image_scanning_configuration {
    scan_on_push = var.scan
  }
}
`

func only(t *testing.T, control string) *assess.Assessor {
	t.Helper()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.New(b, controls.Table(), setting.Settings{}, assess.Selection{Only: []string{control}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestModule holds what a module is judged with: what is handed over, what init
// put on disk for its callers, and nothing from elsewhere.
func TestModule(t *testing.T) {
	manifest := `{"Modules": [
  {"Key": "", "Dir": "."},
  {"Key": "a", "Dir": "modules/a"},
  {"Key": "a.app", "Dir": ".terraform/modules/app"},
  {"Key": "b", "Dir": ".terraform/modules/cloned"},
  {"Key": "b.app", "Dir": ".terraform/modules/app"},
  {"Key": "app", "Dir": ".terraform/modules/other"}
]}`
	calls := `module "app" {
  source = "registry.example.com/x/app/aws"
  scan   = false
}`
	for name, test := range map[string]struct {
		files    map[string]string
		dir      string
		given    map[string]cty.Value
		want     []string // status, address and place of each finding
		defaults []string
		says     []string
	}{
		"a default": {
			files: map[string]string{"main.tf": scannedRepository}, dir: ".",
			want: []string{"pass aws_ecr_repository.app main.tf:9"}, defaults: []string{"scan"},
		},
		"an object in part": {
			files: map[string]string{"main.tf": `
variable "registry" {
  type = object({ scan = optional(bool, false), name = string })
}
resource "aws_ecr_repository" "app" {
  name = var.registry.name
  image_scanning_configuration {
    scan_on_push = var.registry.scan
  }
}`}, dir: ".", given: map[string]cty.Value{"registry": cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("app")})},
			want: []string{"fail aws_ecr_repository.app main.tf:8"},
		},
		"null where the default is for it": {
			files: map[string]string{"main.tf": strings.Replace(scannedRepository, "= true", "= false\n  nullable = false", 1)}, dir: ".",
			given: map[string]cty.Value{"scan": cty.NullVal(cty.DynamicPseudoType)},
			want:  []string{"manual aws_ecr_repository.app main.tf:10"}, defaults: []string{"scan"},
		},
		"no file of variables": {
			files: map[string]string{"m/main.tf": scannedRepository, "m/terraform.tfvars": "scan = false"}, dir: "m",
			want: []string{"pass aws_ecr_repository.app m/main.tf:9"}, defaults: []string{"scan"},
		},
		"a value": {
			files: map[string]string{"m/main.tf": scannedRepository}, dir: "./m/", given: map[string]cty.Value{"scan": cty.False},
			want: []string{"fail aws_ecr_repository.app m/main.tf:9"},
		},
		"a value that is not known": {
			files: map[string]string{"m/main.tf": scannedRepository}, dir: "m", given: map[string]cty.Value{"scan": cty.UnknownVal(cty.Bool)},
			want: []string{"unknown aws_ecr_repository.app m/main.tf:9"},
		},
		"whether it is there by a default": {
			files: map[string]string{"main.tf": `
variable "create" {
  default = false
}
resource "aws_ecr_repository" "app" {
  count = var.create ? 1 : 0
  name  = "app"
}`}, dir: ".", want: []string{"not-applicable  "}, defaults: []string{"create"},
		},
		"a module called by a default": {
			files: map[string]string{"main.tf": `
variable "create" {
  default = false
}
module "app" {
  count  = var.create ? 1 : 0
  source = "./app"
}`, "app/main.tf": scannedRepository}, dir: ".", want: []string{"not-applicable  "}, defaults: []string{"create"},
		},
		"what init put on disk for the caller": {
			files: map[string]string{
				".terraform/modules/modules.json": manifest, "modules/a/main.tf": calls,
				".terraform/modules/app/main.tf": scannedRepository, ".terraform/modules/other/main.tf": "",
			}, dir: "modules/a",
			want: []string{"fail module.app.aws_ecr_repository.app .terraform/modules/app/main.tf:9"},
		},
		"what init cloned": {
			files: map[string]string{
				".terraform/modules/modules.json": manifest, ".terraform/modules/cloned/.git/HEAD": "ref: refs/heads/main",
				".terraform/modules/cloned/.git/objects/x": "", ".terraform/modules/cloned/.git/refs/x": "",
				".terraform/modules/cloned/main.tf": calls, ".terraform/modules/app/main.tf": scannedRepository,
			}, dir: ".terraform/modules/cloned",
			want: []string{"fail module.app.aws_ecr_repository.app .terraform/modules/app/main.tf:9"},
		},
		"what init did not": {
			files: map[string]string{"modules/a/main.tf": calls}, dir: "modules/a",
			want: []string{"unknown module.app modules/a/main.tf:1"},
			says: []string{"module module.app not scanned"},
		},
		"a neighbour": {
			files: map[string]string{"a/main.tf": `module "b" { source = "../b" }`, "b/main.tf": scannedRepository}, dir: "a",
			want: []string{"pass module.b.aws_ecr_repository.app b/main.tf:9"},
		},
		"a neighbour of where Terraform runs": {
			files: map[string]string{"main.tf": `module "b" { source = "../b" }`, "../b/main.tf": scannedRepository}, dir: ".",
			want: []string{"unknown module.b main.tf:1"},
			says: []string{"module module.b not scanned"},
		},
		"a module elsewhere": {
			files: map[string]string{"main.tf": ``, "../b/main.tf": scannedRepository + `module "c" { source = "../c" }`, "../c/main.tf": scannedRepository}, dir: "../b",
			want: []string{"unknown module.c ../b/main.tf:12", "pass aws_ecr_repository.app ../b/main.tf:9"}, defaults: []string{"scan"},
			says: []string{"module module.c not scanned"},
		},
		"a repository around": {
			files: map[string]string{"../.git/HEAD": "ref: refs/heads/main", "../.git/objects/x": "", "../.git/refs/x": "", "main.tf": `module "b" { source = "../b" }`, "../b/main.tf": scannedRepository}, dir: ".",
			want: []string{"pass module.b.aws_ecr_repository.app ../b/main.tf:9"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			from := filepath.Join(t.TempDir(), "root")
			for name, content := range test.files {
				at := filepath.Join(from, name)
				if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			judged, err := Module{Assessor: only(t, "5.1.1"), Dir: test.dir, From: from, Given: test.given}.Judge(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var got, says []string
			for _, f := range judged.Report.Findings {
				place := ""
				if f.Location != nil {
					place = fmt.Sprintf("%s:%d", f.Location.File, f.Location.StartLine)
				}
				got = append(got, strings.Join([]string{string(f.Status), f.Address, place}, " "))
			}
			for _, d := range judged.Report.Diagnostics {
				if d.Severity != finding.DiagnosticNote {
					says = append(says, d.Summary)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if !slices.Equal(test.defaults, judged.Defaults) {
				t.Errorf("defaults %v: want %v", judged.Defaults, test.defaults)
			}
			if diff := cmp.Diff(test.says, says); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}
