package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestActionRuns runs the scripts of action.yml as GitHub does.
func TestActionRuns(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no bash to run the action with")
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]struct{ Default string }
		Runs   struct {
			Steps []struct {
				ID, If, Uses, Run string
				Env               map[string]string
			}
		}
	}
	read(t, "action.yml", &action)
	temp := t.TempDir() // the program is built once

	tests := []struct {
		name   string
		inputs map[string]string
		code   int
		sarif  string // something in the file that is uploaded; none where nothing is
	}{
		{"secure plan", map[string]string{"paths": "plans/prod.json"}, 0, `"results": []`},
		{"insecure plan", map[string]string{"paths": "plans/dev.json"}, 1, `"ruleId"`},
		{"soft", map[string]string{"paths": "plans/*.json\n\n", "soft-fail": "true"}, 0, `"ruleId"`},
		{"arguments", map[string]string{"paths": "plans/dev.json", "args": "--control=5.4.1\n--fail-on\nnone"}, 0, `"ruleId"`},
		{"a path is no flag", map[string]string{"paths": "--soft-fail\nplans/prod.json"}, 2, ""},
		{"a path is no script", map[string]string{"paths": "$(touch made).json"}, 2, ""},
		{"a binary plan", map[string]string{"paths": "plans/tfplan"}, 2, ""},
		{"a binary plan, allowed", map[string]string{"paths": "plans/tfplan", "allow-exec": "true"}, 1, `"ruleId"`},
		{"a binary plan, allowed by an argument", map[string]string{"paths": "plans/tfplan", "args": "--allow-exec"}, 1, `"ruleId"`},
		{"a mistyped input", map[string]string{"paths": "plans/prod.json", "allow-exec": "maybe"}, 2, ""},
		{"broken, softly", map[string]string{"paths": "plans/none.json", "soft-fail": "true"}, 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := repository(t)
			path := fakeTerraform(t, dir)
			contexts := map[string]string{"github.action_path": root, "runner.temp": temp}
			for name, input := range action.Inputs {
				contexts["inputs."+name] = input.Default
			}
			for name, value := range tt.inputs {
				contexts["inputs."+name] = value
			}
			code, uploaded := 0, ""
			for _, step := range action.Runs.Steps {
				switch condition := step.If; {
				case condition == "inputs.soft-fail != 'true'" && contexts["inputs.soft-fail"] == "true",
					condition == "inputs.upload == 'true'" && contexts["inputs.upload"] != "true":
					continue
				case condition != "" && !strings.HasPrefix(condition, "inputs."):
					t.Fatalf("condition %q is not known to this test", condition)
				}
				if strings.HasPrefix(step.Uses, "github/codeql-action/upload-sarif@") {
					content, err := os.ReadFile(filepath.Join(dir, contexts["inputs.sarif-file"]))
					if err != nil {
						t.Fatal(err)
					}
					uploaded = string(content)
				}
				if step.Run == "" {
					continue
				}
				cmd := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
				cmd.Dir = dir
				output := filepath.Join(t.TempDir(), "output")
				env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary.md")}
				for name, value := range step.Env {
					env[name] = evaluate(t, value, contexts)
				}
				cmd.Env = append(os.Environ(), "PATH="+path+string(os.PathListSeparator)+os.Getenv("PATH"))
				for name, value := range env {
					cmd.Env = append(cmd.Env, name+"="+value)
				}
				out, _ := cmd.CombinedOutput() // its exit code says more
				if code = cmd.ProcessState.ExitCode(); code != 0 {
					t.Logf("%s", out)
					break
				}
				if content, err := os.ReadFile(output); err == nil {
					for line := range strings.Lines(string(content)) {
						name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
						contexts["steps."+step.ID+".outputs."+name] = value
					}
				}
			}
			if code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if !strings.Contains(uploaded, tt.sarif) || tt.sarif == "" && uploaded != "" {
				t.Errorf("expected %q in what is uploaded:\n%.2000s", tt.sarif, uploaded)
			}
			if _, err := os.Stat(filepath.Join(dir, "made")); err == nil {
				t.Error("an input was run as a script")
			}
		})
	}
}

// fakeTerraform puts a binary plan into plans, and returns a directory with a
// terraform that shows plans/dev.json for it.
func fakeTerraform(t *testing.T, dir string) string {
	t.Helper()
	var plan bytes.Buffer
	z := zip.NewWriter(&plan)
	_, err := z.Create("tfplan")
	programs := t.TempDir()
	if err := errors.Join(err, z.Close(),
		os.WriteFile(filepath.Join(dir, "plans", "tfplan"), plan.Bytes(), 0o600),
		os.WriteFile(filepath.Join(programs, "terraform"), []byte("#!/bin/sh\ncat dev.json\n"), 0o755)); err != nil {
		t.Fatal(err)
	}
	return programs
}

// evaluate replaces expressions that name one value.
func evaluate(t *testing.T, text string, contexts map[string]string) string {
	t.Helper()
	expression := regexp.MustCompile(`\$\{\{ ([^ ]+) \}\}`)
	got := expression.ReplaceAllStringFunc(text, func(match string) string {
		name := expression.FindStringSubmatch(match)[1]
		value, ok := contexts[name]
		if !ok {
			t.Errorf("%s is empty where %q is evaluated", name, text)
		}
		return value
	})
	if strings.Contains(got, "${{") {
		t.Errorf("%q is more than this test evaluates", text)
	}
	return got
}
