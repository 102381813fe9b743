package scan

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/suggest"
)

// TestMendedPlans holds every kind of mend to a plan that Terraform made of the
// source with it. testdata/mended has that source, as suggestions on the control's
// case of the same name make it, and the plan: see internal/tools/makeplans.
func TestMendedPlans(t *testing.T) {
	shown := map[string]bool{}
	for _, name := range []string{
		"ecr-image-scanning/left-out",
		"endpoint-access/fail-private-off",
		"endpoint-private/left-out-private",
		"endpoint-private/left-out-public",
		"private-nodes/private-endpoint-off",
		"private-nodes/self-managed-launch-configuration",
		"private-nodes/template-public-address",
		"network-policy/left-out",
	} {
		t.Run(name, func(t *testing.T) {
			key := filepath.Dir(name)
			dir := filepath.Join("../controls/testdata", name)
			o := caseOptions(t, key, dir)
			before, suggestions := suggested(t, dir, o)
			if len(suggestions) != 1 {
				t.Fatalf("expected one suggestion: %v", suggestions)
			}
			s := suggestions[0]
			shown[kind(s.Mend)] = true
			after, ok := suggest.Set(s.Source, s.Place, s.Mend)
			if !ok {
				t.Fatal("the change that was tried cannot be made")
			}
			mended := filepath.Join("testdata/mended", name)
			if *update {
				if err := os.MkdirAll(mended, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(mended, "main.tf"), after, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(filepath.Join(mended, "main.tf"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(after)); diff != "" {
				t.Fatalf("the source that was planned, and what is suggested now (-want +got; -update rewrites it, make plans CASES=… plans it):\n%s", diff)
			}
			plan, err := os.ReadFile(filepath.Join(mended, "plan.json"))
			if err != nil {
				t.Fatal(err)
			}
			alone := filepath.Join(t.TempDir(), "plan.json") // without the source beside it
			if err := os.WriteFile(alone, plan, 0o600); err != nil {
				t.Fatal(err)
			}
			report, _ := suggested(t, alone, o)
			for _, f := range before.Findings {
				if f.Status != finding.Fail {
					continue
				}
				if now := of(report, f.Address, 0); now != finding.Pass {
					t.Errorf("%s is %s in the plan", f.Address, now)
				}
			}
		})
	}
	for _, m := range suggest.Mends() {
		if !shown[kind(m)] {
			t.Errorf("no plan shows that it mends anything: %s", kind(m))
		}
	}
}
