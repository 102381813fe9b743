package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// job is a script of an example, with the environment that its system gives it.
type job struct {
	script string
	file   bool // the script is a file of the examples
	env    []string
	code   int
}

// standIns makes a directory with the program, and with stand-ins for what the
// scripts call besides.
func standIns(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "terraform-provider-cisbench"), ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	plans, err := filepath.Abs(filepath.Join("examples", "plans"))
	if err != nil {
		t.Fatal(err)
	}
	for name, script := range map[string]string{
		"go": "echo /go",
		// The plan of dev is the insecure one.
		"terraform": `[ "$1" = show ] || exit 0
case "$PWD" in *dev*) cat '` + plans + `/insecure.json';; *) cat '` + plans + `/secure.json';; esac`,
		"terragrunt": `while [ $# -gt 0 ]; do [ "$1" = --json-out-dir ] && out=$2; shift; done
mkdir -p "$out/dev" "$out/prod"
cp '` + plans + `/insecure.json' "$out/dev/tfplan.json"
cp '` + plans + `/secure.json' "$out/prod/tfplan.json"`,
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

// repository is a directory such as the examples are for.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, sub := range []string{".git/objects", ".git/refs", "envs/dev", "envs/prod", "plans", "reports"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".git", "HEAD"), []byte("ref: refs/heads/main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"insecure": "dev", "secure": "prod"} {
		content, err := os.ReadFile(filepath.Join("examples", "plans", from+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "plans", to+".json"), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// githubJobs runs the scans of the matrix, and then the report. The last step
// decides.
func githubJobs(t *testing.T) []job {
	t.Helper()
	type steps struct {
		Steps []struct{ Run string }
	}
	var workflow struct{ Jobs struct{ Scan, Report steps } }
	read(t, "examples/ci/github-actions.yml", &workflow)
	var jobs []job
	for _, environment := range []string{"dev", "prod"} {
		for _, s := range workflow.Jobs.Scan.Steps {
			jobs = append(jobs, job{script: s.Run, env: []string{"ENVIRONMENT=" + environment}})
		}
	}
	for _, s := range workflow.Jobs.Report.Steps {
		jobs = append(jobs, job{script: s.Run, env: []string{"GITHUB_STEP_SUMMARY=steps.md", "GITHUB_ACTIONS=true"}})
	}
	jobs[len(jobs)-1].code = 1
	return jobs
}

func gitlabJobs(t *testing.T) []job {
	t.Helper()
	type script struct {
		Script []string
		Before []string `yaml:"before_script"`
	}
	var pipeline struct {
		Cisbench           script `yaml:".cisbench"`
		Plan, Scan, Report script
	}
	read(t, "examples/ci/gitlab-ci.yml", &pipeline)
	lines := func(s script) string { return strings.Join(append(s.Before, s.Script...), "\n") }
	var jobs []job
	for _, environment := range []string{"dev", "prod"} {
		jobs = append(jobs, job{script: lines(pipeline.Plan), env: []string{"ENVIRONMENT=" + environment}})
	}
	for node := 1; node <= 2; node++ {
		jobs = append(jobs, job{script: lines(pipeline.Cisbench) + "\n" + lines(pipeline.Scan),
			env: []string{fmt.Sprintf("CI_NODE_INDEX=%d", node), "CI_NODE_TOTAL=2"}})
	}
	return append(jobs, job{script: lines(pipeline.Report), env: []string{"CI_NODE_TOTAL=1"}, code: 1})
}

func azureJobs(t *testing.T) []job {
	t.Helper()
	var pipeline struct{ Steps []struct{ Bash string } }
	read(t, "examples/ci/azure-pipelines.yml", &pipeline)
	var jobs []job
	for _, s := range pipeline.Steps {
		jobs = append(jobs, job{script: s.Bash, env: []string{"TF_BUILD=True"}}) // prod is secure
	}
	return jobs
}

func atlantisJobs(t *testing.T) []job {
	t.Helper()
	var server struct {
		Workflows struct {
			Cisbench struct {
				Policy struct{ Steps []any } `yaml:"policy_check"`
			}
		}
	}
	read(t, "examples/ci/atlantis.yaml", &server)
	var jobs []job
	for _, step := range server.Workflows.Cisbench.Policy.Steps {
		if run, ok := step.(map[string]any); ok {
			jobs = append(jobs, job{script: run["run"].(string), env: []string{"SHOWFILE=plans/dev.json"}})
		}
	}
	return jobs
}

// kubernetesJobs runs what the pods would, with their volumes in the current
// directory.
func kubernetesJobs(t *testing.T) []job {
	t.Helper()
	var jobs []job
	command := func(path string, index int) job {
		var object struct {
			Spec struct {
				Template struct {
					Spec struct {
						Containers []struct {
							Args []string
							Env  []struct{ Name, Value string }
						}
					}
				}
			}
		}
		read(t, path, &object)
		container := object.Spec.Template.Spec.Containers[0]
		j := job{script: "terraform-provider-cisbench", env: []string{fmt.Sprint("JOB_COMPLETION_INDEX=", index)}}
		for _, arg := range container.Args {
			arg = strings.ReplaceAll(arg, "$(JOB_COMPLETION_INDEX)", fmt.Sprint(index))
			arg = strings.ReplaceAll(strings.ReplaceAll(arg, "/plans/", "plans/"), "/reports/", "reports/")
			j.script += " '" + arg + "'"
		}
		for _, e := range container.Env {
			j.env = append(j.env, e.Name+"="+e.Value)
		}
		return j
	}
	for index := range 4 {
		jobs = append(jobs, command("examples/ci/kubernetes-scan.yaml", index))
	}
	last := command("examples/ci/kubernetes-merge.yaml", 0)
	last.code = 1
	return append(jobs, last)
}
