package assess

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// If a part of the configuration was not read, nothing passes, no control is without
// a subject, and what is known to fail still fails.
func TestPastLimit(t *testing.T) {
	verdicts := func(in control.Input) []control.Verdict {
		all := in.Graph.Resources("aws_ecr_repository")
		return []control.Verdict{
			{Subject: all[0], Status: finding.Pass, Message: "no policy"},
			{Subject: all[1], Status: finding.Fail, Message: "open to everyone"},
		}
	}
	g := repositories(t, "a", "b")
	for _, f := range assess(t, g, setting.Settings{}, verdicts) {
		if f.Address == "aws_ecr_repository.a" && f.Status != finding.Pass || f.Address == "module.m.module.a" {
			t.Errorf("there is no gap: %+v", f)
		}
	}
	g.Gaps = []graph.Gap{{
		Kind: graph.PastLimit, Address: "module.m.module.a", Why: "there are too many",
		Range: &graph.Range{File: "m/main.tf", StartLine: 3, StartCol: 1, EndLine: 5, EndCol: 2},
	}}
	want := map[string]finding.Status{
		"1.2 aws_ecr_repository.a": finding.Unknown,
		"1.2 aws_ecr_repository.b": finding.Fail,
		"1.2 module.m.module.a":    finding.Unknown,
		"1.1 module.m.module.a":    finding.Unknown,
		"1.3 ":                     finding.Manual,
	}
	got := assess(t, g, setting.Settings{}, verdicts)
	if len(got) != len(want) {
		t.Errorf("%d findings, want %d", len(got), len(want))
	}
	for _, f := range got {
		if name := f.Control + " " + f.Address; f.Status != want[name] {
			t.Errorf("%s is %s (%s), want %s", name, f.Status, f.Message, want[name])
		}
		if f.Address == g.Gaps[0].Address && (f.Location == nil || f.Location.File != "m/main.tf" || !strings.Contains(f.Message, "too many")) {
			t.Errorf("%s is at %+v: %s", f.Address, f.Location, f.Message)
		}
	}
}
