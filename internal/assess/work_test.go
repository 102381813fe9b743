package assess_test

import (
	"os"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// TestAllocations bounds what a scan with all controls allocates for one more stack
// of sixteen resources. Nearly all of its time is made of these.
func TestAllocations(t *testing.T) {
	catalogue, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.New(catalogue, controls.Table(), setting.Settings{}, assess.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	allocations := func(stacks int) float64 {
		f, err := os.Open(writePlan(t, stacks, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(1, func() {
			p, err := plan.Load(f, info.Size(), plan.Options{Reads: a.Reads(), Subjects: a.Subjects()})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Assess(p.Graph); err != nil {
				t.Fatal(err)
			}
		})
	}
	const few, many, most = 10, 60, 2_000
	if one := (allocations(many) - allocations(few)) / (many - few); one > most {
		t.Errorf("%.0f allocations for a stack, want at most %d", one, most)
	}
}
