package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/page"
)

var update = flag.Bool("update", false, "write the examples and pages of controls")

// chosenCases are those on a control's page: one that fails it, and one that passes.
func chosenCases() []page.Examples {
	choose := func(key, bad, good string) page.Examples {
		return page.Examples{Key: key, Bad: page.Example{Case: bad}, Good: page.Example{Case: good}}
	}
	return []page.Examples{
		choose("approved-registries", "fail", "pass"),
		choose("dedicated-service-accounts", "fail", "pass"),
		choose("ecr-image-scanning", "left-out", "pass"),
		choose("ecr-node-access", "fail", "pass"),
		choose("ecr-user-access", "fail", "pass"),
		choose("endpoint-access", "left-out-cidrs", "pass-limited"),
		choose("endpoint-private", "left-out-public", "pass"),
		choose("load-balancer-tls", "fail", "pass"),
		choose("network-policy", "fail", "pass-bool"),
		choose("private-nodes", "fail-public-addresses", "template-no-public-address"),
		choose("rbac-users", "fail-token", "pass"),
		choose("secrets-encryption", "fail", "pass"),
	}
}

// TestExamples makes the examples of every control from its cases: none shows
// output that the program does not print.
func TestExamples(t *testing.T) {
	all := chosenCases()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Controls() {
		if !slices.ContainsFunc(all, func(e page.Examples) bool { return e.Key == c.Key }) {
			t.Errorf("%s: choose a case that fails and a case that passes in chosenCases of examples_test.go", c.Key)
		}
	}
	for i, e := range all {
		all[i].Bad = example(t, e.Key, e.Bad.Case, codeFindings, "FAIL")
		all[i].Good = example(t, e.Key, e.Good.Case, 0, "pass")
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(all); err != nil {
		t.Fatal(err)
	}
	const file = "../page/examples.json"
	if *update {
		if err := os.WriteFile(file, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("the examples are not what the program prints: run make generate (-want +got):\n%s", diff)
	}
}

// mockProvider is the provider block with which cases are planned without an
// account: on a page it says nothing.
var mockProvider = regexp.MustCompile(`(?s)provider "aws" \{\n[^}]*skip_credentials_validation[^}]*\}\n\n?`)

// example scans the source of a case, as whoever copies it from the page does.
func example(t *testing.T, key, name string, code int, word string) page.Example {
	t.Helper()
	from := filepath.Join("..", "controls", "testdata", key, name)
	read := func(file string) string {
		content, err := os.ReadFile(filepath.Join(from, file))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return string(content)
	}
	e := page.Example{Case: name, Source: mockProvider.ReplaceAllString(read("main.tf"), ""), Settings: read("settings.yaml")}

	dir := t.TempDir()
	for file, content := range map[string]string{"main.tf": e.Source, settingsName: e.Settings} {
		if content == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	back, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.Chdir(back); err != nil {
			t.Fatal(err)
		}
	}()
	var stdout, stderr bytes.Buffer
	args := []string{"scan", "--control", key}
	if word == "pass" {
		args = append(args, "--verbose") // what passes is listed for those who ask
	}
	e.Command = strings.Join(args, " ")
	if got := Run(context.Background(), args, nil, &stdout, &stderr, func(string) string { return "" }); got != code {
		t.Fatalf("%s/%s: exit %d, expected %d\n%s%s", key, name, got, code, &stdout, &stderr)
	}
	e.Output = stdout.String()
	if !strings.Contains(e.Output, word) {
		t.Errorf("%s/%s: expected %s in\n%s", key, name, word, e.Output)
	}
	return e
}

// TestControlPages makes the templates of the pages of the default benchmark's
// controls, of which the documentation is generated.
func TestControlPages(t *testing.T) {
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Controls() {
		var stdout, stderr bytes.Buffer
		args := []string{"explain", c.ID, "--format", "markdown"}
		if code := Run(context.Background(), args, nil, &stdout, &stderr, func(string) string { return "" }); code != 0 {
			t.Fatalf("explain %s: exit %d: %s", c.ID, code, &stderr)
		}
		// The pages go through a template engine.
		want := strings.ReplaceAll(stdout.String(), "{{", `{{"{{"}}`)
		file := filepath.Join("..", "..", "templates", "guides", "control-"+c.Key+".md.tmpl")
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s is not what explain prints: run make generate (-want +got):\n%s", file, diff)
		}
	}
}
