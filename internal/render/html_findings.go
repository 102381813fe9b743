package render

import (
	"fmt"
	"strconv"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

type htmlFinding struct {
	Unfold      bool
	Anchor      string
	State       htmlState
	Severity    string
	Control     string
	Input       int
	InputName   string // where there are several
	Cluster     string
	ClusterName string // where a reader must be told
	Address     string
	Message     []htmlSpan
	Attribute   string
	Evidence    []htmlEvidence
	Assumes     []string
	Where       string
	Calls       []string
	Waiver      string
	Fingerprint string
}

type htmlEvidence struct{ Address, Attribute, Value string }

// htmlTeller puts findings into words.
type htmlTeller struct {
	prose
	report          *finding.Report
	severalClusters bool
}

func (t htmlTeller) finding(i int) htmlFinding {
	r, f := t.report, t.report.Findings[i]
	one := htmlFinding{
		Anchor: "finding-" + strconv.Itoa(i), State: stateOf(f), Control: clip(f.Control), Input: f.Input,
		Cluster: clip(f.Cluster), Address: clip(f.Address), Message: t.spans(clip(f.Message)), Attribute: clip(f.Attribute), Fingerprint: clip(f.Fingerprint),
	}
	if t.severalClusters && f.Cluster != f.Address {
		one.ClusterName = one.Cluster
	}
	if len(r.Inputs) > 1 && f.Input >= 0 && f.Input < len(r.Inputs) {
		one.InputName = clip(input(r.Inputs[f.Input]))
	}
	const most = 50 // of a finding's facts
	for _, e := range f.Evidence[:min(most, len(f.Evidence))] {
		one.Evidence = append(one.Evidence, htmlEvidence{clip(e.Address), clip(e.Attribute), clip(e.Value)})
	}
	for _, a := range f.Assumes[:min(most, len(f.Assumes))] {
		one.Assumes = append(one.Assumes, clip(a))
	}
	if l := f.Location; l != nil {
		one.Where = lines(l)
		for _, call := range l.ModuleCalls[:min(most, len(l.ModuleCalls))] {
			one.Calls = append(one.Calls, fmt.Sprintf("module.%s at %s:%d", clip(call.Name), clip(call.File), call.Line))
		}
	}
	if w := f.Waiver; w != nil {
		one.Waiver = clip(sentence(waiver(w)))
	}
	return one
}
