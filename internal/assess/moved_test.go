package assess

import (
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/baseline"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// A resource that is moved to another address is the same: its failures keep their
// fingerprint, its waivers and their entry in a baseline, before and after the move.
func TestMoved(t *testing.T) {
	fails := func(in control.Input) []control.Verdict {
		var all []control.Verdict
		for _, r := range in.Graph.Resources("aws_ecr_repository") {
			all = append(all, control.Fail(r.Attr("name"), "no").On(r))
		}
		return all
	}
	a, err := New(small(), evaluators(none, fails), setting.Settings{}, Selection{Only: []string{"1.2"}})
	if err != nil {
		t.Fatal(err)
	}
	report := func(address, previous string) *finding.Report {
		r := graphtest.Resource(t, address, graphtest.Args{"name": cty.StringVal("app")})
		r.Previous = previous
		done, err := a.Assess(graph.New([]*graph.Resource{r}))
		if err != nil {
			t.Fatal(err)
		}
		return a.Report(finding.Tool{}, []finding.Input{{Path: "plan.json", Complete: true}}, []Assessment{done}, nil)
	}
	const old, now = "aws_ecr_repository.old", "module.app.aws_ecr_repository.now[0]"
	before, moving, after, other := report(old, ""), report(now, old), report(now, ""), report(now, "aws_ecr_repository.another")

	if got, want := moving.Findings[0].Fingerprint, before.Findings[0].Fingerprint; got != want {
		t.Errorf("the fingerprint is %s, want that of before, %s", got, want)
	}
	if got, want := moving.Findings[0].Moved, (finding.Moved{From: old, Fingerprint: after.Findings[0].Fingerprint}); got == nil || *got != want {
		t.Errorf("moved is %v, want %v", got, want)
	}
	if before.Findings[0].Moved != nil || before.Findings[0].Fingerprint == after.Findings[0].Fingerprint {
		t.Error("what is not moved is moved")
	}

	waivers := func(b *finding.Report, address string) Waivers {
		w := Waivers{Today: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), BaselineName: "b.json"}
		if b != nil {
			known := baseline.Of(b)
			w.Baseline = &known
		} else {
			w.File = setting.Waivers{Waivers: []setting.Waiver{{Control: "1.2", Address: address, Reason: "lab", Expires: "2026-12-31", File: "w.yaml", Line: 3}}}
		}
		return w
	}
	tests := map[string]struct {
		report *finding.Report
		by     Waivers
		want   bool
	}{
		"known before":               {moving, waivers(before, ""), true},
		"known under both addresses": {moving, waivers(after, ""), true},
		"written while it moves":     {after, waivers(moving, ""), true},
		"another resource":           {other, waivers(before, ""), false},
		"moved without a trace":      {after, waivers(before, ""), false},
		"waived before":              {moving, waivers(nil, old), true},
		"waived at its new address":  {moving, waivers(nil, now), true},
		"waived by a pattern":        {moving, waivers(nil, "aws_ecr_repository.*"), true},
		"another is waived":          {other, waivers(nil, old), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := a.Waive(tt.report, tt.by).Findings[0].Waiver != nil; got != tt.want {
				t.Errorf("waived: %v, want %v", got, tt.want)
			}
		})
	}
}
