package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestHook lets pre-commit install the hook from this repository, as it is
// committed, and run it over another one.
func TestHook(t *testing.T) {
	if testing.Short() {
		t.Skip("pre-commit builds the program anew, which takes its time")
	}
	precommit, err := exec.LookPath("pre-commit")
	if err != nil {
		t.Skip("pre-commit is not on PATH: the hook is not tested")
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("git", "rev-parse", "--verify", "--quiet", "HEAD:.pre-commit-hooks.yaml").CombinedOutput(); err != nil {
		t.Skipf("not a clone with the hook in it: the hook is not tested: %v\n%s", err, out)
	}
	const repository = `resource "aws_ecr_repository" "app" {
  name = "app"
  image_scanning_configuration {
    scan_on_push = %t
  }
}
`
	// Each run builds the program, so that there are two.
	good := map[string]string{"good/main.tf": fmt.Sprintf(repository, true), "README.md": "x"}
	bad := map[string]string{
		"bad/ecr.tf":             fmt.Sprintf(repository, false),
		"given/main.tf":          strings.Replace(repository, "%t", "var.scan", 1) + "variable \"scan\" {\n  type = bool\n}\n",
		"given/terraform.tfvars": "scan = false\n",
		"json/main.tofu.json":    `{"resource": {"aws_ecr_repository": {"app": {"name": "app"}}}}`,
	}
	maps.Copy(bad, good)
	tests := []struct {
		name  string
		files map[string]string
		want  []string // in what is printed; the hook fails where there is any
	}{
		{"good", good, nil},
		{"bad", bad, []string{"\nbad/ecr.tf:4: fail 5.1.1: ", "\ngiven/main.tf:4: fail 5.1.1: ", "\njson/main.tofu.json:1: fail 5.1.1: "}},
	}
	// pre-commit gives Go another home, where every module would be fetched again.
	env := append(os.Environ(), "PRE_COMMIT_HOME="+t.TempDir(), "PRE_COMMIT_COLOR=never", "GOFLAGS=-trimpath",
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"), "GOCACHE="+goEnv(t, "GOCACHE"))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			git := func(args ...string) {
				cmd := exec.Command("git", args...)
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("git %v: %v\n%s", args, err, out)
				}
			}
			git("init", "-q")
			for name, content := range tt.files {
				path := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			git("add", "-A")
			cmd := exec.Command(precommit, "try-repo", root, "cisbench", "--all-files", "--verbose")
			cmd.Dir, cmd.Env = dir, env
			out, err := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); (code != 0) != (len(tt.want) > 0) || code > 1 {
				t.Fatalf("exit code %d: %v\n%s", code, err, out)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(out), want) {
					t.Errorf("no %q in:\n%s", want, out)
				}
			}
			if strings.Contains(string(out), "good/") {
				t.Errorf("something is said of what is good:\n%s", out)
			}
			// pre-commit says the hook's name, and how long it took; all else is the hook's.
			_, said, _ := strings.Cut(string(out), "- duration: ")
			if _, said, _ = strings.Cut(said, "\n"); len(tt.want) == 0 && strings.TrimSpace(said) != "" {
				t.Errorf("the hook is not quiet:\n%s", out)
			}
		})
	}
}

// The hook is given what a root module may consist of, or read.
func TestHookFiles(t *testing.T) {
	content, err := os.ReadFile(".pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ Files, Exclude, Entry string }
	if err := yaml.Unmarshal(content, &hooks); err != nil || len(hooks) != 1 {
		t.Fatalf("%d hooks: %v", len(hooks), err)
	}
	if want := "terraform-provider-cisbench scan --hook"; hooks[0].Entry != want {
		t.Errorf("the entry is %q, want %q: without --hook a file may be taken for a flag or a plan", hooks[0].Entry, want)
	}
	files, exclude := regexp.MustCompile(hooks[0].Files), regexp.MustCompile(hooks[0].Exclude)
	for name, want := range map[string]bool{
		"main.tf": true, "a/main.tofu": true, "main.tf.json": true, "main.tofu.json": true,
		"prod.tfvars": true, "prod.auto.tfvars.json": true, ".cisbench.yaml": true, ".terraform.lock.hcl": true,
		"policies/pull.json": true, "values.yml": true, "trust.tftpl": true, "policy.json.tpl": true,
		"main.go": false, "picture.png": false, "tf": false, "main.tf.bak": false,
		".terraform/modules/m/main.tf": false, "live/.terraform/modules/modules.json": false,
	} {
		if got := files.MatchString(name) && !exclude.MatchString(name); got != want {
			t.Errorf("%s: passed to the hook is %v, want %v", name, got, want)
		}
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
