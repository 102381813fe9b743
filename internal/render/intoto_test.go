package render

import (
	"strings"
	"testing"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// The library of in-toto itself takes the statement, and knows every field of it.
func TestInTotoIsRead(t *testing.T) {
	for name, report := range stored(t) {
		if !attestable(report) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			var s intoto.Statement
			if err := protojson.Unmarshal(render(t, named(t, "in-toto"), report, View{}), &s); err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(); err != nil {
				t.Error(err)
			}
			predicate, err := s.Predicate.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			var result testresult.TestResult
			if err := protojson.Unmarshal(predicate, &result); err != nil {
				t.Error(err)
			}
			for n, in := range report.Inputs {
				if got := s.Subject[n].Digest["sha256"]; got != in.SHA256 {
					t.Errorf("subject %d: digest %s, want %s", n, got, in.SHA256)
				}
			}
		})
	}
}

func TestInTotoResult(t *testing.T) {
	waiver := &finding.Waiver{Kind: "file", Reason: "lab"}
	tests := []struct {
		name     string
		findings []finding.Finding
		want     string
	}{
		{"nothing", nil, "WARNED"},
		{"nothing to judge", []finding.Finding{{Control: "1", Status: finding.NotApplicable}}, "WARNED"},
		{"pass", []finding.Finding{{Control: "1", Status: finding.Pass}, {Control: "2", Status: finding.NotApplicable}}, "PASSED"},
		{"not decided", []finding.Finding{{Control: "1", Status: finding.Pass}, {Control: "2", Status: finding.Unknown}}, "WARNED"},
		{"left to a person", []finding.Finding{{Control: "1", Status: finding.Manual}}, "WARNED"},
		{"waived", []finding.Finding{{Control: "1", Status: finding.Fail, Waiver: waiver}}, "WARNED"},
		{"waived in part", []finding.Finding{{Control: "1", Status: finding.Fail, Waiver: waiver}, {Control: "1", Status: finding.Fail}}, "FAILED"},
		{"fail", []finding.Finding{{Control: "1", Status: finding.Pass}, {Control: "2", Status: finding.Fail}}, "FAILED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &finding.Report{Inputs: []finding.Input{{Path: "plan.json", SHA256: strings.Repeat("ab", 32), Complete: true}}, Findings: tt.findings}
			for _, f := range tt.findings {
				r.Controls = append(r.Controls, finding.Control{ID: f.Control, Status: f.Status})
			}
			if got := string(render(t, named(t, "in-toto"), r, View{})); !strings.Contains(got, `"result": "`+tt.want+`"`) {
				t.Errorf("want %s in:\n%s", tt.want, got)
			}
		})
	}
}

// Evidence about what cannot be named by a digest is none.
func TestInTotoRefuses(t *testing.T) {
	for want, inputs := range map[string][]finding.Input{
		"in-toto: envs/prod has no digest to attest to: expected plans and states, which are single files": {{Path: "envs/prod", Kind: finding.SourceInput}},
		"in-toto: the report has no input to attest to":                                                    nil,
	} {
		var out strings.Builder
		err := InToto(&out, &finding.Report{Inputs: inputs}, View{})
		if err == nil || err.Error() != want || out.Len() > 0 {
			t.Errorf("error %v, want %s; wrote %q", err, want, out.String())
		}
	}
}
