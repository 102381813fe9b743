package render

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestLabels(t *testing.T) {
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"Terragrunt", []string{"out/dev/eks/tfplan.json", "out/prod/eks/tfplan.json", "out/prod/vpc/tfplan.json"}, []string{"dev/eks", "prod/eks", "prod/vpc"}},
		{"of one directory", []string{"plans/a.json", "plans/b.json"}, []string{"a.json", "b.json"}},
		{"files of several names", []string{"envs/dev/plan.json", "envs/prod/state.json"}, []string{"dev/plan.json", "prod/state.json"}},
		{"unit at the top", []string{"out/tfplan.json", "out/dev/tfplan.json"}, []string{"out", "out/dev"}},
		{"file at the top", []string{"tfplan.json", "dev/tfplan.json"}, []string{"tfplan.json", "dev/tfplan.json"}},
		{"nothing in common", []string{"a.json", "/tmp/b.json"}, []string{"a.json", "/tmp/b.json"}},
		{"absolute", []string{"/d/a/p.json", "/d/b/p.json"}, []string{"a", "b"}},
		{"from here", []string{"./a/p.json", "./b/p.json"}, []string{"a", "b"}},
		{"of Windows", []string{`out\dev\tfplan.json`, `out\prod\tfplan.json`}, []string{"dev", "prod"}},
		{"standard input", []string{"-", "dev/plan.json"}, []string{"standard input", "dev/plan.json"}},
		{"one path twice", []string{"plan.json", "plan.json"}, []string{"plan.json (plan.json, 0)", "plan.json (plan.json, 1)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var inputs []finding.Input
			for i, path := range tt.paths {
				inputs = append(inputs, finding.Input{Index: i, Path: path})
			}
			if diff := cmp.Diff(tt.want, labels(inputs)); diff != "" {
				t.Errorf("labels (-want +got):\n%s", diff)
			}
		})
	}
	// Where every job scans its plan.json, the report that is left of it has the name.
	merged := []finding.Input{{Path: "plan.json", Report: "reports/dev/r.json"}, {Path: "plan.json", Report: "reports/prod/r.json"}}
	if diff := cmp.Diff([]string{"dev", "prod"}, labels(merged)); diff != "" {
		t.Errorf("labels of merged reports (-want +got):\n%s", diff)
	}
}

// workspaces is a report in which the named inputs fail the controls that each
// lists: "a!" is control a with a failure that is waived, "a?" unknown.
func workspaces(names []string, says map[string]string) *finding.Report {
	r := &finding.Report{
		Benchmark: finding.Benchmark{Version: "x"},
		Controls: []finding.Control{{ID: "a", Title: "A", Severity: finding.Low}, {ID: "b", Title: "B", Severity: finding.Critical},
			{ID: "c", Title: "C", Severity: finding.Medium}},
	}
	for i, name := range names {
		r.Inputs = append(r.Inputs, finding.Input{Index: i, Path: "out/" + name + "/tfplan.json", Kind: finding.PlanInput, Complete: true, Resources: 1, Assessed: 1})
		for _, c := range r.Controls {
			f := finding.Finding{Control: c.ID, Status: finding.Pass, Address: "x.y", Message: "m", Input: i}
			for said := range strings.FieldsSeq(says[name]) {
				switch said {
				case c.ID:
					f.Status = finding.Fail
				case c.ID + "?":
					f.Status = finding.Unknown
				case c.ID + "!":
					f.Status, f.Waiver = finding.Fail, &finding.Waiver{Kind: "file", Reason: "lab"}
				}
			}
			// A control is as bad as its worst subject.
			r.Findings = append(r.Findings, finding.Finding{Control: c.ID, Status: finding.Pass, Address: "x.z", Message: "m", Input: i}, f)
		}
	}
	r.Conclude()
	return r
}

func TestFleet(t *testing.T) {
	r := workspaces([]string{"well", "low", "waived", "unknown", "most", "critical", "well2"}, map[string]string{
		"low": "a", "waived": "a! b?", "unknown": "a? b?", "most": "a c", "critical": "b"})
	var got []string
	for _, row := range fleet(r) {
		got = append(got, fmt.Sprint(row.Label, " ", row.Statuses, " fails ", row.Failing, " waived ", row.Waived, " unknown ", row.Counts.Unknown))
	}
	want := []string{
		"most [fail pass fail] fails [a c] waived [] unknown 0",
		"critical [pass fail pass] fails [b] waived [] unknown 0",
		"low [fail pass pass] fails [a] waived [] unknown 0",
		"unknown [unknown unknown pass] fails [] waived [] unknown 2",
		"waived [fail unknown pass] fails [] waived [a] unknown 1",
		"well [pass pass pass] fails [] waived [] unknown 0",
		"well2 [pass pass pass] fails [] waived [] unknown 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if rows := fleet(workspaces([]string{"one"}, nil)); rows != nil {
		t.Errorf("one input is no fleet: %v", rows)
	}
}

func TestTextOfFleet(t *testing.T) {
	var many []string
	says := map[string]string{}
	for i := range 30 {
		many = append(many, fmt.Sprint("ws", i))
		says[many[i]] = "a"
	}
	says["ws7"] = "a b c"
	says["ws8"] = "a! b"
	tests := []struct {
		name     string
		report   *finding.Report
		view     View
		has, not []string
	}{
		{"many", workspaces(many, says), View{}, []string{
			"\ninput  fail  unknown  manual  pass  what fails; worst first\nws7       3        0       0     0  a b c\nws8       1        0       0     1  b (waived: a)\nws0       1 ",
			"\nws19      1        0       0     2  a\n… and 10 more, none of them worse (--verbose lists them)\n\n"}, []string{"\nws29 "}},
		{"all of many", workspaces(many, says), View{Verbose: true}, []string{"\nws29 "}, []string{" more, none"}},
		{"quiet", workspaces(many, says), View{Quiet: true}, nil, []string{"what fails"}},
		{"all well", workspaces([]string{"a", "b"}, nil), View{}, []string{"· 2 inputs ·"}, []string{"what fails"}},
		{"narrow", workspaces([]string{strings.Repeat("long", 20), "b"}, map[string]string{"b": "a b c"}), View{Width: 60},
			[]string{"\nb  ", "\nlonglonglonglonglonglonglongl…  "}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Text(&out, tt.report, tt.view); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.has {
				if !strings.Contains(out.String(), want) {
					t.Errorf("want %q in:\n%s", want, out.String())
				}
			}
			for _, not := range tt.not {
				if strings.Contains(out.String(), not) {
					t.Errorf("do not want %q in:\n%s", not, out.String())
				}
			}
		})
	}
}

// A shard says that it is one to everybody who reads it.
func TestShardIsNoWhole(t *testing.T) {
	r := workspaces([]string{"a", "b"}, map[string]string{"a": "a"})
	r.Shard = &finding.Shard{Number: 2, Of: 3, Inputs: 5}
	for _, name := range []string{"text", "markdown", "html"} {
		format, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := format.Write(&out, r, View{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "shard 2 of 3") {
			t.Errorf("%s does not say which part of the scan it is", name)
		}
	}
}

// A shard says that it is one, and that it had nothing to do.
func TestTextOfShard(t *testing.T) {
	r := workspaces(nil, nil)
	r.Shard = &finding.Shard{Number: 2, Of: 3, Inputs: 1}
	var out bytes.Buffer
	if err := Text(&out, r, View{Outcome: "exit 0"}); err != nil {
		t.Fatal(err)
	}
	want := "x · shard 2 of 3 · 0 inputs · 0 resources\n" + fmt.Sprintf("%-94s%s\n", "nothing was scanned here", "exit 0")
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// The table takes no more room in a comment than is meant for it, and says what
// it leaves out.
func TestMarkdownOfFleet(t *testing.T) {
	many := func(n int, name string) *finding.Report {
		var names []string
		says := map[string]string{}
		for i := range n {
			names = append(names, fmt.Sprint(name, i))
			says[names[i]] = "a b!"
		}
		return workspaces(names, says)
	}
	tests := []struct {
		name   string
		report *finding.Report
		want   string
	}{
		{"few", many(2, "ws"), "| ws0 | 1 | 0 | 0 | 1 | a (waived: b) |\n| ws1 | 1 | 0 | 0 | 1 | a (waived: b) |\n"},
		{"many", many(300, "ws"), "| ws19 | 1 | 0 | 0 | 1 | a (waived: b) |\n| … and 280 more, none of them worse | | | | | |\n"},
		{"long names", many(300, strings.Repeat("[@]", 90)), " more, none of them worse | | | | | |\n"},
		{"a name that would be a table", many(2, "a|b\n|c"), `| a\|b\\u{a}\|c0 | 1 `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Markdown(&out, tt.report, View{}); err != nil {
				t.Fatal(err)
			}
			_, table, ok := strings.Cut(out.String(), "| What fails |\n")
			if !ok {
				t.Fatalf("no table in:\n%s", out.String())
			}
			table, _, _ = strings.Cut(table, "\n### ")
			if !strings.Contains(table, tt.want) || len(table) > mostFleet+200 {
				t.Errorf("%d bytes, want at most %d and %q in:\n%s", len(table), mostFleet, tt.want, table)
			}
		})
	}
}
