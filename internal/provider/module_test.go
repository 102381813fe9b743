package provider

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
)

// library is a module that judges its own source. extra is appended to it,
// arguments go into its data source.
func library(arguments, extra string) string {
	return sources + `
variable "name" {
  type = string
}

variable "public" {
  type    = bool
  default = false
}

variable "cidrs" {
  type    = list(string)
  default = null
}

resource "aws_iam_role" "cluster" {
  assume_role_policy = "{}"
}

resource "aws_kms_key" "eks" {}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = aws_iam_role.cluster.arn

  vpc_config {
    subnet_ids              = ["subnet-0a1b2c3d"]
    endpoint_private_access = true
    endpoint_public_access  = var.public
    public_access_cidrs     = var.cidrs
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }
}

data "cisbench_eks" "this" {
  source = path.module
` + arguments + `
}

output "passed" {
  value = data.cisbench_eks.this.passed
}

output "statuses" {
  value = data.cisbench_eks.this.statuses
}

output "failures" {
  value = [for f in data.cisbench_eks.this.findings : f if f.status != "pass" && f.status != "not-applicable"]
}

output "report" {
  value = data.cisbench_eks.this.report_markdown
}
` + extra
}

// handed gives the module all its variables.
const handed = `
  controls  = ["5.3.1", "5.4.1", "5.4.2"]
  variables = {
    name   = var.name
    public = var.public
    cidrs  = var.cidrs
  }
`

// caller is a root module with the library in modules/eks.
func caller(arguments, module string) map[string]string {
	return map[string]string{
		"main.tf": `
module "eks" {
  source = "./modules/eks"
` + arguments + `
}

output "failures" {
  value = module.eks
}
`,
		"modules/eks/main.tf": module,
	}
}

// TestWhenSourceIsRead holds when Terraform reads a data source on source.
func TestWhenSourceIsRead(t *testing.T) {
	const address = "module.eks.data.cisbench_eks.this"
	root := func(arguments string) map[string]string {
		return map[string]string{"main.tf": library(arguments, ""), "terraform.tfvars": `name = "demo"`}
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  map[string]string
	}{
		"a root module":                    {files: root(handed)},
		"a root module, without variables": {files: root("")},
		"a module that is called":          {files: caller(`name = "demo"`, library(handed, ""))},
		"under for_each": {files: caller(`
  for_each = toset(["a", "b"])
  name     = each.key`, library(handed, ""))},
		"a variable that is not known": {
			files: with1(caller(`
  name  = "demo"
  cidrs = ["${aws_eip.office.public_ip}/32"]`, library(handed, "")), "eip.tf", `resource "aws_eip" "office" {}`),
			want: map[string]string{address: onUnknown},
		},
		"a variable that is not known, and not handed over": {
			files: with1(caller(`
  name  = "demo"
  cidrs = ["${aws_eip.office.public_ip}/32"]`, library(`variables = { name = var.name, public = var.public }`, "")), "eip.tf", `resource "aws_eip" "office" {}`),
		},
		"a planned resource among the variables": {
			files: root(`variables = { name = aws_eks_cluster.this.name }`),
			want:  map[string]string{"data.cisbench_eks.this": onDependency},
		},
		"a call that depends on a planned resource": {
			files: with1(caller(`
  name       = "demo"
  depends_on = [aws_eip.office]`, library(handed, "")), "eip.tf", `resource "aws_eip" "office" {}`),
			want: map[string]string{address: onDependency},
		},
		"its own postcondition on what it found": {
			files: root(handed + `
  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = self.report_markdown
    }
  }`),
		},
		"its own postcondition fed by a planned resource": {
			files: root(handed + `
  lifecycle {
    postcondition {
      condition     = self.passed && aws_eks_cluster.this.name != ""
      error_message = self.report_markdown
    }
  }`),
			want: map[string]string{"data.cisbench_eks.this": onDependency},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, out, err := openFiles(t, test.files).plan(t)
			if err != nil {
				t.Fatal(out)
			}
			if err := reads(test.want)(plan); err != nil {
				t.Error(err)
			}
		})
	}
}

func with1(files map[string]string, name, content string) map[string]string {
	files[name] = content
	return files
}

// TestModuleGates: each form stops the plan of a module that is called with what
// is not up to the benchmark, before anything is created, and lets the other
// caller through; in a check it warns.
func TestModuleGates(t *testing.T) {
	const (
		found = `5.4.1 (high): modules/eks/main.tf:38: aws_eks_cluster.this: vpc_config[0].public_access_cidrs is left out: EKS opens the public endpoint to 0.0.0.0/0`
		plain = `CIS ` + found
	)
	for name, test := range map[string]struct {
		arguments, extra string
		says             string
		warns            bool
	}{
		"fail_on": {arguments: `fail_on = "fail"`, says: plain},
		"postcondition of the data source": {arguments: `
  lifecycle {
    postcondition {
      condition     = self.passed
      error_message = join("\n", [for f in self.findings : "${f.file}:${f.line}: ${f.address}: ${f.message}" if f.status == "fail"])
    }
  }`, says: `modules/eks/main.tf:38: aws_eks_cluster.this: public_access_cidrs is left out`},
		"precondition of an output": {extra: `
output "name" {
  value = aws_eks_cluster.this.name
  precondition {
    condition     = data.cisbench_eks.this.passed
    error_message = data.cisbench_eks.this.report_markdown
  }
}`, says: `modules/eks/main.tf:38`},
		"precondition of the cluster's neighbour": {extra: `
resource "terraform_data" "gate" {
  lifecycle {
    precondition {
      condition     = data.cisbench_eks.this.passed
      error_message = data.cisbench_eks.this.report_markdown
    }
  }
}`, says: `modules/eks/main.tf:38`},
		"check": {extra: `
check "benchmark" {
  assert {
    condition     = data.cisbench_eks.this.passed
    error_message = data.cisbench_eks.this.report_markdown
  }
}`, says: `modules/eks/main.tf:38`, warns: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arguments := `
  for_each = var.clusters
  name     = each.key
  public   = each.value`
			files := caller(arguments, library(handed+test.arguments, test.extra))
			files["variables.tf"] = `variable "clusters" { type = map(bool) }`
			files["terraform.tfvars"] = `clusters = { private = false }`
			w := openFiles(t, files)
			plan, out, err := w.plan(t)
			if err != nil {
				t.Fatal(out)
			}
			lacks(t, out, "Warning:")
			if err := reads(nil)(plan); err != nil {
				t.Error(err)
			}
			w.write(t, "terraform.tfvars", `clusters = { private = false, public = true }`)
			_, out, err = w.plan(t)
			if (err == nil) != test.warns {
				t.Errorf("plan: %v\n%s", err, out)
			}
			contains(t, out, test.says, `module.eks["public"]`)
			lacks(t, out, `with module.eks["private"]`)
		})
	}
}

// TestFoundInModule holds what the data source says of a module: where it is
// written, what rests on a default, and what a comment waives.
func TestFoundInModule(t *testing.T) {
	type found struct{ Control, Status, Address, Attribute, File, Waived, Line string }
	for name, test := range map[string]struct {
		arguments string // of the data source
		call      string // of the module
		cluster   string // in front of the cluster
		want      []found
		passed    bool
		warns     []string
	}{
		"a failure": {
			arguments: handed, call: `public = true`,
			want: []found{
				{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"},
				{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "", "37"},
			},
		},
		"nothing": {arguments: handed, passed: true},
		"null is null, as in a call": {
			arguments: `
  controls  = ["5.4.2"]
  variables = { name = var.name, public = null, cidrs = var.cidrs }`, // so the endpoint is AWS's default: on
			want: []found{{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "", "37"}},
		},
		"a default that passes": {
			arguments: `controls = ["5.4.2"]`, call: `public = true`, passed: true, // which is why it warns
			warns: []string{"Warning: Defaults were judged", "rests on the default of var.cidrs, var.public, which a caller may have set to something else", "variables = { cidrs = var.cidrs, public = var.public }"},
		},
		"a default that fails": {
			arguments: `
  controls  = ["5.4.1"]
  variables = { public = true }`, passed: true,
			want:  []found{{"5.4.1", "manual", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"}},
			warns: []string{"rests on the default of var.cidrs, which"},
		},
		"a comment that waives": {
			arguments: handed, call: `public = true`, passed: true,
			cluster: "# cisbench:ignore=5.4.1,5.4.2:the office's network moves",
			want: []found{
				{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "the office's network moves", "38"},
				{"5.4.2", "fail", "aws_eks_cluster.this", "vpc_config[0].endpoint_public_access", "modules/eks/main.tf", "the office's network moves", "37"},
			},
		},
		"a comment that another caller needs": {
			arguments: handed, passed: true,
			cluster: "# cisbench:ignore=5.4.1,5.4.2:the office's network moves",
		},
		"a comment whose date is past": {
			arguments: handed + `
  exclude = ["5.4.2"]`, call: `public = true`,
			cluster: "# cisbench:ignore=5.4.1:exp=2024-01-31:the office's network moves",
			want:    []found{{"5.4.1", "fail", "aws_eks_cluster.this", "vpc_config[0].public_access_cidrs", "modules/eks/main.tf", "", "38"}},
			warns:   []string{"Warning: Suppression of 5.4.1 expired on 2024-01-31", "modules/eks/main.tf:29: what it is for counts again"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			module := library(test.arguments, "")
			if test.cluster != "" { // in the line above it, which is empty
				module = strings.Replace(module, "\n\nresource \"aws_eks_cluster\"", "\n"+test.cluster+"\nresource \"aws_eks_cluster\"", 1)
			}
			w := openFiles(t, caller("name = \"demo\"\n"+test.call, module))
			plan, out, err := w.plan(t)
			if err != nil {
				t.Fatal(out)
			}
			contains(t, out, test.warns...)
			if len(test.warns) == 0 {
				lacks(t, out, "Warning:")
			}
			var got []found
			for _, f := range output(t, plan, "failures")["failures"].([]any) {
				of := f.(map[string]any)
				text := func(name string) string { return fmt.Sprint(of[name]) }
				got = append(got, found{text("control"), text("status"), text("address"), text("attribute"), filepath.ToSlash(text("file")), text("waived"), text("line")})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if passed := output(t, plan, "failures")["passed"]; passed != test.passed {
				t.Errorf("passed is %v", passed)
			}
		})
	}
}

// TestWorkspace: what terraform.workspace decides is judged as it is told.
func TestWorkspace(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + `
resource "aws_ecr_repository" "app" {
  name = "app"
  image_scanning_configuration {
    scan_on_push = terraform.workspace != "lab"
  }
}
data "cisbench_eks" "default" {
  source   = path.module
  controls = ["5.1.1"]
}
data "cisbench_eks" "lab" {
  source    = path.module
  workspace = "lab"
  controls  = ["5.1.1"]
}
output "passed" {
  value = {
    default = data.cisbench_eks.default.passed
    lab     = data.cisbench_eks.lab.passed
  }
}
`})
	plan, out, err := w.plan(t)
	if err != nil {
		t.Fatal(out)
	}
	if diff := cmp.Diff(map[string]any{"default": true, "lab": false}, output(t, plan, "passed")); diff != "" {
		t.Errorf("passed (-want +got):\n%s", diff)
	}
}

// TestSourceArguments: what cannot be judged is refused with what to write
// instead, and what should be known of the rest is a warning.
func TestSourceArguments(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		files     map[string]string // beside the module's own
		says      []string
		warns     bool
	}{
		"a cluster beside it": {arguments: `
  cluster = {
    name = "demo"
  }`, says: []string{"Both source and cluster", "Remove cluster, or source; where both are to be judged, write two data sources."}},
		"CIDRs beside it":        {arguments: `public_access_cidrs = []`, says: []string{"Both source and public_access_cidrs"}},
		"repositories beside it": {arguments: `repositories = {}`, says: []string{"Both source and repositories"}},
		"no such variable": {arguments: `
  variables = {
    name   = "demo"
    privat = true
  }`, says: []string{"Module not judged", `modules/eks: there is no variable "privat": the module declares cidrs, name, public.`}},
		"another type": {arguments: `
  variables = {
    name  = "demo"
    cidrs = "10.0.0.0/8"
  }`, says: []string{`variable "cidrs": expected a value of type list(string): list of string required`}},
		"no object": {arguments: `variables = ["demo"]`, says: []string{"Unusable variables",
			"such as { endpoint_public_access = var.endpoint_public_access }."}},
		"a module that is not on disk": {
			files: map[string]string{"modules/eks/nodes.tf": `module "nodes" {
  source = "../nodes"
}`, "modules/nodes/main.tf": ``}, // on disk, and called: nothing to say
		},
		"a comment that is none": {
			files: map[string]string{"modules/eks/key.tf": `# cisbench:ignore=5.3.1
resource "aws_kms_key" "other" {}`},
			says: []string{"modules/eks/key.tf:1"}, warns: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(test.arguments, "variables") {
				test.arguments += handed
			}
			files := caller(`name = "demo"`, library(test.arguments, ""))
			maps.Copy(files, test.files)
			w := openFiles(t, files)
			_, out, err := w.plan(t)
			if (err != nil) != (len(test.says) > 0 && !test.warns) {
				t.Errorf("plan: %v\n%s", err, out)
			}
			contains(t, out, test.says...)
			if len(test.says) == 0 {
				lacks(t, out, "Warning:", "Error:")
			}
		})
	}
	for name, test := range map[string]struct{ text, says string }{
		"variables without source": {`variables = {}`, "Variables without source"},
		"workspace without source": {`workspace = "lab"`, "Workspace without source"},
		"an empty source":          {`source = ""`, "Expected the directory of a module, such as path.module."},
		"no such directory":        {`source = "modules/eks"`, "there is no directory modules/eks in "},
		"no source in it":          {`source = "empty"`, "empty: no Terraform source in this directory: expected .tf, .tofu or .tf.json files."},
		"a file":                   {`source = "main.tf"`, "main.tf: "},
		"above what is read":       {`source = "calls"`, "Warning: Module module.up not scanned"},
		"nothing to judge":         {`source = "nothing"`, "Warning: Nothing to judge"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openFiles(t, map[string]string{
				"main.tf":         sources + "data \"cisbench_eks\" \"this\" {\n" + test.text + "\n}\n",
				"empty/README.md": "none",
				"nothing/main.tf": `resource "aws_eip" "office" {}`,
				"calls/main.tf":   `module "up" { source = "../../elsewhere" }`,
			})
			_, out, err := w.plan(t)
			if (err == nil) != strings.HasPrefix(test.says, "Warning:") {
				t.Errorf("plan: %v\n%s", err, out)
			}
			contains(t, out, test.says)
		})
	}
}

// TestValidateSource: what is wrong whatever a plan will say is refused before it.
func TestValidateSource(t *testing.T) {
	t.Parallel()
	w := openFiles(t, caller(`name = "demo"`, library(handed+"public_access_cidrs = []", "")))
	out, err := w.run("validate", "-no-color")
	if err == nil {
		t.Errorf("validate accepts it:\n%s", out)
	}
	contains(t, out, "Both source and public_access_cidrs")
	w.write(t, "modules/eks/main.tf", library(handed, ""))
	contains(t, w.must(t, "validate", "-no-color"), "Success!")
}

// TestSecretsOfModule: what a sensitive variable is given appears nowhere in what
// the data source says.
func TestSecretsOfModule(t *testing.T) {
	t.Parallel()
	const secret = "176.0.0.0/4"
	module := strings.Replace(library(handed, ""), "default = null", "default = null\n  sensitive = true", 1)
	files := caller(`
  name   = "demo"
  public = true
  cidrs  = ["`+secret+`"]`, module)
	w := openFiles(t, files)
	plan, out, err := w.plan(t)
	if err != nil {
		t.Fatal(out)
	}
	got := fmt.Sprint(output(t, plan, "failures"))
	if strings.Contains(got, secret) || !strings.Contains(got, "5.4.1") {
		t.Errorf("expected a failure of 5.4.1 without %q: %s", secret, got)
	}
}

// output is an object among a plan's outputs.
func output(t *testing.T, plan *tfjson.Plan, name string) map[string]any {
	t.Helper()
	value, ok := plan.PlannedValues.Outputs[name].Value.(map[string]any)
	if !ok {
		t.Fatalf("output %s is %v: expected an object", name, plan.PlannedValues.Outputs[name])
	}
	return value
}
