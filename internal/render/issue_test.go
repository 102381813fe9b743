package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestLevels(t *testing.T) {
	got := map[string]level{}
	for _, severity := range finding.Severities() {
		for _, status := range []finding.Status{finding.Fail, finding.Unknown} {
			got[string(status)+" "+string(severity)] = issue{control: finding.Control{Severity: severity}, status: status}.level()
		}
	}
	want := map[string]level{
		"fail critical": levelError, "fail high": levelError, "fail medium": levelWarning, "fail low": levelNote,
		"unknown critical": levelNote, "unknown high": levelNote, "unknown medium": levelNote, "unknown low": levelNote,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What comes first is what is shown where there is no room for all.
func TestIssuesAreInOrder(t *testing.T) {
	r := &finding.Report{
		Inputs:   []finding.Input{{Path: "plan.json"}},
		Controls: []finding.Control{{ID: "1", Severity: finding.Low}, {ID: "2", Severity: finding.Critical}, {ID: "3", Severity: finding.Medium}},
		Findings: []finding.Finding{
			{Control: "2", Status: finding.Unknown, Address: "a.u"},
			{Control: "1", Status: finding.Fail, Address: "a.b[0]"},
			{Control: "1", Status: finding.Fail, Address: "a.w", Waiver: &finding.Waiver{Kind: "file", Reason: "lab"}},
			{Control: "3", Status: finding.Fail, Address: "a.c"},
			{Control: "1", Status: finding.Fail, Address: "a.b[1]", Waiver: &finding.Waiver{Kind: "file", Reason: "lab"}},
			{Control: "1", Status: finding.Fail, Address: "a.b[2]"},
			{Control: "2", Status: finding.Fail, Address: "a.d"},
			{Control: "2", Status: finding.Pass, Address: "a.e"},
			{Control: "gone", Status: finding.Fail, Address: "a.f"},
		},
	}
	var got []string
	for _, i := range issues(r, View{}, false, finding.Fail, finding.Unknown) {
		text := i.control.ID + " " + string(i.status)
		for _, f := range i.findings {
			text += " " + f.Address
		}
		got = append(got, text)
	}
	want := []string{"2 fail a.d", "3 fail a.c", "gone fail a.f", "1 fail a.b[0] a.b[2]", "2 unknown a.u"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
