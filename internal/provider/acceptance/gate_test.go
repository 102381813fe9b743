package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
)

// What Terraform has to print of a failure: the control, the attribute and the
// mend.
const (
	privateOff = "CIS 5.4.2 (medium): vpc_config[0].endpoint_private_access: private endpoint is off."
	turnItOn   = "Fix: Turn the private endpoint on and the public one off in vpc_config of aws_eks_cluster."
)

// gates are the forms in which a configuration holds its cluster to the
// benchmark, each with what it is appended to a stack.
func gates() map[string]string {
	const condition = `
      condition     = length(provider::cisbench::eks_failures(%[1]s)) == 0
      error_message = join("\n", provider::cisbench::eks_failures(%[1]s))
`
	return map[string]string{
		"postcondition of the resource": fmt.Sprintf(`
  lifecycle {
    postcondition {`+condition+`    }
  }
}
`, "self"),
		"precondition of an output": fmt.Sprintf(`
}
output "name" {
  value = aws_eks_cluster.this.name
  precondition {`+condition+`  }
}
`, "aws_eks_cluster.this"),
		"precondition of terraform_data": fmt.Sprintf(`
}
resource "terraform_data" "gate" {
  lifecycle {
    precondition {`+condition+`    }
  }
}
`, "aws_eks_cluster.this"),
		"fail_on of the data source": `
}
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster = local.cluster
  fail_on = "fail"
}
`,
		"precondition of an output on the data source": `
}
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster = local.cluster
}
output "name" {
  value = aws_eks_cluster.this.name
  precondition {
    condition     = data.cisbench_eks.this.passed
    error_message = data.cisbench_eks.this.report_markdown
  }
}
`,
	}
}

// gated is a stack with a form of gate on its cluster.
func gated(private, form string) string {
	return strings.TrimSuffix(strings.TrimSpace(stack(private)), "}") + form
}

// TestGates: each form fails the plan of a cluster that is not up to the
// benchmark, before anything is created, although its role and key are not
// there yet; and lets one that is up to it through.
func TestGates(t *testing.T) {
	for name, form := range gates() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openFiles(t, map[string]string{"main.tf": sources + gated("false", form)})
			_, out, err := w.plan(t)
			if err == nil {
				t.Errorf("the plan went through:\n%s", out)
			}
			if strings.Contains(form, "report_markdown") {
				contains(t, out, "private endpoint is off")
			} else {
				contains(t, out, privateOff, turnItOn)
			}
			w.write(t, "main.tf", sources+gated("true", form))
			w.must(t, "apply", "-auto-approve", "-no-color")
			w.must(t, "plan", "-detailed-exitcode", "-no-color") // nothing is left to do
		})
	}
}

// TestChecks: in a check block both forms warn, and the plan goes on.
func TestChecks(t *testing.T) {
	for name, body := range map[string]string{
		"function": `
  assert {
    condition     = length(provider::cisbench::eks_failures(aws_eks_cluster.this)) == 0
    error_message = join("\n", provider::cisbench::eks_failures(aws_eks_cluster.this))
  }`,
		"scoped data source": `
  data "cisbench_eks" "this" {
    cluster = local.cluster
  }
  assert {
    condition     = data.cisbench_eks.this.passed
    error_message = data.cisbench_eks.this.report_markdown
  }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := func(private string) string {
				return sources + stack(private) + `
locals {
  cluster = aws_eks_cluster.this
}
check "benchmark" {` + body + `
}
`
			}
			w := openFiles(t, map[string]string{"main.tf": text("false")})
			for _, step := range []struct{ private, status, message string }{{"false", "fail", "private endpoint is off"}, {"true", "pass", ""}} {
				w.write(t, "main.tf", text(step.private))
				plan, out, err := w.plan(t)
				if err != nil {
					t.Fatal(out)
				}
				if err := problem(step.status, step.message)(plan); err != nil {
					t.Error(err)
				}
				w.must(t, "apply", "-auto-approve", "-no-color")
				// Terraform plans to read a scoped data source again each time.
				if out, err := w.run("plan", "-detailed-exitcode", "-no-color"); (err != nil) != (name == "scoped data source") {
					t.Errorf("after the apply: %v\n%s", err, out)
				}
			}
		})
	}
}

// problem holds the plan's one check to a status, and its message to a text.
func problem(status, message string) func(*tfjson.Plan) error {
	return func(plan *tfjson.Plan) error {
		var statuses []string
		problems := ""
		for _, c := range plan.Checks {
			statuses = append(statuses, string(c.Status))
			for _, i := range c.Instances {
				for _, p := range i.Problems {
					problems += p.Message
				}
			}
		}
		if diff := cmp.Diff([]string{status}, statuses); diff != "" {
			return fmt.Errorf("checks (-want +got):\n%s", diff)
		}
		if !strings.Contains(problems, message) {
			return fmt.Errorf("expected %q in the problems of the check: %s", message, problems)
		}
		return nil
	}
}
