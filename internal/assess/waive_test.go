package assess

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cisbench/terraform-provider-cisbench/internal/baseline"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// failing is a report on two inputs with the same addresses.
func failing() *finding.Report {
	f := func(control string, status finding.Status, input int, address, fingerprint string) finding.Finding {
		return finding.Finding{Control: control, Status: status, Address: address, Input: input, Message: "m",
			Fingerprint: (fingerprint + "00000000000000000000000000000000")[:32]}
	}
	return &finding.Report{
		Inputs: []finding.Input{{Index: 0, Path: "dev/plan.json"}, {Index: 1, Path: "./prod//plan.json"}},
		Controls: []finding.Control{
			{ID: "1.2", Key: "second", Status: finding.Fail},
			{ID: "1.1", Key: "first", Status: finding.Fail},
			{ID: "1.3", Status: finding.Manual},
		},
		Summary: finding.Summary{Controls: finding.Counts{Fail: 2, Manual: 1}, Findings: finding.FindingCounts{Counts: finding.Counts{Fail: 4, Pass: 1, Manual: 1}}},
		Findings: []finding.Finding{
			f("1.2", finding.Fail, 0, `module.m["a.b"].aws_ecr_repository.r[0]`, "a1"),
			f("1.2", finding.Fail, 0, "aws_ecr_repository.r", "a2"),
			f("1.2", finding.Fail, 1, "aws_ecr_repository.r", "a2"),
			f("1.2", finding.Pass, 1, "aws_ecr_repository.fine", "a3"),
			f("1.1", finding.Fail, 0, "aws_ecr_repository.r", "a4"),
			f("1.3", finding.Manual, 0, "", "a5"),
		},
		Diagnostics: []finding.Diagnostic{},
	}
}

func TestWaive(t *testing.T) {
	entry := func(control, address, expires string) setting.Waiver {
		return setting.Waiver{Control: control, Address: address, Reason: "lab", ApprovedBy: "Jane", Expires: expires, File: "w.yaml", Line: 3}
	}
	file := func(all ...setting.Waiver) Waivers {
		return Waivers{File: setting.Waivers{MaxAge: 365, Waivers: all}}
	}
	comment := func(input, line int, control, address, expires string) Suppression {
		return Suppression{setting.Suppression{Control: control, Address: address, Reason: "noted", Expires: expires, File: "main.tf", Line: line}, input}
	}
	source := func(all ...Suppression) Waivers { return Waivers{Suppressions: all} }
	known := func(b baseline.Baseline) Waivers { return Waivers{Baseline: &b, BaselineName: "b.json"} }
	tests := []struct {
		name     string
		waivers  Waivers
		selected []string
		broken   bool     // an input could not be scanned
		want     []string // kind of the waiver of each finding
		says     []string // the diagnostics
	}{
		{name: "nothing", want: []string{"", "", "", "", "", ""}},
		{name: "exact address, in every input", waivers: file(entry("1.2", "aws_ecr_repository.r", "2027-06-01")),
			want: []string{"", "file", "file", "", "", ""}},
		{name: "by key, with wildcards", waivers: file(entry("second", "module.m[*].**", "2027-06-01")),
			want: []string{"file", "", "", "", "", ""}},
		{name: "only failures", waivers: file(entry("1.2", "**", "2027-06-01"), entry("1.3", "**", "2027-06-01")),
			want: []string{"file", "file", "file", "", "", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.3 for ** has no effect: nothing that it is for fails: remove it, or fix its address"}},
		{name: "last day", waivers: file(entry("1.1", "**", "2026-11-23")), want: []string{"", "", "", "", "file", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.1 for ** expires on 2026-11-23, today: what it is for counts from the day after"}},
		{name: "a month before", waivers: file(entry("1.1", "**", "2026-12-23")), want: []string{"", "", "", "", "file", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.1 for ** expires on 2026-12-23, in 30 days: what it is for counts from the day after"}},
		{name: "more than a month before", waivers: file(entry("1.1", "**", "2026-12-24")), want: []string{"", "", "", "", "file", ""}},
		{name: "expired", waivers: file(entry("1.2", "**", "2026-11-22")), want: []string{"", "", "", "", "", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.2 for ** expired on 2026-11-22: what it is for counts again: fix that and remove this, or have it approved again"}},
		{name: "expired for nothing", waivers: file(entry("1.2", "a.b", "2026-11-22")), want: []string{"", "", "", "", "", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.2 for a.b expired on 2026-11-22: what it is for counts again: fix that and remove this, or have it approved again"}},
		{name: "soon, for nothing", waivers: file(entry("1.2", "a.b", "2026-11-24")), want: []string{"", "", "", "", "", ""},
			says: []string{
				"warning -1 w.yaml:3 waiver of 1.2 for a.b expires on 2026-11-24, in 1 day: what it is for counts from the day after",
				"warning -1 w.yaml:3 waiver of 1.2 for a.b has no effect: nothing that it is for fails: remove it, or fix its address"}},
		{name: "greatest age", waivers: file(entry("1.1", "**", "2027-11-23")), want: []string{"", "", "", "", "file", ""}},
		{name: "beyond the greatest age", waivers: file(entry("1.1", "**", "2027-11-24")), want: []string{"", "", "", "", "", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.1 for ** is refused: it expires on 2027-11-24, in 366 days: " +
				"what it is for counts; choose an earlier day, or a greater max_age"}},
		{name: "no control", waivers: file(entry("9.9", "**", "2027-06-01")), want: []string{"", "", "", "", "", ""},
			says: []string{`warning -1 w.yaml:3 waiver of 9.9 for ** is for no control: unknown control "9.9": acme-1 has none of this id or key; the command controls lists those that it has`}},
		{name: "a control that is not assessed", waivers: file(entry("1.1", "**", "2026-11-22")), selected: []string{"1.2"},
			want: []string{"", "", "", "", "", ""}},
		{name: "no effect, perhaps on what was not scanned", waivers: file(entry("1.2", "a.b", "2027-06-01")), broken: true,
			want: []string{"", "", "", "", "", ""}},
		{name: "the first that holds", waivers: file(entry("1.1", "**", "2026-11-22"), entry("1.1", "aws_ecr_repository.r", "2027-06-01")),
			want: []string{"", "", "", "", "file", ""},
			says: []string{"warning -1 w.yaml:3 waiver of 1.1 for ** expired on 2026-11-22: what it is for counts again: fix that and remove this, or have it approved again"}},

		{name: "a block, in its input", waivers: source(comment(1, 7, "1.2", "aws_ecr_repository.r", "")), want: []string{"", "", "inline", "", "", ""}},
		{name: "a module", waivers: source(comment(0, 7, "second", "module.m", "2027-11-30")), want: []string{"inline", "", "", "", "", ""}},
		{name: "a block in a module", waivers: source(comment(0, 7, "second", "module.m.aws_ecr_repository.r", "")),
			want: []string{"inline", "", "", "", "", ""}},
		{name: "a name that begins alike", waivers: source(comment(0, 7, "1.2", "aws_ecr_repo", "")), want: []string{"", "", "", "", "", ""},
			says: []string{"warning 0 main.tf:7 inline waiver of 1.2 has no effect: nothing that it is for fails: remove it, or fix its address"}},
		{name: "one comment, two callers", waivers: source(comment(0, 7, "1.2", "module.n", ""), comment(0, 7, "1.2", "module.m", "")),
			want: []string{"inline", "", "", "", "", ""}},
		{name: "suppression without effect", waivers: source(comment(0, 7, "1.2", "module.n", "")), want: []string{"", "", "", "", "", ""},
			says: []string{"warning 0 main.tf:7 inline waiver of 1.2 has no effect: nothing that it is for fails: remove it, or fix its address"}},
		{name: "suppression that expired", waivers: source(comment(1, 7, "1.2", "aws_ecr_repository.r", "2026-10-01")),
			want: []string{"", "", "", "", "", ""},
			says: []string{"warning 1 main.tf:7 inline waiver of 1.2 expired on 2026-10-01: what it is for counts again: fix that and remove this, or have it approved again"}},
		{name: "suppression of no control", waivers: source(comment(1, 7, "ecr", "aws_ecr_repository.r", "")),
			want: []string{"", "", "", "", "", ""},
			says: []string{`warning 1 main.tf:7 inline waiver of ecr is for no control: unknown control "ecr": acme-1 has none of this id or key; the command controls lists those that it has`}},

		{name: "baseline", waivers: known(baseline.Of(failing())), want: []string{"baseline", "baseline", "baseline", "", "baseline", ""}},
		{name: "baseline of one of the inputs", waivers: known(without(failing(), 0)), want: []string{"", "", "baseline", "", "", ""}},
		{name: "what is mended", selected: []string{"1.2"},
			waivers: known(baseline.Baseline{Version: baseline.Version, Inputs: []string{"dev/plan.json", "old/plan.json"}, Failures: []baseline.Failure{
				{Input: "dev/plan.json", Control: "1.2", Fingerprint: "f1"},
				{Input: "dev/plan.json", Control: "1.1", Fingerprint: "f2"}, // not assessed
				{Input: "old/plan.json", Control: "1.2", Fingerprint: "f3"}, // not scanned
			}}),
			want: []string{"", "", "", "", "", ""},
			says: []string{"note 0 the baseline b.json lists 1 failure that the scan no longer finds: write it anew, so that they count if they come back"}},

		{name: "precedence", waivers: Waivers{
			File:         setting.Waivers{MaxAge: 365, Waivers: []setting.Waiver{entry("1.1", "**", "2027-06-01")}},
			Suppressions: []Suppression{comment(0, 7, "1.1", "aws_ecr_repository.r", ""), comment(0, 9, "1.2", "aws_ecr_repository.r", "")},
			Baseline:     pointer(baseline.Of(failing())),
		}, want: []string{"baseline", "inline", "baseline", "", "file", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{Only: tt.selected})
			if err != nil {
				t.Fatal(err)
			}
			before, r := failing(), failing()
			if tt.broken {
				d := finding.Diagnostic{Severity: finding.DiagnosticError, Summary: "not scanned", Input: finding.NoInput}
				before.Diagnostics, r.Diagnostics = append(before.Diagnostics, d), append(r.Diagnostics, d)
			}
			tt.waivers.Today = time.Date(2026, 11, 23, 23, 59, 0, 0, time.UTC)
			got := a.Waive(r, tt.waivers)
			if diff := cmp.Diff(before, r); diff != "" {
				t.Errorf("the report that was given changed (-before +after):\n%s", diff)
			}
			var kinds []string
			count := 0
			for i, f := range got.Findings {
				kind := ""
				if f.Waiver != nil {
					kind = string(f.Waiver.Kind)
					count++
				}
				kinds = append(kinds, kind)
				f.Waiver = nil
				if diff := cmp.Diff(before.Findings[i], f); diff != "" {
					t.Errorf("a waiver changed a finding (-before +after):\n%s", diff)
				}
			}
			if diff := cmp.Diff(tt.want, kinds); diff != "" {
				t.Errorf("waivers (-want +got):\n%s", diff)
			}
			if got.Summary.Findings.Waived != count || got.Summary.Findings.Counts != before.Summary.Findings.Counts {
				t.Errorf("%d are waived, summary %+v", count, got.Summary.Findings)
			}
			if diff := cmp.Diff(before.Controls, got.Controls); diff != "" {
				t.Errorf("a waiver changed a control (-before +after):\n%s", diff)
			}
			said := slices.DeleteFunc(got.Diagnostics, func(d finding.Diagnostic) bool { return d.Severity == finding.DiagnosticError })
			if diff := cmp.Diff(tt.says, words(said)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWaiverIsCopied(t *testing.T) {
	a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	got := a.Waive(failing(), Waivers{
		Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		File: setting.Waivers{MaxAge: 365, Waivers: []setting.Waiver{
			{Control: "1.1", Address: "**", Reason: "lab", ApprovedBy: "Jane", Expires: "2027-01-31"}}},
		Baseline: pointer(baseline.Of(failing())), BaselineName: "b.json",
	})
	want := []*finding.Waiver{
		{Kind: finding.BaselineWaiver, Reason: "known since b.json was written"},
		{Kind: finding.FileWaiver, Reason: "lab", ApprovedBy: "Jane", Expires: "2027-01-31"},
	}
	if diff := cmp.Diff(want, []*finding.Waiver{got.Findings[0].Waiver, got.Findings[4].Waiver}); diff != "" {
		t.Errorf("waivers (-want +got):\n%s", diff)
	}
}

func words(all []finding.Diagnostic) []string {
	var lines []string
	for _, d := range all {
		place := ""
		if d.Location != nil {
			place = " " + d.Location.File + ":" + string(rune('0'+d.Location.StartLine))
		}
		input := map[int]string{finding.NoInput: " -1", 0: " 0", 1: " 1"}[d.Input]
		lines = append(lines, string(d.Severity)+input+place+" "+d.Summary+": "+d.Detail)
	}
	return lines
}

// without is the baseline of a report's other inputs.
func without(r *finding.Report, input int) baseline.Baseline {
	b := baseline.Of(r)
	var failures []baseline.Failure
	for _, f := range b.Failures {
		if f.Input != baseline.Label(r.Inputs[input]) {
			failures = append(failures, f)
		}
	}
	b.Failures = failures
	return b
}

func pointer[T any](v T) *T { return &v }

// Whoever reads the merged report of several machines must get what one machine
// would have said.
func TestWaiveShards(t *testing.T) {
	a, err := New(small(), evaluators(none, none), setting.Settings{}, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	entry := func(address, expires string, line int) setting.Waiver {
		return setting.Waiver{Control: "1.2", Address: address, Reason: "lab", Expires: expires, File: "w.yaml", Line: line}
	}
	known := baseline.Of(failing())
	known.Failures[0].Fingerprint = "0123456789abcdef0123456789abcdef"
	waivers := Waivers{
		Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		File: setting.Waivers{MaxAge: 365, Waivers: []setting.Waiver{
			entry("module.m[*].**", "2026-12-01", 1), entry("aws_ecr_repository.r", "2026-11-01", 2), entry("a.b", "2027-01-01", 3),
			entry("aws_ecr_repository.*", "2029-01-01", 4)}},
		Suppressions: []Suppression{{setting.Suppression{Control: "1.2", Address: "aws_ecr_repository.r", Reason: "r", File: "main.tf", Line: 1}, 1}},
		Baseline:     &known, BaselineName: "b.json",
	}
	want := a.Waive(failing(), waivers)

	var shards []finding.Stored
	for number := 1; number <= 2; number++ {
		r := failing()
		r.Shard = &finding.Shard{Number: number, Of: 2, Inputs: 2}
		r.Inputs = r.Inputs[number-1 : number]
		own := waivers
		own.Suppressions = nil
		for _, s := range waivers.Suppressions {
			if s.Input == number-1 {
				s.Input = 0
				own.Suppressions = append(own.Suppressions, s)
			}
		}
		r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Input != number-1 })
		for i := range r.Findings {
			r.Findings[i].Input = 0
		}
		shards = append(shards, finding.Stored{Name: string(rune('a' + number)), Report: a.Waive(r, own)})
	}
	got, err := finding.Merge(shards...)
	if err != nil {
		t.Fatal(err)
	}
	if want.SchemaVersion = finding.SchemaVersion; want.Summary.Findings.Waived != 3 || len(want.Diagnostics) != 5 {
		t.Errorf("the whole scan does not say enough to compare: %d waived, %q", want.Summary.Findings.Waived, words(want.Diagnostics))
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("report (-one machine +two):\n%s", diff)
	}
}
