package render

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestCSV(t *testing.T) {
	r := &finding.Report{
		Inputs:   []finding.Input{{Path: "=1+1", Complete: true}, {Path: "a,\"b\"", Complete: true}},
		Controls: []finding.Control{{ID: "5.1.1", Key: "k", Title: "T (Manual)", Severity: finding.Low, Level: 1, Remediation: "Do it. Or not."}},
		Findings: []finding.Finding{
			{Control: "5.1.1", Status: finding.Fail, Address: "@x", Message: "-1\n=2", Location: &finding.Location{File: "+a.tf", StartLine: 3}},
			{Control: "5.1.1", Status: finding.Fail, Input: 1, Waiver: &finding.Waiver{Reason: "lab"}, Message: "m"},
		},
	}
	rows, err := csv.NewReader(strings.NewReader(string(render(t, named(t, "csv"), r, View{})))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(row int, name string) string { return rows[row][slices.Index(rows[0], name)] }
	for _, want := range []struct {
		row        int
		name, text string
	}{
		{1, "input", "'=1+1"}, {1, "address", "'@x"}, {1, "message", `'-1\u{a}=2`}, {1, "file", "'+a.tf"}, {1, "line", "3"},
		{1, "title", "T"}, {1, "fix", "Do it"}, {1, "waived", ""}, {2, "input", `a,"b"`}, {2, "waived", "lab"}, {2, "fix", ""},
	} {
		if got := cell(want.row, want.name); got != want.text {
			t.Errorf("row %d, %s: %q, want %q", want.row, want.name, got, want.text)
		}
	}
}
