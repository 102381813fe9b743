package controls_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range controls.Table() {
		switch {
		case e.Key == "" || seen[e.Key]:
			t.Errorf("key %q is empty, or another evaluator's", e.Key)
		case len(e.Subjects) == 0 || len(e.Reads) == 0 || e.Evaluate == nil:
			t.Errorf("%s: an evaluator has subjects, reads and a function", e.Key)
		}
		seen[e.Key] = true
		if got := e.Evaluate(control.Input{Graph: graph.New(nil)}); len(got) > 0 {
			t.Errorf("%s finds in an empty graph: %v", e.Key, got)
		}
	}
}

// Each control of the catalogue has an evaluator, and each evaluator a control.
func TestTableIsTheCatalogue(t *testing.T) {
	var want, got []string
	for _, version := range benchmark.Embedded() {
		b, err := benchmark.Open(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range b.Controls() {
			want = append(want, c.Key)
		}
	}
	for _, e := range controls.Table() {
		got = append(got, e.Key)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("table.go has no line for a key of internal/benchmark/catalogue.yaml, or the catalogue has no entry for an evaluator (-catalogue +table):\n%s", diff)
	}
}

// Of a plan that knows nothing yet nothing can be proven, and what is said of it
// does not waver.
func TestNothingKnown(t *testing.T) {
	for _, e := range controls.Table() {
		t.Run(e.Key, func(t *testing.T) {
			say := func() []string {
				var lines []string
				for _, v := range e.Evaluate(control.Input{Graph: graph.New(shaped(t, e, cty.DynamicVal))}) {
					if v.Status == finding.Pass {
						t.Errorf("passes: %s", line(v))
					}
					lines = append(lines, line(v))
				}
				return lines
			}
			if diff := cmp.Diff(say(), say()); diff != "" {
				t.Errorf("two runs differ (-first +second):\n%s", diff)
			}
		})
	}
}
