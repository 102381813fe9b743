package finding_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestParseFailOn(t *testing.T) {
	for text, want := range map[string][]finding.Status{
		"none":                nil,
		"fail":                {finding.Fail},
		"unknown,fail":        {finding.Unknown, finding.Fail},
		"fail,unknown,manual": {finding.Fail, finding.Unknown, finding.Manual},
		"unknown":             {finding.Unknown},
		"manual,incomplete":   {finding.Manual, finding.Incomplete},
	} {
		got, err := finding.ParseFailOn(text)
		if err != nil {
			t.Errorf("ParseFailOn(%q): %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("ParseFailOn(%q) (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{"", "pass", "not-applicable", "fail,", "fail,none", "fail, unknown", "FAIL"} {
		if got, err := finding.ParseFailOn(text); err == nil || !strings.Contains(err.Error(), "expected none, or a list of fail") {
			t.Errorf("ParseFailOn(%q) = %v, %v: expected an error that says what to write", text, got, err)
		}
	}
}

func TestThreshold(t *testing.T) {
	r := &finding.Report{
		Controls: []finding.Control{{ID: "1", Severity: finding.Low}, {ID: "2", Severity: finding.High}},
		Findings: []finding.Finding{
			{Control: "1", Status: finding.Fail, Message: "a"},
			{Control: "2", Status: finding.Unknown, Message: "b"},
			{Control: "2", Status: finding.Fail, Message: "c"},
			{Control: "2", Status: finding.Fail, Message: "d", Waiver: &finding.Waiver{}},
			{Control: "2", Status: finding.Pass, Message: "e"},
		},
	}
	for name, test := range map[string]struct {
		threshold finding.Threshold
		messages  string
		controls  finding.Counts
	}{
		"nothing": {finding.Threshold{}, "", finding.Counts{}},
		"failures": {finding.Threshold{Statuses: []finding.Status{finding.Fail}}, "ac",
			finding.Counts{Fail: 2}},
		"from high": {finding.Threshold{Statuses: []finding.Status{finding.Fail}, Floor: finding.High}, "c",
			finding.Counts{Fail: 1}},
		"a control by its worst": {finding.Threshold{Statuses: []finding.Status{finding.Fail, finding.Unknown}}, "abc",
			finding.Counts{Fail: 2}},
	} {
		messages := ""
		for _, f := range test.threshold.Counting(r) {
			messages += f.Message
		}
		if messages != test.messages {
			t.Errorf("%s: counting %q, want %q", name, messages, test.messages)
		}
		if diff := cmp.Diff(test.controls, test.threshold.Controls(r)); diff != "" {
			t.Errorf("%s: controls (-want +got):\n%s", name, diff)
		}
	}
}
