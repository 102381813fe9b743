package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestCIIsValid holds the repository's workflows and the examples of CI
// configuration to what their systems would say of them, as far as that can be
// had here.
func TestCIIsValid(t *testing.T) {
	examples, err := filepath.Glob("examples/ci/*")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range examples {
		if filepath.Ext(path) == ".sh" {
			continue
		}
		read(t, path, new(any)) // the yaml package refuses keys that are there twice
	}

	tool := filepath.Join(t.TempDir(), "checkci")
	build := exec.Command("go", "build", "-o", tool, "./checkci")
	build.Dir = filepath.Join("internal", "tools")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the linters cannot be built, so nothing is held to them: %v\n%s", err, out)
	}
	for _, dir := range []string{"examples/ci", ".github/workflows"} {
		if out, err := exec.Command(tool, dir).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}

	// Each linter sees a mistake.
	for name, mistake := range map[string][2]string{
		"github-actions.yml":    {"needs: scan", "needs: scam"},
		"gitlab-ci.yml":         {"parallel: 2", "parallel: many"},
		"kubernetes-scan.yaml":  {"completions:", "completion:"},
		"kubernetes-merge.yaml": {"containers:", "contains:"},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("examples/ci")); err != nil {
			t.Fatal(err)
		}
		spoil(t, filepath.Join(dir, name), mistake[0], mistake[1])
		out, err := exec.Command(tool, dir).CombinedOutput()
		if err == nil || !strings.Contains(string(out), name+": ") {
			t.Errorf("%s with %q: %v\n%s", name, mistake[1], err, out)
		}
	}

	// And that the repository's own action is given what it does not take.
	dir := t.TempDir()
	workflows := filepath.Join(dir, ".github", "workflows")
	if err := os.CopyFS(workflows, os.DirFS(".github/workflows")); err != nil {
		t.Fatal(err)
	}
	action, err := os.ReadFile("action.yml")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "action.yml"), action, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	spoil(t, filepath.Join(workflows, "test.yml"), "soft-fail:", "soft-fall:")
	if out, err := exec.Command(tool, workflows).CombinedOutput(); err == nil || !strings.Contains(string(out), `input "soft-fall" is not defined`) {
		t.Errorf("test.yml with soft-fall: %v\n%s", err, out)
	}
}

func read(t *testing.T, path string, to any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, to); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func spoil(t *testing.T, path, good, bad string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte(good)) {
		t.Fatalf("%s has no %q", path, good)
	}
	if err := os.WriteFile(path, bytes.Replace(content, []byte(good), []byte(bad), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCIExamplesRun runs the scripts of the examples with the program, over the
// example plans. Terraform, Terragrunt and the Go that installs the program are
// stand-ins.
func TestCIExamplesRun(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no bash to run the examples with")
	}
	bin := standIns(t)
	tests := []struct {
		name string
		jobs []job
		want map[string]string // a file, and something in it
	}{
		{"GitHub", githubJobs(t), map[string]string{
			"cisbench.sarif": `"version": "2.1.0"`, "summary.md": "5.4.1", "steps.md": "5.4.1", "reports/dev.json": `"path": "envs/dev/plan.json"`,
		}},
		{"GitLab", gitlabJobs(t), map[string]string{
			"codequality.json": `"check_name"`, "junit.xml": "<testsuite", "reports/1.json": `"number": 1`, "reports/2.json": `"number": 2`,
		}},
		{"Azure", azureJobs(t), map[string]string{"junit.xml": "<testsuite"}},
		{"Atlantis", atlantisJobs(t), map[string]string{"stdout": "FAIL"}},
		{"Terragrunt", []job{{script: "terragrunt.sh", file: true, code: 1}}, map[string]string{
			"cisbench.json": `"path": ".plans/prod/tfplan.json"`, "stdout": "\ndev ",
		}},
		{"Kubernetes", kubernetesJobs(t), map[string]string{"reports/merged.json": `"path": "plans/dev.json"`, "reports/3.json": `"inputs": []`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := repository(t)
			var stdout bytes.Buffer
			for i, j := range tt.jobs {
				args := []string{"-eo", "pipefail", "-c", j.script}
				if j.file {
					path, err := filepath.Abs(filepath.Join("examples", "ci", j.script))
					if err != nil {
						t.Fatal(err)
					}
					args = []string{path}
				}
				cmd := exec.Command(bash, args...)
				cmd.Dir = dir
				cmd.Env = append([]string{"PATH=" + bin + ":" + os.Getenv("PATH"), "CI=true", "HOME=" + dir, "CISBENCH_VERSION=v0.1.0"}, j.env...)
				var stderr bytes.Buffer
				cmd.Stdout, cmd.Stderr = &stdout, &stderr
				_ = cmd.Run() // its exit code says more
				if code := cmd.ProcessState.ExitCode(); code != j.code {
					t.Fatalf("script %d: exit code %d, want %d\n%s\n%s%s", i, code, j.code, j.script, stdout.String(), stderr.String())
				}
			}
			for name, want := range tt.want {
				content := stdout.Bytes()
				if name != "stdout" {
					if content, err = os.ReadFile(filepath.Join(dir, name)); err != nil {
						t.Error(err)
						continue
					}
				}
				if !strings.Contains(string(content), want) {
					t.Errorf("%s: no %s in:\n%s", name, want, content)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, ".plans")); err == nil {
				t.Error("plans are left behind")
			}
		})
	}
}
