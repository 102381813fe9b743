package acceptance

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

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
		"a neighbour that is on disk": {
			files: map[string]string{"modules/eks/nodes.tf": `module "nodes" {
  source = "../nodes"
}`, "modules/nodes/main.tf": ``},
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
