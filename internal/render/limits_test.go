package render

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// large is a report of so many failures, each in a place of its own, a tenth of
// them of for_each, and as many that are not decided as a hundredth.
func large(failures int) *finding.Report {
	r := &finding.Report{
		SchemaVersion: finding.SchemaVersion,
		Tool:          finding.Tool{Name: "cisbench", Version: "v0.1.0"},
		Benchmark:     finding.Benchmark{Version: "eks-1.5.0", Title: "Managed Services"},
		Inputs:        []finding.Input{{Path: "plan.json", Kind: finding.PlanInput, Complete: true, SHA256: strings.Repeat("ab", 32)}},
	}
	severities := finding.Severities()
	for n := range 12 {
		r.Controls = append(r.Controls, finding.Control{ID: fmt.Sprintf("5.%d.1", n), Key: fmt.Sprintf("key-%d", n), Title: "A title of a usual length (Manual)",
			Section: fmt.Sprintf("5.%d", n), Severity: severities[n%len(severities)], Level: 1, Status: finding.Fail, Remediation: "Set it. And so on.\n"})
		r.Summary.Controls.Add(finding.Fail)
	}
	add := func(n int, status finding.Status) {
		f := finding.Finding{
			Control: r.Controls[n%len(r.Controls)].ID, Status: status, Type: "aws_eks_cluster", Attribute: "vpc_config[0].public_access_cidrs",
			Address:     fmt.Sprintf("module.m%d.aws_eks_cluster.this[%q]", n, strconv.Itoa(n)),
			Message:     "public endpoint is open to 0.0.0.0/0",
			Location:    &finding.Location{File: fmt.Sprintf("modules/m%d/main.tf", n/100), StartLine: n%100*10 + 1, StartColumn: 1, EndLine: n%100*10 + 5, EndColumn: 2},
			Fingerprint: fmt.Sprintf("%032x", n),
		}
		if n%10 == 0 {
			f.Location = nil
			f.Address = fmt.Sprintf("aws_eks_cluster.this[%q]", strconv.Itoa(n))
		}
		r.Findings = append(r.Findings, f)
		r.Summary.Findings.Add(status)
	}
	for n := range failures {
		add(n, finding.Fail)
	}
	for n := range failures / 100 {
		add(n, finding.Unknown)
	}
	return r
}

func TestLimits(t *testing.T) {
	report := large(30_000)
	all := len(issues(report, View{}, false, finding.Fail))
	if all <= 27_000 {
		t.Fatalf("%d problems are too few for a test of limits", all)
	}
	out := map[string][]byte{}
	for _, f := range Formats() {
		if f.Name != "html" { // has a test of its own
			out[f.Name] = render(t, f, report, View{})
		}
	}

	run := readSARIF(t, out["sarif"]).Runs[0]
	note := run.Invocations[0].ToolExecutionNotifications[0].Message.Text
	if want := fmt.Sprintf("%d failures are left out", all-25_000); len(run.Results) != 25_000 || !strings.HasPrefix(note, want) {
		t.Errorf("SARIF: %d results, %q", len(run.Results), note)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(out["sarif"]); err != nil || z.Close() != nil || zipped.Len() > 10<<20 {
		t.Errorf("SARIF: %d bytes zipped, of 10 MiB: %v", zipped.Len(), err)
	}

	for format, prefix := range map[string]string{"github": "::error ", "azure": "##vso[task.logissue type=error;"} {
		lines := strings.Count("\n"+string(out[format]), "\n"+prefix)
		if lines != 10 || !strings.Contains(string(out[format]), "more like these are left out") {
			t.Errorf("%s: %d errors, and 10 are shown", format, lines)
		}
	}
	left := func(format, pattern string) int {
		match := regexp.MustCompile(pattern).FindSubmatch(out[format])
		if match == nil {
			t.Errorf("%s does not say what it leaves out", format)
			return 0
		}
		n, _ := strconv.Atoi(string(match[1]))
		return n
	}
	unknown := len(issues(report, View{}, false, finding.Unknown))
	if got := bytes.Count(out["markdown"], []byte("\n- ")) + left("markdown", `… and (\d+) more, for which`); got != all+unknown || len(out["markdown"]) > 60_000 {
		t.Errorf("markdown: %d bytes account for %d of %d problems", len(out["markdown"]), got, all+unknown)
	}
	if got := bytes.Count(out["atlantis"], []byte("\nFAIL - ")) + left("atlantis", `… and (\d+) more`); got != all {
		t.Errorf("atlantis accounts for %d of %d problems", got, all)
	}

	var quality []json.RawMessage
	if err := json.Unmarshal(out["gitlab"], &quality); err != nil || len(quality) != all+unknown {
		t.Errorf("gitlab: %d of %d, %v", len(quality), all+unknown, err)
	}
	var suites junitSuites
	if err := xml.Unmarshal(out["junit"], &suites); err != nil || suites.Tests != len(report.Findings) {
		t.Errorf("junit: %d of %d, %v", suites.Tests, len(report.Findings), err)
	}
	for format, file := range schemas() {
		if format != "sarif" { // 25,000 results take a minute; the few of the stored reports do
			valid(t, compile(t, file), out[format])
		}
	}
}

// GitLab drops one of two entries with the same fingerprint.
func TestFingerprintsAreUnique(t *testing.T) {
	reports := stored(t)
	reports["large"] = large(3000)
	for name, report := range reports {
		var quality []codeQuality
		if err := json.Unmarshal(render(t, named(t, "gitlab"), report, View{}), &quality); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, entry := range quality {
			if seen[entry.Fingerprint] {
				t.Errorf("%s: %s twice", name, entry.Fingerprint)
			}
			seen[entry.Fingerprint] = true
		}
	}
}

// Names as long as can be must not fill a comment, nor keep what fails out of it.
func TestMarkdownOfLongNames(t *testing.T) {
	report := large(300)
	long := strings.Repeat("@\u202e", 50_000)
	report.Benchmark.Version = long
	for n := range report.Controls {
		report.Controls[n].Title, report.Controls[n].Remediation = long, long
	}
	for n := range report.Findings {
		report.Findings[n].Address, report.Findings[n].Message = report.Findings[n].Address+long, long
	}
	report.Inputs[0].Path, report.Inputs[0].TerraformVersion = long, long
	for range 50 {
		report.Inputs = append(report.Inputs, report.Inputs[0])
		report.Diagnostics = append(report.Diagnostics, finding.Diagnostic{Severity: finding.DiagnosticError, Summary: long, Detail: long})
	}
	out := render(t, named(t, "markdown"), report, View{})
	if len(out) > 60_000 || !bytes.Contains(out, []byte("\n- ")) || !bytes.Contains(out, []byte("more, for which a comment has no room")) {
		t.Errorf("%d bytes, of which:\n%s", len(out), out[max(0, len(out)-600):])
	}
}

func BenchmarkFormats(b *testing.B) {
	report := large(25_000)
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				render(b, f, report, View{})
			}
		})
	}
}
