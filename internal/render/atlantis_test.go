package render

import (
	"regexp"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Atlantis finds failures by this expression (hasFailures in its package policy);
// for a check of one's own it looks for the word fail.
func atlantisFailures() *regexp.Regexp {
	return regexp.MustCompile(`([1-9]([0-9]?)* failure|failures": \[)`)
}

func TestAtlantis(t *testing.T) {
	failover := func(status finding.Status, waiver *finding.Waiver) *finding.Report {
		r := &finding.Report{
			Benchmark: finding.Benchmark{Version: "failsafe-1"},
			Inputs:    []finding.Input{{Path: "failover/plan.json", Complete: true}},
			Controls:  []finding.Control{{ID: "5.4.1", Title: "No failures", Severity: finding.Medium, Status: status}},
			Findings:  []finding.Finding{{Control: "5.4.1", Status: status, Address: "aws_eks_cluster.failover", Message: "fails", Waiver: waiver}},
		}
		r.Summary.Controls.Add(status)
		return r
	}
	partly := func(name string) *finding.Report {
		r := failover(finding.Pass, nil)
		r.Inputs[0] = finding.Input{Path: "plan.json", Gaps: []finding.Gap{{Address: name, Message: name + " was not read"}}}
		return r
	}
	high := &finding.Threshold{Statuses: []finding.Status{finding.Fail}, Floor: finding.High}
	tests := []struct {
		name   string
		report *finding.Report
		view   View
		want   string // beginning
	}{
		{"pass", failover(finding.Pass, nil), View{}, "PASS - 1 control: 1 pass\n"},
		{"nothing to judge", failover(finding.NotApplicable, nil), View{}, "PASS - no resource that these controls check: nothing assessed\n"},
		{"unknown", failover(finding.Unknown, nil), View{}, "PASS - 1 control: 1 unknown\n"},
		{"waived", failover(finding.Fail, &finding.Waiver{Kind: "file", Reason: "fails anyway"}), View{}, "PASS - 1 control: 1 waived or below the threshold\n"},
		{"below the threshold", failover(finding.Fail, nil), View{Threshold: high}, "PASS - 1 control: 1 waived or below the threshold\n"},
		{"nothing counts", failover(finding.Fail, nil), View{Threshold: &finding.Threshold{}}, "PASS - 1 control: 1 waived or below the threshold\n"},
		{"incomplete", partly("module.eks"), View{}, "INCOMPLETE - 1 control: 1 pass\n\nplan.json: incomplete: module.eks was not read\n"},
		{"incomplete, by a name that Atlantis would take for a failure", partly("module.failover"), View{}, "INCOMPLETE - 1 control: 1 pass\n\nincomplete: a part of the input was not read\n"},
		{"incomplete counts", partly("module.eks"), View{Threshold: &finding.Threshold{Statuses: []finding.Status{finding.Incomplete}}}, "FAIL - 1 failure\n"},
		{"fail", failover(finding.Fail, nil), View{}, "FAIL - 1 failure\n"},
		{"unknown counts", failover(finding.Unknown, nil), View{Threshold: &finding.Threshold{Statuses: []finding.Status{finding.Fail, finding.Unknown}}}, "FAIL - 1 failure\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(render(t, named(t, "atlantis"), tt.report, tt.view))
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			fails := strings.HasPrefix(got, "FAIL")
			if atlantisFailures().MatchString(got) != fails || strings.Contains(strings.ToLower(got), "fail") != fails {
				t.Errorf("Atlantis would not read this as fails = %t: %q", fails, got)
			}
		})
	}
	if !named(t, "atlantis").ExitZero {
		t.Error("Atlantis drops the text with another exit code than 0")
	}
}
