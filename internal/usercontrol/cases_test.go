package usercontrol_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
	"github.com/cisbench/terraform-provider-cisbench/internal/usercontrol"
)

const extras = "../../examples/controls/extras.yaml"

var update = flag.Bool("update", false, "write attributes and messages into the cases' want files; a status or an address that differs is never rewritten")

// TestExtras holds every control of the example against its case folders,
// testdata/<id>/<case>: a plan made by real Terraform from the main.tf beside it,
// and the findings wanted, one a line: "status address | attribute | message". The
// main.tf itself must come to the same.
func TestExtras(t *testing.T) {
	text, err := os.ReadFile(extras)
	if err != nil {
		t.Fatal(err)
	}
	b, err := benchmark.Load("extras.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	evaluators, err := usercontrol.Evaluators(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(evaluators) != len(b.Controls()) {
		t.Errorf("%d evaluators for %d controls", len(evaluators), len(b.Controls()))
	}
	for _, e := range evaluators {
		for _, kind := range []string{"pass", "fail", "left-out", "known-after-apply"} {
			if _, err := os.Stat(filepath.Join("testdata", e.Key, kind)); err != nil {
				t.Errorf("%s has no case %q: %v", e.Key, kind, err)
			}
		}
		plans, err := filepath.Glob(filepath.Join("testdata", e.Key, "*", "plan.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range plans {
			dir := filepath.Dir(path)
			t.Run(e.Key+"/"+filepath.Base(dir), func(t *testing.T) { runCase(t, e, dir) })
		}
	}
}

// TestRules holds rules that are in no example against plans:
// testdata/rules/<case> has the rule beside the plan.
func TestRules(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "rules", "*", "controls.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no rules (%v)", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			evaluators, err := load(t, string(text))
			if err != nil {
				t.Fatal(err)
			}
			runCase(t, evaluators[0], filepath.Dir(path))
		})
	}
}

func runCase(t *testing.T, e control.Evaluator, dir string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "want"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(raw)), "\n")
	got := findings(t, e, filepath.Join(dir, "plan.json"))
	if diff := cmp.Diff(verdicts(want), verdicts(got)); diff != "" {
		t.Fatalf("verdicts (-want +got):\n%s\nin full:\n%s", diff, strings.Join(got, "\n"))
	}
	if diff := cmp.Diff(fromSource(dir, verdicts(want)), verdicts(sourceFindings(t, e, dir))); diff != "" {
		t.Errorf("verdicts on source (-want +got):\n%s", diff)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(dir, "want"), []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got); run with -update once they are right:\n%s", diff)
	}
}

// fromSource are the verdicts on a case's source: those on its plan, but where one
// tells more than the other.
func fromSource(dir string, fromPlan []string) []string {
	switch filepath.ToSlash(dir) {
	case "testdata/X.2.3/two-keys-known-choice-disagree": // source says which element is taken
		return []string{"fail aws_eks_cluster.this"}
	case "testdata/rules/subnets-mixed": // source says that each element of the list is meant
		return []string{"fail aws_eks_node_group.this"}
	case "testdata/rules/tags-all": // a plan hides the keys of tags of which one is known after apply
		return []string{"fail aws_subnet.bare", "pass aws_subnet.default", "pass aws_subnet.later"}
	}
	return fromPlan
}

// verdicts keeps status and address of each finding.
func verdicts(findings []string) []string {
	var kept []string
	for _, f := range findings {
		verdict, _, _ := strings.Cut(f, " | ")
		kept = append(kept, verdict)
	}
	slices.Sort(kept)
	return kept
}

// findings is what an evaluator says of a plan, with nothing decoded but what it
// announces.
func findings(t *testing.T, e control.Evaluator, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), plan.Options{Reads: e.Reads, Subjects: e.Subjects})
	if err != nil {
		t.Fatal(err)
	}
	return lines(e, p.Graph)
}

func sourceFindings(t *testing.T, e control.Evaluator, dir string) []string {
	t.Helper()
	files, err := config.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close() // only read from
	root, err := source.Load(t.Context(), files, ".", source.Options{Reads: e.Reads, Subjects: e.Subjects})
	if err != nil {
		t.Fatal(err)
	}
	return lines(e, root.Graph)
}

func lines(e control.Evaluator, g *graph.Graph) []string {
	var lines []string
	for _, v := range e.Evaluate(control.Input{Graph: g}) {
		lines = append(lines, line(v))
	}
	if len(lines) == 0 {
		lines = append(lines, "not-applicable -")
	}
	slices.Sort(lines)
	return lines
}
