// Package assess judges a graph by the controls of a benchmark and gathers the
// verdicts in a report.
//
// It reads no input and prints nothing, and it knows no control: what a control
// means is an evaluator's business, what it is called the benchmark's.
package assess

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Assessor judges graphs by the chosen controls of a benchmark. It holds no
// state: several graphs may be judged at the same time.
type Assessor struct {
	benchmark *benchmark.Benchmark
	judges    []judge
	settings  setting.Settings
	read      map[string]bool // types that some control reads, selected or not
}

// judge is a control with what decides it.
type judge struct {
	benchmark.Control
	evaluator *control.Evaluator // nil: a person must judge
}

// New returns an assessor. It fails when the selection names a control that the
// benchmark does not have or leaves none, and when the benchmark names an
// evaluator that there is not.
func New(b *benchmark.Benchmark, evaluators []control.Evaluator, s setting.Settings, chosen Selection) (*Assessor, error) {
	controls, err := chosen.from(b)
	if err != nil {
		return nil, err
	}
	a := &Assessor{benchmark: b, settings: s, read: readBy(evaluators)}
	for _, c := range controls {
		j := judge{Control: c}
		if c.Key != "" {
			i := slices.IndexFunc(evaluators, func(e control.Evaluator) bool { return e.Key == c.Key })
			if i < 0 {
				return nil, fmt.Errorf("benchmark %s: control %s: there is no evaluator %q", b.Version, c.ID, c.Key)
			}
			j.evaluator = &evaluators[i]
		}
		a.judges = append(a.judges, j)
	}
	return a, nil
}

// Reads lists what must be decoded of an input for it to be judged and drawn.
func (a *Assessor) Reads() []control.Read {
	var reads []control.Read
	for _, j := range a.judges {
		if j.evaluator != nil {
			reads = append(reads, j.evaluator.Reads...)
		}
	}
	reads = append(reads, eks.TieReads()...)
	for _, l := range drawn() {
		reads = append(reads, control.Read{Types: []string{l.from}, Arguments: l.path[:1]})
	}
	return reads
}

// Subjects lists the resource types that are judged, sorted.
func (a *Assessor) Subjects() []string {
	var types []string
	for _, j := range a.judges {
		if j.evaluator != nil {
			types = append(types, j.evaluator.Subjects...)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// Keys gives the keys of the evaluators by the ids of the controls that they
// decide.
func (a *Assessor) Keys() map[string]string {
	keys := map[string]string{}
	for _, j := range a.judges {
		if j.evaluator != nil {
			keys[j.ID] = j.Key
		}
	}
	return keys
}

// Assessment is what is said of one graph.
type Assessment struct {
	Findings []finding.Finding
	Notes    []finding.Diagnostic // on what was not checked
	Graph    finding.Graph        // from [Assessor.Draw], if a format needs it
}

// Assess judges a graph by every control. The findings come in the order of the
// benchmark's controls, the worst of each first, and then by address and cluster.
func (a *Assessor) Assess(g *graph.Graph) (Assessment, error) {
	var done Assessment
	spread := g.Spread(a.Subjects())
	all := aside{}
	for _, j := range a.judges {
		findings, err := a.findings(j, g, spread, all)
		if err != nil {
			return Assessment{}, err
		}
		done.Findings = append(done.Findings, findings...)
	}
	done.Notes = all.notes()
	return done, nil
}

// findings returns everything that one control says of the graph, and adds to all
// what it does not check.
func (a *Assessor) findings(j judge, g *graph.Graph, spread graph.Spread, all aside) ([]finding.Finding, error) {
	switch {
	case j.Type == "skip":
		return []finding.Finding{j.bare(finding.NotApplicable, "the controls file skips this check")}, nil
	case j.evaluator == nil:
		return []finding.Finding{j.bare(finding.Manual, "nothing in Terraform decides this control: a person must judge")}, nil
	}
	verdicts, err := j.evaluate(control.Input{Graph: g, Settings: a.settings, Requires: j.Requires})
	if err != nil {
		return nil, err
	}
	own := aside{}
	verdicts = own.tied(g, verdicts)
	maps.Copy(all, own)
	slices.SortStableFunc(verdicts, compare)
	seen, moved := map[string]int{}, map[string]int{}
	findings := make([]finding.Finding, 0, len(verdicts))
	for _, v := range verdicts {
		if a.settings.Strict {
			v = strict(v)
		}
		f := j.finding(byDefault(v))
		f.Message += where(v, spread)
		j.identify(&f, v, seen, moved)
		findings = append(findings, f)
	}
	findings = append(findings, j.inGaps(g, a.settings.Strict, seen)...)
	if len(findings) == 0 {
		return []finding.Finding{own.explain(j.bare(finding.NotApplicable, "there is no subject for this control"))}, nil
	}
	slices.SortStableFunc(findings, func(x, y finding.Finding) int { return x.Status.Rank() - y.Status.Rank() })
	return findings, nil
}

// evaluate keeps a defect in one evaluator from looking like a verdict: it is an
// error that names the control, not a crash and not a pass.
func (j judge) evaluate(in control.Input) (verdicts []control.Verdict, err error) {
	defer func() {
		if defect := recover(); defect != nil {
			err = fmt.Errorf("control %s could not be evaluated: %v (this is a defect of cisbench: please report it)", j.ID, defect)
		}
	}()
	return j.evaluator.Verdicts(in), nil
}
