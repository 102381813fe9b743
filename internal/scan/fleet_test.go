package scan

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func TestParseShard(t *testing.T) {
	tests := []struct{ text, want string }{
		{"1/1", "1/1"},
		{"2/3", "2/3"},
		{"10000/10000", "10000/10000"},
		{"", "expected i/n, such as 1/3 for the first of three shards"},
		{"2", "expected i/n, such as 1/3 for the first of three shards"},
		{"a/b", "expected i/n, such as 1/3 for the first of three shards"},
		{"1/2/3", "expected i/n, such as 1/3 for the first of three shards"},
		{"1 / 2", "expected i/n, such as 1/3 for the first of three shards"},
		{"99999999999999999999/2", "expected i/n, such as 1/3 for the first of three shards"},
		{"0/3", "shard 0 of 3: expected 1 to 3, since shards count from 1"},
		{"4/3", "shard 4 of 3: expected 1 to 3, since shards count from 1"},
		{"-1/3", "shard -1 of 3: expected 1 to 3, since shards count from 1"},
		{"1/0", "0 shards: expected 1 to 10000"},
		{"1/10001", "10001 shards: expected 1 to 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			shard, err := ParseShard(tt.text)
			got := shard.String()
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Every input is in one shard, and no shard has many more than another.
func TestShardsShare(t *testing.T) {
	for _, inputs := range []int{0, 1, 5, 12} {
		for of := 1; of <= 7; of++ {
			var all []input
			for i := range inputs {
				all = append(all, input{index: i})
			}
			seen := map[int]int{}
			for number := 1; number <= of; number++ {
				share := Shard{number, of}.of(all)
				if len(share) < inputs/of || len(share) > inputs/of+1 {
					t.Errorf("shard %d/%d of %d inputs has %d", number, of, inputs, len(share))
				}
				for _, in := range share {
					seen[in.index]++
				}
			}
			for i := range inputs {
				if seen[i] != 1 {
					t.Errorf("input %d is in %d shards of %d", i, seen[i], of)
				}
			}
		}
	}
}

func TestRunShard(t *testing.T) {
	files(t, map[string]string{"a.json": planJSON, "b.json": planJSON, "c.json": planJSON})
	o := options(t)
	o.Shard = Shard{2, 2}
	report, _, errs := Run(context.Background(), []string{"none", "*.json"}, o)
	if len(errs) > 0 || paths(report) != "a.json plan, c.json plan" || report.Inputs[1].Index != 3 {
		t.Errorf("errors %v, inputs %+v", errs, report.Inputs)
	}
	if diff := cmp.Diff(&finding.Shard{Number: 2, Of: 2, Inputs: 4}, report.Shard); diff != "" {
		t.Errorf("shard (-want +got):\n%s", diff)
	}
	// A shard without inputs is a report all the same: merge waits for it.
	o.Shard = Shard{3, 3}
	report, _, errs = Run(context.Background(), []string{"a.json"}, o)
	if len(errs) > 0 || report == nil || len(report.Inputs) != 0 || report.Controls[0].Status != finding.NotApplicable {
		t.Errorf("errors %v, report %+v", errs, report)
	}
	// Where its only input cannot be read, that is in it.
	report, _, errs = Run(context.Background(), []string{"a.json", "b.json", "none"}, o)
	if len(errs) != 1 || report == nil || len(report.Diagnostics) != 1 {
		t.Errorf("errors %v, report %+v", errs, report)
	}
}

// A pattern without a match is missing from the report for whoever has only that.
func TestReportSaysWhatMatchedNothing(t *testing.T) {
	files(t, map[string]string{"a.json": planJSON})
	report, _, errs := Run(context.Background(), []string{"*.yaml", "a.json"}, options(t))
	want := []finding.Diagnostic{{Severity: finding.DiagnosticError, Summary: "*.yaml: no file matches", Input: finding.NoInput}}
	if diff := cmp.Diff(want, report.Diagnostics); diff != "" || len(errs) != 1 {
		t.Errorf("errors %v, diagnostics (-want +got):\n%s", errs, diff)
	}
}

// However many plans are scanned, few are in memory, and what was scanned stays
// there no longer than until it is judged.
func TestMemoryDoesNotGrowWithPlans(t *testing.T) {
	const plans, size, processors = 40, 1 << 20, 2
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	contents := map[string]string{}
	big := strings.Replace(planJSON, `"after":{"name":"a"}`, `"after":{"name":"`+strings.Repeat("x", size)+`"}`, 1)
	for i := range plans {
		contents[fmt.Sprintf("%02d.json", i)] = big
	}
	files(t, contents)
	clear(contents)
	live := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := live()
	var most uint64
	var counts []int
	o := options(t)
	o.Progress = func(done, total int) {
		if total != plans {
			t.Errorf("%d inputs, want %d", total, plans)
		}
		counts = append(counts, done)
		most = max(most, live())
	}
	report, _, errs := Run(context.Background(), []string{"*.json"}, o)
	if len(errs) > 0 || len(report.Findings) != plans {
		t.Fatalf("errors %v, %d findings", errs, len(report.Findings))
	}
	for i, done := range counts {
		if done != i+1 {
			t.Fatalf("progress %v", counts)
		}
	}
	// A plan that is open may be there a few times over, the others not at all: all
	// of them together would be as many MB as there are plans, and more.
	if limit := before + plans*size/2; most > limit {
		t.Errorf("%d MB in use beyond the %d MB before, for %d plans of 1 MB", (most-before)>>20, before>>20, plans)
	}
	runtime.KeepAlive(report)
}
