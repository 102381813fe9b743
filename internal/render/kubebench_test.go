package render

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestKubeBenchStatus(t *testing.T) {
	waiver := &finding.Waiver{Kind: "file", Reason: "lab"}
	tests := []struct {
		name     string
		status   finding.Status
		findings []finding.Finding
		want     string
		totals   kubeTotals
	}{
		{"pass", finding.Pass, []finding.Finding{{Status: finding.Pass}}, "PASS", kubeTotals{Pass: 1}},
		{"fail", finding.Fail, []finding.Finding{{Status: finding.Fail}}, "FAIL", kubeTotals{Fail: 1}},
		{"waived in part", finding.Fail, []finding.Finding{{Status: finding.Fail}, {Status: finding.Fail, Waiver: waiver}}, "FAIL", kubeTotals{Fail: 1}},
		{"waived", finding.Fail, []finding.Finding{{Status: finding.Fail, Waiver: waiver}}, "WARN", kubeTotals{Warn: 1}},
		{"not decided", finding.Unknown, []finding.Finding{{Status: finding.Unknown}}, "WARN", kubeTotals{Warn: 1}},
		{"left to a person", finding.Manual, []finding.Finding{{Status: finding.Manual}}, "WARN", kubeTotals{Warn: 1}},
		{"without a subject", finding.NotApplicable, []finding.Finding{{Status: finding.NotApplicable}}, "INFO", kubeTotals{Info: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &finding.Report{Controls: []finding.Control{{ID: "5.4.1", Section: "5.4", Title: "T", Status: tt.status}}}
			for _, f := range tt.findings {
				f.Control, f.Address, f.Message = "5.4.1", "a.b", "it is so"
				r.Findings = append(r.Findings, f)
			}
			var got kubeBench
			if err := json.Unmarshal(render(t, named(t, "kube-bench"), r, View{}), &got); err != nil {
				t.Fatal(err)
			}
			group := got.Controls[0].Groups[0]
			if status := group.Results[0].Status; status != tt.want {
				t.Errorf("got %s, want %s", status, tt.want)
			}
			if diff := cmp.Diff([]kubeTotals{tt.totals, tt.totals, tt.totals}, []kubeTotals{kubeTotals(group.kubeCounts), got.Controls[0].kubeTotals, got.Totals}); diff != "" {
				t.Errorf("counts of the group, the node and all (-want +got):\n%s", diff)
			}
		})
	}
}
