package controls_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

var update = flag.Bool("update", false, "write attributes and messages into the cases' want files; a status or an address that differs is never rewritten")

// TestCases holds every evaluator against its case folders,
// testdata/<key>/<case>: a plan made by real Terraform from the main.tf beside
// it, and the findings wanted, one a line: "status address | attribute | message".
func TestCases(t *testing.T) {
	for _, e := range controls.Table() {
		t.Run(e.Key, func(t *testing.T) {
			dirs, err := filepath.Glob(filepath.Join("testdata", e.Key, "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, dir := range dirs {
				t.Run(filepath.Base(dir), func(t *testing.T) { runCase(t, e, dir) })
			}
		})
	}
}

// TestCasesAreEnough holds each control to the cases that CONTRIBUTING.md asks for.
func TestCasesAreEnough(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join("testdata", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]map[string]bool{}
	for _, dir := range dirs {
		key, name := filepath.Base(filepath.Dir(dir)), filepath.Base(dir)
		raw, err := os.ReadFile(filepath.Join(dir, "want"))
		if err != nil {
			t.Errorf("internal/controls/%s: write the verdicts into its file want: %v", dir, err)
			continue
		}
		if has[key] == nil {
			has[key] = map[string]bool{}
		}
		has[key]["not set"] = has[key]["not set"] || strings.HasPrefix(name, "not-set") || strings.HasPrefix(name, "left-out")
		_, want := readWant(raw)
		for _, verdict := range verdictsOf(want) {
			status, _, _ := strings.Cut(verdict, " ")
			has[key][status] = true
		}
		if text, err := os.ReadFile(filepath.Join(dir, "main.tf")); err != nil || !bytes.HasPrefix(text, []byte("#")) {
			t.Errorf("internal/controls/%s/main.tf does not begin with a comment that says why the case is there: %v", dir, err)
		}
	}
	for _, e := range controls.Table() {
		if e.Key == "network-policy-coverage" { // which a person decides
			if !has[e.Key]["manual"] {
				t.Errorf("internal/controls/testdata/%s has no case with the verdict manual", e.Key)
			}
			delete(has, e.Key)
			continue
		}
		for _, status := range []string{"pass", "fail", "unknown"} {
			if !has[e.Key][status] {
				t.Errorf("internal/controls/testdata/%s has no case with the verdict %s", e.Key, status)
			}
		}
		if !has[e.Key]["not set"] {
			t.Errorf("internal/controls/testdata/%s has no case whose name begins with not-set, in which the argument is not set", e.Key)
		}
		delete(has, e.Key)
	}
	for key := range has {
		t.Errorf("internal/controls/testdata/%s: no evaluator of table.go has this key", key)
	}
}

func runCase(t *testing.T, e control.Evaluator, dir string) {
	t.Helper()
	wantFile := filepath.Join(dir, "want")
	raw, err := os.ReadFile(wantFile)
	if err != nil {
		t.Fatal(err)
	}
	comments, want := readWant(raw)
	got := evaluate(t, e, dir)
	if diff := gocmp.Diff(verdictsOf(want), verdictsOf(got)); diff != "" {
		t.Fatalf("verdicts (-want +got):\n%s\nin full:\n%s", diff, strings.Join(got, "\n"))
	}
	if *update {
		text := strings.Join(append(comments, got...), "\n") + "\n"
		if err := os.WriteFile(wantFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got); run with -update once they are right:\n%s", diff)
	}
}

// readWant splits a want file into its leading comments and its findings.
func readWant(raw []byte) (comments, findings []string) {
	for _, line := range strings.Split(string(raw), "\n") {
		switch line = strings.TrimRight(line, " \t\r"); {
		case line == "":
		case strings.HasPrefix(line, "#"):
			comments = append(comments, line)
		default:
			findings = append(findings, line)
		}
	}
	slices.Sort(findings)
	return comments, findings
}

// verdictsOf keeps status and address of each finding.
func verdictsOf(findings []string) []string {
	var verdicts []string
	for _, f := range findings {
		verdict, _, _ := strings.Cut(f, " | ")
		verdicts = append(verdicts, strings.TrimSpace(verdict))
	}
	slices.Sort(verdicts)
	return verdicts
}

func evaluate(t *testing.T, e control.Evaluator, dir string) []string {
	t.Helper()
	in := control.Input{}
	if raw, err := os.ReadFile(filepath.Join(dir, "settings.yaml")); err == nil {
		file, err := setting.Decode("settings.yaml", raw)
		if err != nil {
			t.Fatal(err)
		}
		in.Settings, in.Requires = file.Settings, requirement(t, file.Options.Benchmark, e.Key)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "plan.json"))
	if err != nil {
		t.Fatalf("run make plans CASES=internal/controls/%s: %v", filepath.ToSlash(dir), err)
	}
	p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), plan.Options{
		Reads: e.Reads, Subjects: e.Subjects, AllowErrored: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	in.Graph = p.Graph
	for _, v := range e.Verdicts(in) {
		if in.Settings.Strict && len(v.Assumes) > 0 {
			v.Status = finding.Unknown // as the assessment does
		}
		lines = append(lines, line(v))
	}
	if len(lines) == 0 {
		lines = append(lines, "not-applicable -")
	}
	slices.Sort(lines)
	return lines
}

// requirement is what a version of the benchmark asks of a control; empty: the default one.
func requirement(t *testing.T, version, key string) benchmark.Requirement {
	t.Helper()
	b, err := benchmark.Open(cmp.Or(version, benchmark.Default))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := b.Find(key)
	return c.Requires
}

func line(v control.Verdict) string {
	address := "-"
	if v.Subject != nil {
		address = v.Subject.String()
	}
	attribute := v.Decider.Path()
	if r := v.Decider.Resource(); r != nil && r != v.Subject {
		attribute = r.String() + "." + attribute
	}
	text := fmt.Sprintf("%s %s | %s | %s", v.Status, address, attribute, v.Message)
	for _, a := range v.Assumes {
		text += " | assumes " + a
	}
	return text
}
