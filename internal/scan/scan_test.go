package scan

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

const (
	planJSON = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[
		{"address":"aws_ecr_repository.a","mode":"managed","type":"aws_ecr_repository","name":"a","values":{"name":"a"},"sensitive_values":{}}]}},
		"resource_changes":[{"address":"aws_ecr_repository.a","mode":"managed","type":"aws_ecr_repository","name":"a",
		 "provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["create"],"before":null,
		 "after":{"name":"a"},"after_unknown":{},"before_sensitive":false,"after_sensitive":{}}}],"configuration":{"root_module":{}}}`
	emptyPlan = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"configuration":{"root_module":{}}}`
	stateJSON = `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}`
)

// options judge by one control, which fails every repository.
func options(t *testing.T) Options {
	t.Helper()
	b := &benchmark.Benchmark{Version: "x", Parts: []benchmark.Part{{Sections: []benchmark.Section{{Controls: []benchmark.Control{{ID: "1", Key: "k", Severity: "low"}}}}}}}
	evaluator := control.Evaluator{Key: "k", Subjects: []string{"aws_ecr_repository"}, Evaluate: func(in control.Input) []control.Verdict {
		var all []control.Verdict
		for _, r := range in.Graph.Resources("aws_ecr_repository") {
			all = append(all, control.Fail(r.Attr("name"), "no"))
		}
		return all
	}}
	a, err := assess.New(b, []control.Evaluator{evaluator}, setting.Settings{}, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Assessor: a, Tool: finding.Tool{Name: "cisbench", Version: "v0"}, Stdin: strings.NewReader("")}
}

// files writes files into a new directory and makes it the current one.
func files(t *testing.T, contents map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for path, content := range contents {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// zipped is as much of a binary plan as tells one.
func zipped(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	if _, err := z.Create("tfplan"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// program puts a shell script on an otherwise empty PATH.
func programs(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
}

func paths(r *finding.Report) string {
	if r == nil {
		return "no report"
	}
	var all []string
	for _, in := range r.Inputs {
		all = append(all, in.Path+" "+string(in.Kind))
	}
	return strings.Join(all, ", ")
}

func TestRun(t *testing.T) {
	tests := []struct {
		name   string
		paths  []string
		stdin  string
		want   string
		errors string
	}{
		{"plan", []string{"a.json"}, "", "a.json plan", ""},
		{"in the order given", []string{"s.json", "b/tfplan.json", "a.json"}, "", "s.json state, b/tfplan.json plan, a.json plan", ""},
		{"standard input", []string{"-"}, planJSON, "- plan", ""},
		{"standard input beside files", []string{"a.json", "-"}, stateJSON, "a.json plan, - state", ""},
		{"once each", []string{"a.json", "./a.json", "a.json"}, "", "a.json plan", ""},
		{"pattern", []string{"b/*.json"}, "", "b/tfplan.json plan", ""},
		{"deep pattern, sorted, files alone", []string{"**/*.json"}, "", "a.json plan, b/c/tfplan.json plan, b/tfplan.json plan, s.json state", ""},
		{"name with pattern characters", []string{"x[1].txt"}, "", "x[1].txt plan", ""},
		{"pattern without match", []string{"*.yaml"}, "", "no report", "*.yaml: no file matches"},
		{"ill-formed pattern", []string{"[.json"}, "", "no report", "[.json: reading the pattern: syntax error in pattern"},
		{"missing", []string{"none.json"}, "", "no report", "none.json: no such file or directory"},
		{"directory", []string{"b"}, "", "no report", "b: " + errNoSource.Error()},
		{"the others all the same", []string{"none.json", "a.json", "text"}, "", "a.json plan",
			"none.json: no such file or directory\ntext: not valid JSON"},
		{"empty standard input", []string{"-"}, "", "no report", "standard input: not a Terraform plan: it is empty"},
		{"binary plan on standard input", []string{"-"}, "PK\x03\x04", "no report", "standard input: " + errPipe.Error()},
		{"pipe", []string{"/dev/null"}, "", "no report",
			"/dev/null: not a regular file; to read from a pipe, give - and redirect it to standard input"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files(t, map[string]string{"a.json": planJSON, "b/tfplan.json": planJSON, "b/c/tfplan.json": emptyPlan,
				"b/dir.json/x": "", "s.json": stateJSON, "x[1].txt": planJSON, "text": "hello"})
			o := options(t)
			o.Stdin = strings.NewReader(tt.stdin)
			report, _, errs := Run(context.Background(), tt.paths, o)
			if diff := cmp.Diff(tt.want, paths(report)); diff != "" {
				t.Errorf("inputs (-want +got):\n%s", diff)
			}
			var want []string
			if tt.errors != "" {
				want = strings.Split(tt.errors, "\n")
			}
			if len(errs) != len(want) {
				t.Fatalf("errors %v, want %q", errs, want)
			}
			for i, err := range errs {
				if !strings.HasPrefix(err.Error(), want[i]) || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %q, want one line that begins %q", err, want[i])
				}
			}
		})
	}
}

func TestReportOfSeveral(t *testing.T) {
	files(t, map[string]string{"a.json": emptyPlan, "bad.json": "{}", "b.json": planJSON})
	report, _, errs := Run(context.Background(), []string{"a.json", "bad.json", "b.json"}, options(t))
	if len(errs) != 1 {
		t.Fatalf("errors %v, want one", errs)
	}
	wantInputs := []finding.Input{
		{Index: 0, Path: "a.json", Kind: finding.PlanInput, TerraformVersion: "1.11.4", Complete: true},
		{Index: 2, Path: "b.json", Kind: finding.PlanInput, TerraformVersion: "1.11.4", Complete: true, Resources: 1, Assessed: 1},
	}
	for i := range report.Inputs {
		if len(report.Inputs[i].SHA256) != 64 {
			t.Errorf("digest %q of input %d", report.Inputs[i].SHA256, i)
		}
		report.Inputs[i].SHA256 = ""
	}
	if diff := cmp.Diff(wantInputs, report.Inputs); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
	var got []string
	for _, f := range report.Findings {
		got = append(got, string(f.Status)+" "+f.Address+" of "+report.Inputs[f.Input].Path)
	}
	if diff := cmp.Diff([]string{"fail aws_ecr_repository.a of b.json", "not-applicable  of a.json"}, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	wantDiagnostics := []finding.Diagnostic{{Severity: finding.DiagnosticError, Summary: "bad.json was not scanned",
		Detail: errors.Unwrap(errs[0]).Error(), Input: finding.NoInput}}
	if diff := cmp.Diff(wantDiagnostics, report.Diagnostics); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestBinaryPlan(t *testing.T) {
	version := `if [ "$1" = version ]; then echo '{"terraform_version":"1.11.4"}'; exit; fi` + "\n"
	good := version + "echo '" + planJSON + "'"
	where := version + `case "$4" in "$PWD"/*) echo '` + planJSON + `';; *) echo "not in $PWD: $*" >&2; exit 1;; esac`
	bad := version + "printf '╷\\n│ Error: no luck\\n│ \\n│ at all\\n╵\\n' >&2; exit 1"
	tests := []struct {
		name    string
		scripts map[string]string
		paths   string
		exec    Exec
		want    string
		err     string
	}{
		{"terraform", map[string]string{"terraform": good}, "d/tfplan", ExecNamed, "d/tfplan plan", ""},
		{"tofu", map[string]string{"tofu": good}, "d/tfplan", ExecNamed, "d/tfplan plan", ""},
		{"tofu where terraform cannot", map[string]string{"terraform": bad, "tofu": good}, "d/tfplan", ExecNamed, "d/tfplan plan", ""},
		{"in the plan's directory, by its full path", map[string]string{"terraform": where}, "d/tfplan", ExecNamed, "d/tfplan plan", ""},
		{"name like an option", map[string]string{"terraform": where}, "./-x", ExecNamed, "./-x plan", ""},
		{"neither", nil, "d/tfplan", ExecNamed, "no report", "d/tfplan: a binary plan, and neither terraform nor tofu is on the PATH to read it; " +
			"where one is: terraform show -json tfplan > plan.json"},
		{"it fails", map[string]string{"terraform": bad}, "d/tfplan", ExecNamed, "no report", "d/tfplan: a binary plan is read in its own directory, " +
			"with the providers that terraform init installed there: terraform show: exit status 1 Error: no luck at all"},
		{"it says nothing", map[string]string{"terraform": version}, "d/tfplan", ExecNamed, "no report", "d/tfplan: not a Terraform plan: it is empty"},
		{"by a pattern", map[string]string{"terraform": good}, "d/*", ExecNamed, "no report", "d/tfplan: " + errMatched.Error()},
		{"by a pattern, and by name", map[string]string{"terraform": good}, "d/* d/tfplan", ExecNamed, "d/tfplan plan", ""},
		{"by name, and by a pattern", map[string]string{"terraform": good}, "d/tfplan d/*", ExecNamed, "d/tfplan plan", ""},
		{"by a pattern, allowed", map[string]string{"terraform": good}, "d/*", ExecMatched, "d/tfplan plan", ""},
		{"by name, where nothing may run", map[string]string{"terraform": good}, "d/tfplan", ExecNever, "no report", "d/tfplan: " + errNever.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files(t, map[string]string{"d/tfplan": zipped(t), "-x": zipped(t)})
			programs(t, tt.scripts)
			o := options(t)
			o.Exec = tt.exec
			report, _, errs := Run(context.Background(), strings.Fields(tt.paths), o)
			var message string
			for _, err := range errs {
				message += err.Error()
			}
			if !strings.HasPrefix(message, tt.err) || tt.err == "" && message != "" {
				t.Errorf("error %q, want %q", message, tt.err)
			}
			if diff := cmp.Diff(tt.want, paths(report)); diff != "" {
				t.Fatalf("inputs (-want +got):\n%s", diff)
			}
			// The digest is of the file that was given, not of what Terraform made of it.
			if report != nil {
				f, err := os.Open(report.Inputs[0].Path)
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				want, err := sum(f)
				if err != nil {
					t.Fatal(err)
				}
				if got := report.Inputs[0].SHA256; got != want {
					t.Errorf("digest %s, want %s", got, want)
				}
			}
		})
	}
}

// A plan may hold secrets: nothing of it is left behind.
func TestSpoolLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	f, err := spool(strings.NewReader(planJSON))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 0 {
		t.Errorf("the temporary file has a name: %v", entries)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode().Perm())
	}
	if f.size != int64(len(planJSON)) {
		t.Errorf("size %d, want %d", f.size, len(planJSON))
	}
}
