// Package usercontrol makes evaluators of a user's own controls: conditions in
// HCL on the resources of one type, as their writer knows them from Terraform's
// postconditions.
//
// A condition that is true passes, one that is false fails, and one that hangs on
// what is not known is unknown. Whatever is wrong with a condition is found when
// it is read, not when it is first evaluated. The benchmark's own controls are Go
// and elsewhere; how a controls file is laid out is package benchmark's business.
package usercontrol

import (
	"errors"
	"maps"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// Evaluators returns an evaluator for each control of the benchmark that has a
// rule of its own; its key is the control's. Every mistake in a rule is in the
// error, as "file:line: what was expected" and the line that it is about.
func Evaluators(b *benchmark.Benchmark) ([]control.Evaluator, error) {
	var (
		evaluators []control.Evaluator
		mistakes   []error
	)
	m := newMeter(freshSteps())
	untied := m.untied()
	for _, c := range b.Controls() {
		if c.Rule == nil {
			continue
		}
		m.begin()
		r, wrong := compile(*c.Rule, untied)
		m.end()
		for _, w := range wrong {
			mistakes = append(mistakes, w)
		}
		if len(wrong) == 0 {
			evaluators = append(evaluators, r.evaluator(c.Key))
		}
	}
	return evaluators, errors.Join(mistakes...)
}

func (r *rule) evaluator(key string) control.Evaluator {
	e := control.Evaluator{Key: key, Subjects: []string{r.resource}, Evaluate: r.evaluate}
	for _, typ := range slices.Sorted(maps.Keys(r.needs)) {
		e.Reads = append(e.Reads, control.Read{
			Types:     []string{typ},
			Arguments: slices.Sorted(maps.Keys(r.needs[typ])),
		})
	}
	return e
}

// evaluate judges every instance of the rule's type.
func (r *rule) evaluate(in control.Input) []control.Verdict {
	var verdicts []control.Verdict
	session := newSession(r, in.Graph)
	subjects := in.Graph.Resources(r.resource)
	for i, subject := range subjects {
		if *session.meter.left <= 0 {
			return append(verdicts, session.beyond(subjects[i:]))
		}
		if v, ok := session.judge(subject); ok {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}
