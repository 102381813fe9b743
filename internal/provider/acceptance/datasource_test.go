package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// TestArguments: a wrong argument is refused with what to write instead, and
// already when the configuration is validated. Each is in a file of its own.
func TestArguments(t *testing.T) {
	t.Parallel()
	wants := map[string]string{
		`benchmark = "eks-2.1.0"`:                       `unknown benchmark "eks-2.1.0": expected one of eks-1.5.0, eks-1.7.0, eks-1.8.0, eks-2.0.0`,
		`fail_on = "fail,pass"`:                         `expected none, or a list of fail, unknown, manual and incomplete, such as fail,unknown`,
		`min_severity = "urgent"`:                       `unknown severity "urgent": expected one of low, medium, high, critical`,
		`controls = ["5.9.9"]`:                          `unknown control "5.9.9": eks-1.5.0 has none of this id or key; the command controls lists those that it has`,
		"controls = [\"5.4.1\"]\nexclude = [\"5.4.1\"]": `no control is left to assess: every one that is selected is excluded too`,
		`approved_registries = ["docker.io/my team/*"]`: `approved_registries: expected a name without spaces`,
		`min_public_prefix = { ipv4 = 33 }`:             `min_public_prefix: expected a prefix length from 1 to 32, found 33`,
		`min_public_prefix = { ipv6 = 0 }`:              `min_public_prefix: expected a prefix length from 1 to 128`,
	}
	files, arguments := map[string]string{"main.tf": sources}, slices.Sorted(maps.Keys(wants))
	for i, argument := range arguments {
		files[fmt.Sprintf("a%d.tf", i)] = fmt.Sprintf("data \"cisbench_eks\" \"a%d\" {\n%s\n}\n", i, argument)
	}
	out, err := openFiles(t, files).run("validate", "-json")
	if err == nil {
		t.Errorf("validate accepts it:\n%s", out)
	}
	var validated tfjson.ValidateOutput
	if err := json.Unmarshal([]byte(out), &validated); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	said := map[string]string{}
	for _, d := range validated.Diagnostics {
		if d.Range != nil {
			said[d.Range.Filename] += d.Summary + ": " + d.Detail + "\n"
		}
	}
	for i, argument := range arguments {
		if got := said[fmt.Sprintf("a%d.tf", i)]; !strings.Contains(got, wants[argument]) {
			t.Errorf("%s: got %q, want %q in it", argument, got, wants[argument])
		}
	}
}

// TestComputed holds what the data source computes, in each of its ways to be told
// what counts: of one plan with a data source for each.
func TestComputed(t *testing.T) {
	t.Parallel()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	all := len(b.Controls())
	const cluster = `
  cluster = {
    name              = "demo"
    vpc_config        = [{ endpoint_private_access = true, endpoint_public_access = true }]
    encryption_config = [{ resources = ["secrets"] }]
    compute_config    = []
    outpost_config    = []
  }
  repositories = {
    app = {
      name                         = "app"
      image_scanning_configuration = [{ scan_on_push = true }]
    }
  }
`
	tests := map[string]struct {
		arguments string
		want      map[string]string
	}{
		"everything": {``, map[string]string{
			"statuses.%": strconv.Itoa(all), "statuses.5.4.1": "fail", "statuses.5.4.2": "fail", "statuses.5.1.1": "pass", "statuses.5.3.1": "unknown",
			"statuses.5.1.4": "not-applicable", "passed": "false",
			"summary.controls.fail": "2", "summary.controls.unknown": "2", "summary.findings.not_applicable": strconv.Itoa(all - 8),
		}},
		"one control": {`controls = ["endpoint-access"]`, map[string]string{
			"statuses.%": "1", "findings.#": "1", "passed": "false",
			"findings.0.control": "5.4.1", "findings.0.status": "fail", "findings.0.severity": "high",
			"findings.0.address": "aws_eks_cluster.given", "findings.0.attribute": "vpc_config[0].public_access_cidrs",
			"findings.0.message": "public_access_cidrs is left out: EKS opens the public endpoint to 0.0.0.0/0",
		}},
		"limited networks": {"controls = [\"5.4.1\"]\npublic_access_cidrs = [\"203.0.113.0/24\"]", map[string]string{
			"passed": "true", "findings.0.status": "pass",
		}},
		"a setting": {"controls = [\"5.4.1\"]\npublic_access_cidrs = [\"203.0.113.0/24\"]\nmin_public_prefix = { ipv4 = 28 }", map[string]string{
			"passed": "false",
		}},
		"not what is excluded":   {`exclude = ["5.4.1", "5.4.2"]`, map[string]string{"statuses.%": strconv.Itoa(all - 2), "passed": "true"}},
		"only what is severe":    {"exclude = [\"5.4.1\"]\nmin_severity = \"high\"", map[string]string{"statuses.5.4.2": "fail", "passed": "true"}},
		"unknown does not count": {"controls = [\"5.3.1\"]\nfail_on = \"none\"", map[string]string{"findings.0.status": "unknown", "passed": "true"}},
		"another benchmark":      {"benchmark = \"eks-1.8.0\"\ncontrols = [\"endpoint-access\"]", map[string]string{"statuses.%": "1", "passed": "false"}},
		"a repository": {`controls = ["5.1.1"]`, map[string]string{
			"findings.0.address": `aws_ecr_repository.given["app"]`, "findings.0.status": "pass",
			"report_markdown": "# eks-1.5.0: Managed Services\n\n| Status | Control | Severity |\n|---|---|---|\n" +
				"| pass | 5.1.1 Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third party provider (Automated) | medium |\n",
		}},
	}
	text, labels := sources, map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(tests)) {
		labels[name] = fmt.Sprintf("d%d", i)
		text += fmt.Sprintf("data \"cisbench_eks\" %[1]q {\n%[2]s\n}\noutput %[1]q {\n  value = data.cisbench_eks.%[1]s\n}\n", labels[name], cluster+tests[name].arguments)
	}
	plan, out, err := openFiles(t, map[string]string{"main.tf": text}).plan(t)
	if err != nil {
		t.Fatal(out)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			all := map[string]string{}
			flatten(all, "", output(t, plan, labels[name]))
			got := map[string]string{}
			for attribute := range test.want {
				got[attribute] = all[attribute]
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("attributes (-want +got):\n%s", diff)
			}
		})
	}
}

// flatten writes values under their paths, such as findings.0.control. The number of
// elements of a list is under #, and of a map under %.
func flatten(all map[string]string, path string, value any) {
	switch value := value.(type) {
	case []any:
		all[path+".#"] = strconv.Itoa(len(value))
		for i, v := range value {
			flatten(all, path+"."+strconv.Itoa(i), v)
		}
	case map[string]any:
		all[path+".%"] = strconv.Itoa(len(value))
		for name, v := range value {
			flatten(all, strings.TrimPrefix(path+"."+name, "."), v)
		}
	default:
		all[path] = fmt.Sprint(value)
	}
}

// TestDestroy: what fails its benchmark can be destroyed as long as fail_on is
// left alone, and with the environment's leave where it is not.
func TestDestroy(t *testing.T) {
	t.Parallel()
	gate := func(failOn string) string {
		return sources + stack("false") + `
locals {
  cluster = aws_eks_cluster.this
}
data "cisbench_eks" "this" {
  cluster = local.cluster
` + failOn + `
}
`
	}
	w := openFiles(t, map[string]string{"main.tf": gate("")})
	w.must(t, "apply", "-auto-approve", "-no-color")
	w.write(t, "main.tf", gate(`fail_on = "fail,unknown"`))
	out, err := w.run("destroy", "-auto-approve", "-no-color")
	if err == nil {
		t.Errorf("destroy with fail_on went through:\n%s", out)
	}
	contains(t, out, "Not up to the benchmark eks-1.5.0: 5.3.1, 5.4.1, 5.4.2", privateOff, turnItOn,
		`This is an error by fail_on = "fail,unknown". CISBENCH_FAIL_ON=none in the environment lets it pass`)

	w.setenv("CISBENCH_FAIL_ON", "never")
	out, _ = w.run("destroy", "-auto-approve", "-no-color")
	contains(t, out, `Unusable value of the environment variable CISBENCH_FAIL_ON`, `expected none, or a list of fail, unknown, manual and incomplete`)

	w.setenv("CISBENCH_FAIL_ON", "none")
	contains(t, w.must(t, "destroy", "-auto-approve", "-no-color"), "Destroy complete!")

	w.write(t, "main.tf", gate(""))
	w.setenv("CISBENCH_FAIL_ON", "fail")
	out, err = w.run("plan", "-no-color")
	if err == nil {
		t.Errorf("CISBENCH_FAIL_ON=fail let a plan through:\n%s", out)
	}
	contains(t, out, "This is an error by the environment variable CISBENCH_FAIL_ON")

	w.setenv("CISBENCH_FAIL_ON", "")
	w.must(t, "apply", "-auto-approve", "-no-color")
	contains(t, w.must(t, "destroy", "-auto-approve", "-no-color"), "Destroy complete!")
}

// TestDeferredIsTooLate: what the documents warn of. A deferred data source lets
// the plan through, and fails the apply once the cluster is there.
func TestDeferredIsTooLate(t *testing.T) {
	t.Parallel()
	w := openFiles(t, map[string]string{"main.tf": sources + stack("false") + `
data "cisbench_eks" "this" {
  cluster = aws_eks_cluster.this
  fail_on = "fail"
}
`})
	contains(t, w.must(t, "plan", "-no-color"), "data.cisbench_eks.this will be read during apply")
	out, err := w.run("apply", "-auto-approve", "-no-color")
	if err == nil {
		t.Errorf("the apply went through:\n%s", out)
	}
	contains(t, out, "aws_eks_cluster.this: Creation complete", privateOff)
}
