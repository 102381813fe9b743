// Package assess checks a graph against the controls of a benchmark and gathers the
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

// Assessor checks graphs against the chosen controls of a benchmark. It holds no
// state: several graphs may be judged at the same time.
type Assessor struct {
	benchmark *benchmark.Benchmark
	checks    []check
	settings  setting.Settings
	read      map[string]bool // types that some control reads, selected or not
}

// check is a chosen control with its evaluator.
type check struct {
	benchmark.Control
	evaluator *control.Evaluator // nil if only a person can decide
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
	for _, published := range controls {
		c := check{Control: published}
		if published.Key != "" {
			i := slices.IndexFunc(evaluators, func(e control.Evaluator) bool { return e.Key == published.Key })
			if i < 0 {
				return nil, fmt.Errorf("benchmark %s: control %s: there is no evaluator %q", b.Version, published.ID, published.Key)
			}
			c.evaluator = &evaluators[i]
		}
		a.checks = append(a.checks, c)
	}
	return a, nil
}

// Reads lists what must be decoded of an input for it to be judged and drawn.
func (a *Assessor) Reads() []control.Read {
	var reads []control.Read
	for _, c := range a.checks {
		if c.evaluator != nil {
			reads = append(reads, c.evaluator.Reads...)
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
	for _, c := range a.checks {
		if c.evaluator != nil {
			types = append(types, c.evaluator.Subjects...)
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// Keys gives the keys of the evaluators by the ids of the controls that they
// decide.
func (a *Assessor) Keys() map[string]string {
	keys := map[string]string{}
	for _, c := range a.checks {
		if c.evaluator != nil {
			keys[c.ID] = c.Key
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

// Assess checks a graph against every control. The findings come in the order of the
// benchmark's controls, the worst of each first, and then by address and cluster.
func (a *Assessor) Assess(g *graph.Graph) (Assessment, error) {
	var done Assessment
	spread := g.Spread(a.Subjects())
	all := aside{}
	for _, c := range a.checks {
		findings, err := a.findings(c, g, spread, all)
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
func (a *Assessor) findings(c check, g *graph.Graph, spread graph.Spread, all aside) ([]finding.Finding, error) {
	switch {
	case c.Type == "skip":
		return []finding.Finding{c.bare(finding.NotApplicable, "the controls file skips this check")}, nil
	case c.evaluator == nil:
		return []finding.Finding{c.bare(finding.Manual, "nothing in Terraform decides this control: a person must check it")}, nil
	}
	verdicts, err := c.evaluate(control.Input{Graph: g, Settings: a.settings, Requires: c.Requires})
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
		f := c.finding(byDefault(v))
		f.Message += where(v, spread)
		c.identify(&f, v, seen, moved)
		findings = append(findings, f)
	}
	findings = append(findings, c.inGaps(g, a.settings.Strict, seen)...)
	if len(findings) == 0 {
		return []finding.Finding{own.explain(c.bare(finding.NotApplicable, "there is no subject for this control"))}, nil
	}
	slices.SortStableFunc(findings, func(x, y finding.Finding) int { return x.Status.Rank() - y.Status.Rank() })
	return findings, nil
}

// evaluate keeps a defect in one evaluator from looking like a verdict: it is an
// error that names the control, not a crash and not a pass.
func (c check) evaluate(in control.Input) (verdicts []control.Verdict, err error) {
	defer func() {
		if defect := recover(); defect != nil {
			err = fmt.Errorf("control %s could not be evaluated: %v (this is a defect of cisbench: please report it)", c.ID, defect)
		}
	}()
	return c.evaluator.Verdicts(in), nil
}
