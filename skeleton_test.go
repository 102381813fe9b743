package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// complaints maps the tests that fail to a text of their output.
type complaints map[string]string

// unwritten are the complaints about what only a person, Terraform or make generate
// can add to the skeletons of newControl and newFormat.
func unwritten() complaints {
	return complaints{
		"TestEmbeddedProse/efs-encryption":           "catalogue.yaml: level 1, severity \"high\", rationale \"\", 0 references",
		"TestCases/efs-encryption/pass":              "run make plans CASES=internal/controls/testdata/efs-encryption/pass",
		"TestCases/efs-encryption/fail":              "run make plans CASES=internal/controls/testdata/efs-encryption/fail",
		"TestCases/efs-encryption/not-set":           "run make plans CASES=internal/controls/testdata/efs-encryption/not-set",
		"TestCases/efs-encryption/known-after-apply": "run make plans CASES=internal/controls/testdata/efs-encryption/known-after-apply",
		"TestTableCoversControls":                    "aws_efs_file_system: in schema.json: false, expected true: run make schema",
		"TestExamples":                               "run make generate",
		"TestControlPages":                           "control-efs-encryption.md.tmpl is not what explain prints: run make generate",
		"TestReadme":                                 "run make generate",
		"TestReadmeLinks":                            "docs/guides/control-efs-encryption.md",
		"TestReadmeComparison":                       `templates/guides/comparison.md.tmpl has no section "### CB.1.1 ..."`,
		"TestFormats/typical/team-csv":               "run go test ./internal/render -update",
		"TestFormatsGuide":                           "the table of templates/guides/formats.md.tmpl has no row for a format, or an empty cell",
	}
}

// TestSkeletons runs make control and make format in a copy of the repository. The
// result compiles, and the tests that fail are those that name what is not written.
// Then it undoes each of the lines in lists: a test names every list.
func TestSkeletons(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles half of the packages again")
	}
	c := newCheckout(t)
	c.must(t, "control", "key=efs-encryption", "id=CB.1.1", "section=Storage", "title=Ensure file systems are encrypted",
		"level=1", "severity=high", "type=aws_efs_file_system", "argument=encrypted")
	c.must(t, "format", "name=team-csv")
	got := c.check(t, slices.Collect(maps.Keys(tests()))...)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(unwritten())), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("tests that fail after the skeletons are written (-want +got):\n%s", diff)
	}
	got.say(t, unwritten())

	for _, name := range c.changed {
		if before, err := os.ReadFile(name); err == nil && !strings.HasSuffix(name, "catalogue.yaml") {
			writeFile(t, filepath.Join(c.dir, filepath.FromSlash(name)), string(before))
		}
	}
	got = c.check(t, "internal/benchmark", "internal/controls", "internal/cli")
	for _, name := range []string{"", "internal/render"} { // compiled before: what they read are no Go files
		c.run(t, name, got)
	}
	got.say(t, complaints{
		"TestSchemaEvaluators":    "controls.schema.json does not list the keys of catalogue.yaml",
		"TestTableIsTheCatalogue": "table.go has no line for a key of internal/benchmark/catalogue.yaml",
		"TestCasesAreEnough":      "internal/controls/testdata/efs-encryption: no evaluator of table.go has this key",
		"TestExamples":            "efs-encryption: choose a case that fails and a case that passes in chosenCases of examples_test.go",
		"TestReadmeTable":         `the table under "The controls" in README.md`,
		"TestFormatsGuide":        "the list under [Formats] in README.md",
	})
}

// tests are those about controls and formats, by package.
func tests() map[string]string {
	return map[string]string{
		"internal/benchmark":     ".",
		"internal/controls":      "TestTable|TestNothingKnown|TestCasesAreEnough|TestCases/efs-encryption",
		"internal/render":        "TestFormats/typical|TestFormatsGuide|TestSchemas|TestFind|TestNoFieldIsObeyed",
		"internal/cli":           "TestExamples|TestControlPages",
		"internal/source/schema": "TestTableCoversControls",
		"":                       "TestReadme",
	}
}

// A file that does not look as expected stops the command before it writes anything.
func TestSkeletonsAreWhole(t *testing.T) {
	c := newCheckout(t)
	c.must(t, "format", "name=team-csv")
	readme := filepath.Join(c.dir, "README.md")
	writeFile(t, readme, strings.ReplaceAll(text(t, readme), "[Formats]", "[Reports]"))
	const own = "id=CB.1.1 section=Storage title=Titles level=1 severity=high type=aws_efs_file_system argument=encrypted"
	for _, tt := range []struct{ args, want, created string }{
		{"format name=other", "README.md: expected a match of", "internal/render/other.go"},
		{"format name=team-csv", "internal/render/team_csv.go: expected a name that is not taken", "internal/render/teamcsv.go"},
		{"control key=nodes-windows " + own, "internal/controls/nodes_windows.go: expected a name that", "internal/controls/nodes_windows.go"},
		{"control key=rbac-users " + own, "internal/benchmark/catalogue.yaml: it has the key rbac-users or the id CB.1.1 already, or", "internal/controls/testdata/rbac-users/not-set/want"},
		{"control key=efs-a title=T level=1 severity=high type=aws_efs_file_system argument=a id=5.9.1", "catalogue.yaml: set section to the title of section 5.9", "internal/controls/efs_a.go"},
		{"control key=efs " + own, `key is "efs": expected a text that matches`, "internal/controls/efs.go"},
		{"format nmae=other", "nmae=other: unknown argument", "internal/render/other.go"},
	} {
		out, err := c.skeleton(strings.Fields(tt.args)...)
		if err == nil || !strings.Contains(out, tt.want) {
			t.Errorf("skeleton %s: %v: expected an error with %q, got:\n%s", tt.args, err, tt.want, out)
		}
		if _, err := os.Stat(filepath.Join(c.dir, filepath.FromSlash(tt.created))); err == nil {
			t.Errorf("skeleton %s: wrote %s", tt.args, tt.created)
		}
	}
}

// A control that CIS publishes is in published of embedded_test.go. Lines are in their
// section.
func TestSkeletonOfPublished(t *testing.T) {
	c := newCheckout(t)
	c.must(t, "control", "key=cluster-logs", "id=5.4.6", "title=Keep the logs", "label=Manual",
		"level=2", "severity=low", "type=aws_cloudwatch_log_group", "argument=skip_destroy")
	for name, want := range map[string]string{
		"README.md":                           "\n| 5.4.6 | `cluster-logs` | [Keep the logs](docs/guides/control-cluster-logs.md) | `skip_destroy` of each `aws_cloudwatch_log_group` |\n| 5.5.1 |",
		"internal/benchmark/embedded_test.go": "\n\t\t{\"5.4.6\", \"cluster-logs\", 2, \"Keep the logs\", \"Manual\", \"Manual\", \"Manual\", \"\"},\n\t\t{id: \"5.5\"",
		"internal/benchmark/catalogue.yaml":   "\n      - {since: eks-1.5.0, id: 5.4.6, title: \"Keep the logs\", label: Manual}\n    level: 2\n    severity: low\n",
	} {
		if got := text(t, filepath.Join(c.dir, filepath.FromSlash(name))); !strings.Contains(got, want) {
			t.Errorf("%s does not have:%s", name, want)
		}
	}
}

// checkout is a copy of the repository, and the files in it that the skeletons changed.
type checkout struct {
	dir, tool, binaries string
	changed             []string
}

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{dir: t.TempDir(), binaries: t.TempDir()}
	c.tool = c.binary("skeleton")
	build := exec.Command("go", "build", "-o", c.tool, "./skeleton")
	build.Dir = filepath.Join("internal", "tools")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the tools cannot be built, so the skeletons are not tested: %v\n%s", err, out)
	}
	for _, name := range []string{".github", "docs", "examples", "internal", "templates"} {
		if err := os.CopyFS(filepath.Join(c.dir, name), os.DirFS(name)); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(c.dir, "README.md"), text(t, "README.md"))
	return c
}

func (c *checkout) skeleton(args ...string) (string, error) {
	cmd := exec.Command(c.tool, args...)
	cmd.Dir = filepath.Join(c.dir, "internal", "tools")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// must runs the command, and notes the files that it lists.
func (c *checkout) must(t *testing.T, args ...string) {
	t.Helper()
	out, err := c.skeleton(args...)
	if err != nil {
		t.Fatalf("skeleton %s: %v\n%s", args, err, out)
	}
	list, _, _ := strings.Cut(out, "\n\n")
	c.changed = append(c.changed, strings.Split(list, "\n")...)
}

// check runs the tests of packages in the copy, and returns those that fail. It
// compiles the changed files in place of the repository's own, so that what does not
// depend on them is compiled already.
func (c *checkout) check(t *testing.T, packages ...string) complaints {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	replaced := map[string]string{}
	for _, name := range c.changed {
		name = filepath.FromSlash(name)
		replaced[filepath.Join(root, name)] = filepath.Join(c.dir, name)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(c.binaries, "overlay.json")
	writeFile(t, file, string(overlay))
	failed := complaints{}
	for _, name := range packages {
		for _, args := range [][]string{
			{"vet", "-overlay", file, "./" + name},
			// Without symbols, which no test needs, linking takes half of the time.
			{"test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", file, "-o", c.binary(name), "./" + name},
		} {
			if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
				t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
			}
		}
		c.run(t, name, failed)
	}
	return failed
}

func (c *checkout) binary(name string) string {
	return filepath.Join(c.binaries, strings.ReplaceAll(name, "/", "-")+".exe")
}

// run runs the tests of a package that is compiled, and adds those that fail.
func (c *checkout) run(t *testing.T, name string, failed complaints) {
	t.Helper()
	cmd := exec.Command("go", "tool", "test2json", c.binary(name), "-test.v=test2json", "-test.run", tests()[name])
	cmd.Dir = filepath.Join(c.dir, filepath.FromSlash(name))
	out, err := cmd.Output() // an error where a test fails
	if err != nil && len(out) == 0 {
		t.Fatalf("%s: %v", cmd, err)
	}
	failed.read(t, out)
}

// say holds complaints to what they have to say.
func (c complaints) say(t *testing.T, want complaints) {
	t.Helper()
	for name, says := range want {
		if !strings.Contains(c[name], says) {
			t.Errorf("%s: expected it to fail and to say %q, got:\n%s", name, says, c[name])
		}
	}
}

// read adds the tests that failed, without those that failed by a subtest.
func (c complaints) read(t *testing.T, events []byte) {
	t.Helper()
	outputs := map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(events)); decoder.More(); {
		var event struct{ Action, Test, Output string }
		if err := decoder.Decode(&event); err != nil {
			t.Fatal(err)
		}
		outputs[event.Test] += event.Output
		bySubtest := slices.ContainsFunc(slices.Collect(maps.Keys(c)), func(name string) bool {
			return strings.HasPrefix(name, event.Test+"/")
		})
		if event.Action == "fail" && event.Test != "" && !bySubtest {
			c[event.Test] = outputs[event.Test]
		}
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
