package source

import (
	"os"
	"path/filepath"
	"testing"
)

// Which workspace terraform.workspace is, by what may say so, and what it is unless
// that is known: "?" is unknown. Of no one that the machine selects is the name shown.
func TestWorkspace(t *testing.T) {
	const (
		cloudName = "terraform {\n  cloud {\n    workspaces {\n      name = \"one\"\n    }\n  }\n}\n"
		cloudTags = "terraform {\n  cloud {\n    workspaces {\n      tags = [\"a\"]\n    }\n  }\n}\n"
		cloudAny  = "terraform {\n  cloud {}\n}\n"
		remote    = "terraform {\n  backend \"remote\" {\n    workspaces {\n      name = \"one\"\n    }\n  }\n}\n"
		s3        = "terraform {\n  backend \"s3\" {}\n}\n"
	)
	tests := []struct {
		name, block, json string
		environment       string // what .terraform/environment holds
		options           Options
		want              string
	}{
		{name: "nothing says", want: "default"},
		{name: "flag", block: cloudName, environment: "two", options: Options{Workspace: "three", SelectedWorkspace: "four"}, want: "three"},
		{name: "cloud block with a name", block: cloudName, environment: "two", options: Options{SelectedWorkspace: "four"}, want: "one"},
		{name: "cloud block in JSON", json: `{"terraform": {"cloud": {"workspaces": {"name": "one"}}}}`, want: "one"},
		{name: "cloud block with tags", block: cloudTags, want: "?"},
		{name: "cloud block in JSON with tags", json: `{"terraform": {"cloud": {"workspaces": {"tags": ["a"]}}}}`, want: "?"},
		{name: "cloud block that leaves it open", block: cloudAny, want: "?"},
		{name: "cloud block with tags and a selected one", block: cloudTags, environment: "two\n", want: "two withheld"},
		{name: "cloud block with a name by a variable", block: "terraform {\n  cloud {\n    workspaces {\n      name = var.a\n    }\n  }\n}\n", want: "?"},
		{name: "remote backend", block: remote, environment: "two", options: Options{SelectedWorkspace: "four"}, want: "?"},
		{name: "remote backend with the flag", block: remote, options: Options{Workspace: "three"}, want: "three"},
		{name: "environment before the selected one", block: s3, environment: "two", options: Options{SelectedWorkspace: "four"}, want: "four withheld"},
		{name: "selected", block: s3, environment: "two", want: "two withheld"},
		{name: "selected, of several lines", environment: "two\nthree", want: "?"},
		{name: "selected, not a name", environment: "a/b", want: "?"},
		{name: "plan", environment: "two", options: Options{AnyWorkspace: true}, want: "?"},
		{name: "plan of a cloud block with a name", block: cloudName, options: Options{AnyWorkspace: true}, want: "one"},
		{name: "called module", block: cloudName, environment: "two", options: Options{GivenOnly: true}, want: "default"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := tree(t, "-- main.tf --\n"+tt.block)
			if tt.json != "" {
				root = tree(t, "-- more.tf.json --\n"+tt.json)
			}
			if tt.environment != "" {
				selects(t, root, tt.environment)
			}
			loaded := load(t, root, ".", tt.options)
			v, marks := loaded.loader.workspace.Unmark()
			got := "?"
			if v.IsKnown() {
				got = v.AsString()
			}
			if secret(marks) {
				got += " withheld"
			}
			if got != tt.want {
				t.Errorf("%s, %s expected", got, tt.want)
			}
		})
	}
}

func selects(t *testing.T, root, workspace string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(root, ".terraform"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, ".terraform", "environment"), []byte(workspace), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A link is not what Terraform writes: it may lead to a file that holds a secret.
func TestWorkspaceByALink(t *testing.T) {
	root := tree(t, "-- main.tf --\n-- token --\nhidden\n")
	if err := os.Mkdir(filepath.Join(root, ".terraform"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../token", filepath.Join(root, ".terraform", "environment")); err != nil {
		t.Skip(err)
	}
	if loaded := load(t, root, ".", Options{}); loaded.loader.workspace.IsKnown() {
		t.Error("it is taken for a workspace")
	}
}

// The report says that the default workspace is an assumption, if an expression asks.
func TestWorkspaceIsAssumed(t *testing.T) {
	says := func(text string, o Options) bool {
		loaded := load(t, tree(t, text), ".", o)
		loaded.module.output("w")
		for _, d := range loaded.Diagnostics() {
			if d.Summary == `terraform.workspace is taken for "default"` {
				return true
			}
		}
		return false
	}
	asks := "-- main.tf --\noutput \"w\" { value = terraform.workspace }\n"
	if !says(asks, Options{}) {
		t.Error("nothing is said")
	}
	if says(asks, Options{Workspace: "default"}) {
		t.Error("it is said of a workspace that is given")
	}
	if says("-- main.tf --\noutput \"w\" { value = 1 }\n", Options{}) {
		t.Error("it is said although nothing asks")
	}
}
