package acceptance

import "testing"

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
			files: withFile(caller(`
  name  = "demo"
  cidrs = ["${aws_eip.office.public_ip}/32"]`, library(handed, "")), "eip.tf", `resource "aws_eip" "office" {}`),
			want: map[string]string{address: onUnknown},
		},
		"a variable that is not known, and not handed over": {
			files: withFile(caller(`
  name  = "demo"
  cidrs = ["${aws_eip.office.public_ip}/32"]`, library(`variables = { name = var.name, public = var.public }`, "")), "eip.tf", `resource "aws_eip" "office" {}`),
		},
		"a planned resource among the variables": {
			files: root(`variables = { name = aws_eks_cluster.this.name }`),
			want:  map[string]string{"data.cisbench_eks.this": onDependency},
		},
		"a call that depends on a planned resource": {
			files: withFile(caller(`
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

func withFile(files map[string]string, name, content string) map[string]string {
	files[name] = content
	return files
}

// TestScopedInModule: a data source of a check's own warns, even where it is told
// to fail.
func TestScopedInModule(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{
		"terraform.tfvars": `name = "demo"`,
		"main.tf": library(handed, `
check "benchmark" {
  data "cisbench_eks" "scoped" {
    source  = path.module
    fail_on = "fail"
`+handed+`
  }
  assert {
    condition     = data.cisbench_eks.scoped.passed
    error_message = "not reached where the data source fails"
  }
}`),
	})
	_, out, err := w.plan(t)
	if err != nil {
		t.Fatal(out)
	}
	lacks(t, out, "Warning:")
	_, out, err = w.plan(t, "-var=public=true")
	if err != nil {
		t.Fatal(out)
	}
	contains(t, out, "Warning: Not up to the benchmark eks-1.5.0: 5.4.1, 5.4.2", "main.tf:38: aws_eks_cluster.this")
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
