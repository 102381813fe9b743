package assess_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// label is what a person expects of one subject of a real plan.
type label struct {
	Address  string
	Controls map[string]struct {
		Expected   finding.Status
		Acceptable []finding.Status
		Reason     string
	}
}

// TestRealPlans holds the verdicts against plans of public modules that were
// labelled by hand. They lie beside the project, not in it.
func TestRealPlans(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "plans")
	files, err := filepath.Glob(filepath.Join(folder, "*", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("no labelled plans of public modules at %s beside the project", filepath.Join("..", "shared", "plans"))
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			var expected struct{ Subjects []label }
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(raw, &expected); err != nil {
				t.Fatal(err)
			}
			findings := assessPlan(t, filepath.Join(dir, "plan.json"))
			for _, subject := range expected.Subjects {
				for id, want := range subject.Controls {
					got, deciders := worstFor(findings, subject.Address, id)
					if !slices.Contains(want.Acceptable, got) {
						t.Errorf("%s of %s is %s, want %s (%s)", id, subject.Address, got, want.Expected, want.Reason)
						for _, f := range deciders {
							t.Logf("  %s %s %s: %s %q", f.Status, f.Address, f.Attribute, f.Message, f.Assumes)
						}
					}
				}
			}
		})
	}
}

func assessPlan(t testing.TB, path string) []finding.Finding {
	t.Helper()
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.New(b, controls.Table(), setting.Settings{}, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), plan.Options{Reads: a.Reads(), Subjects: a.Subjects()})
	if err != nil {
		t.Fatal(err)
	}
	done, err := a.Assess(p.Graph)
	if err != nil {
		t.Fatal(err)
	}
	return done.Findings
}

// worstFor returns a control's worst status on what the address labels: a
// subject itself, all of a cluster's, or the whole plan ("registry"). Images and
// load balancers of no particular cluster count for each.
func worstFor(findings []finding.Finding, address, id string) (finding.Status, []finding.Finding) {
	worst := finding.NotApplicable
	var deciders []finding.Finding
	for _, f := range findings {
		ofPlan := f.Cluster == "" && (id == "5.1.4" || id == "5.4.5" && f.Type != "aws_lb_listener")
		if f.Control != id || address != "registry" && f.Address != address && f.Cluster != address && !ofPlan {
			continue
		}
		worst = finding.Worst(worst, f.Status)
		deciders = append(deciders, f)
	}
	return worst, deciders
}
