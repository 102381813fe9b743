package scan

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// TestBothWays judges every case twice, from its plan and from the source that
// the plan was made of. The verdicts are the same, or the difference is in
// testdata/differences, under the reason for it.
//
// Source never fails what the plan does not: what fails from source also fails
// from the plan with that source beside it. The cases under a heading that begins
// with "state:" are those whose plan knows of resources that are there already.
func TestBothWays(t *testing.T) {
	accepted, stateful := differences(t)
	var found []string
	for _, e := range controls.Table() {
		plans, err := filepath.Glob(filepath.Join("../controls/testdata", e.Key, "*", "plan.json"))
		if err != nil || len(plans) == 0 {
			t.Fatalf("%s has no cases: %v", e.Key, err)
		}
		for _, path := range plans {
			name := e.Key + "/" + filepath.Base(filepath.Dir(path))
			ways := judge(t, e, filepath.Dir(path))
			for _, difference := range ways.differences() {
				found = append(found, name+": "+difference)
			}
			for subject, status := range ways.source {
				if status == finding.Fail && ways.joined[subject] != finding.Fail && !stateful[name] {
					t.Errorf("%s: %s fails from source, and not from the plan with its source (%s)", name, subject, ways.joined[subject])
				}
			}
			for subject, status := range ways.plan {
				if joined := ways.joined[subject]; status == finding.Pass && joined != finding.Pass {
					t.Errorf("%s: %s passes from the plan, and not with its source (%s)", name, subject, joined)
				}
			}
		}
	}
	for _, line := range found {
		if !slices.Contains(accepted, line) {
			t.Errorf("not accepted in testdata/differences:\n%s", line)
		}
	}
	for _, line := range accepted {
		if !slices.Contains(found, line) {
			t.Errorf("accepted in testdata/differences, and no difference any more:\n%s", line)
		}
	}
}

// ways are the statuses of subjects, by what they were judged from.
type ways struct{ plan, source, joined map[string]finding.Status }

func (w ways) differences() []string {
	var lines []string
	for subject, status := range w.plan {
		if other, ok := w.source[subject]; !ok {
			lines = append(lines, fmt.Sprintf("%s: plan %s, source nothing", subject, status))
		} else if other != status {
			lines = append(lines, fmt.Sprintf("%s: plan %s, source %s", subject, status, other))
		}
	}
	for subject, status := range w.source {
		if _, ok := w.plan[subject]; !ok {
			lines = append(lines, fmt.Sprintf("%s: plan nothing, source %s", subject, status))
		}
	}
	return lines
}

func judge(t *testing.T, e control.Evaluator, dir string) ways {
	t.Helper()
	graphs, in := graphsOf(t, e, dir), inputOf(t, e, dir)
	of := func(way string) map[string]finding.Status {
		in.Graph = graphs[way]
		return statuses(e, in)
	}
	return ways{plan: of("plan"), source: of("source"), joined: of("plan with its source")}
}

// inputOf is what an evaluator gets for a case, except for the graph.
func inputOf(t *testing.T, e control.Evaluator, dir string) control.Input {
	t.Helper()
	var file setting.File
	if raw, err := os.ReadFile(filepath.Join(dir, "settings.yaml")); err == nil {
		if file, err = setting.Decode("settings.yaml", raw); err != nil {
			t.Fatal(err)
		}
	}
	b, err := benchmark.Open(cmp.Or(file.Options.Benchmark, benchmark.Default))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := b.Find(e.Key)
	return control.Input{Settings: file.Settings, Requires: c.Requires}
}

// graphsOf are the graphs of a case, by what they were read from.
func graphsOf(t *testing.T, e control.Evaluator, dir string) map[string]*graph.Graph {
	t.Helper()
	files, err := config.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	evaluate := func(o source.Options) *source.Root {
		o.Reads, o.Subjects = e.Reads, e.Subjects
		root, err := source.Load(t.Context(), files, ".", o)
		if err != nil {
			t.Fatal(err)
		}
		if err := refused(root.Diagnostics()); err != nil {
			t.Fatal(err)
		}
		return root
	}
	path := filepath.Join(dir, "plan.json")
	joined := planOf(t, e, path)
	beside := evaluate(source.Options{Given: given(joined)})
	joined.Graph.Join(beside.Instance)
	return map[string]*graph.Graph{
		"plan":                 planOf(t, e, path).Graph,
		"source":               evaluate(source.Options{}).Graph,
		"plan with its source": joined.Graph,
	}
}

// statuses keeps the worst that is said of each subject.
func statuses(e control.Evaluator, in control.Input) map[string]finding.Status {
	all := map[string]finding.Status{}
	for _, v := range e.Verdicts(in) {
		if in.Settings.Strict && len(v.Assumes) > 0 {
			v.Status = finding.Unknown // as the assessment does
		}
		subject := subjectOf(v)
		if known, ok := all[subject]; ok {
			v.Status = finding.Worst(known, v.Status)
		}
		all[subject] = v.Status
	}
	return all
}

// subjectOf names what a verdict is about.
func subjectOf(v control.Verdict) string {
	subject := "-"
	if v.Subject != nil {
		subject = v.Subject.String()
	}
	if v.Cluster != nil && v.Cluster != v.Subject {
		subject += " in " + v.Cluster.String()
	}
	return subject
}

// differences reads those that are accepted, and which cases are about what is
// there already.
func differences(t *testing.T) (accepted []string, stateful map[string]bool) {
	t.Helper()
	f, err := os.Open("testdata/differences")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stateful = map[string]bool{}
	state := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "# "):
			state = strings.HasPrefix(line, "# state: ")
		case line != "":
			accepted = append(accepted, line)
			if name, _, _ := strings.Cut(line, ": "); state {
				stateful[name] = true
			}
		}
	}
	return accepted, stateful
}
