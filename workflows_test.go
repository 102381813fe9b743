package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// workflowFiles are what GitHub runs of this repository, and the example that
// others copy.
func workflowFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	return append(paths, "action.yml", "examples/ci/github-actions.yml")
}

// A tag can be moved to other code. A commit cannot, and its comment says which
// release it is, to people and to Dependabot.
func TestActionsArePinned(t *testing.T) {
	uses := regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`)
	pinned := regexp.MustCompile(`^([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$`)
	own := map[string]string{}
	for _, path := range workflowFiles(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range uses.FindAllSubmatch(content, -1) {
			what := string(match[1])
			if strings.HasPrefix(what, "./") {
				continue
			}
			parts := pinned.FindStringSubmatch(what)
			if parts == nil {
				t.Errorf("%s uses %s: expected a commit of 40 digits, and its release as in # v1.2.3", path, what)
				continue
			}
			if strings.HasPrefix(path, "examples") {
				continue // an example may lag behind
			}
			if other, ok := own[parts[1]]; ok && other != what {
				t.Errorf("%s uses %s, and another file uses %s", path, what, other)
			}
			own[parts[1]] = what
		}
	}
	if len(own) == 0 {
		t.Error("found no action that is used")
	}
}

// A workflow may read the repository. A job that may do more says so, and those
// that do are known here.
func TestWorkflowPermissions(t *testing.T) {
	type job struct {
		Permissions map[string]string
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
	more := map[string]string{}
	for _, path := range workflowFiles(t) {
		var file struct {
			On          any
			Permissions map[string]string
			Jobs        map[string]job
			Runs        *job // of an action
		}
		read(t, path, &file)
		if file.Runs != nil {
			file.Jobs, file.Permissions = map[string]job{"": *file.Runs}, map[string]string{"contents": "read"} // a caller's
		}
		if diff := cmp.Diff(map[string]string{"contents": "read"}, file.Permissions); diff != "" {
			t.Errorf("%s: permissions (-want +got):\n%s", path, diff)
		}
		on, _ := file.On.(map[string]any)
		if _, ok := on["pull_request_target"]; ok {
			t.Errorf("%s runs on pull_request_target, with the repository's rights on a stranger's code", path)
		}
		for name, j := range file.Jobs {
			for what, right := range j.Permissions {
				if right == "write" {
					more[path+" "+name] += what
				}
			}
			for _, step := range j.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s, job %s: an expression inside a script is code that others may write; hand it over in env: %s", path, name, step.Run)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
					t.Errorf("%s, job %s: checkout keeps the token where every later step finds it: persist-credentials: false", path, name)
				}
			}
		}
	}
	want := map[string]string{
		".github/workflows/release.yml release": "contents",
		"examples/ci/github-actions.yml scan":   "id-token",
		"examples/ci/github-actions.yml report": "security-events",
	}
	if diff := cmp.Diff(want, more); diff != "" {
		t.Errorf("jobs that may write (-want +got):\n%s", diff)
	}
}

// The guide has every input of the action, with its default.
func TestActionIsDocumented(t *testing.T) {
	var action struct {
		Inputs map[string]struct{ Default string }
	}
	read(t, "action.yml", &action)
	guide, err := os.ReadFile("docs/guides/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, input := range action.Inputs {
		row := "| `" + name + "` | `" + input.Default + "` |"
		if input.Default == "" {
			row = "| `" + name + "` | |"
		}
		if name == "category" {
			row = "`category`" // in the row of upload
		}
		if !strings.Contains(string(guide), row) {
			t.Errorf("docs/guides/ci.md has no row %q", row)
		}
	}
	if len(action.Inputs) == 0 {
		t.Error("the action has no inputs")
	}
}

// Each check runs in some job.
func TestWorkflowsRunEveryCheck(t *testing.T) {
	runs := map[string]bool{}
	for _, path := range workflowFiles(t) {
		var file struct {
			Jobs map[string]struct {
				Steps []struct{ Run string }
			}
		}
		read(t, path, &file)
		for _, job := range file.Jobs {
			for _, step := range job.Steps {
				runs[step.Run] = true
			}
		}
	}
	for _, command := range []string{".ci/run", "make tidy", "make vuln", "make race", "make generate", "make snapshot"} {
		if !runs[command] {
			t.Errorf("no job runs %s", command)
		}
	}
}

// With go-version-file, setup-go installs the patch release that go.mod names as
// the oldest one, without the security fixes of the later ones.
func TestWorkflowsBuildWithNewestPatch(t *testing.T) {
	for _, path := range workflowFiles(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "go-version-file:") {
			t.Errorf("%s uses go-version-file: expected go-version: stable", path)
		}
	}
}

// One version of a tool is in force everywhere.
func TestVersionsAgree(t *testing.T) {
	first := func(path, pattern string) string {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		match := regexp.MustCompile(pattern).FindSubmatch(content)
		if match == nil {
			t.Fatalf("%s: nothing matches %s", path, pattern)
		}
		return string(match[1])
	}
	const action = `@[0-9a-f]{40} # v[0-9.]+\n\s+with:\n\s+version: (\S+)`
	for tool, got := range map[string][]string{
		"Go": {first("go.mod", `(?m)^go (\d+\.\d+)`), first("internal/tools/go.mod", `(?m)^go (\d+\.\d+)`),
			first(".github/workflows/test.yml", `go: \["(\d+\.\d+)\.x"`)},
		"goreleaser": {first("GNUmakefile", `goreleaser/v2@(\S+)`), first(".github/workflows/lint.yml", `goreleaser-action`+action),
			first(".github/workflows/release.yml", `goreleaser-action`+action)},
		"golangci-lint": {first("GNUmakefile", `golangci-lint@(\S+)`), first(".github/workflows/lint.yml", `golangci-lint-action`+action)},
	} {
		for _, version := range got[1:] {
			if version != got[0] {
				t.Errorf("%s: %q in one file, %q in another", tool, got[0], version)
			}
		}
	}
}
