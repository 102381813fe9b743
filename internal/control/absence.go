package control

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Absence is something that is not in the graph, and that a verdict rests on: a
// policy of a role that writes, a route of a table. It holds only if no gap of the
// graph has it. An evaluator lists the absences of its verdicts; package assess
// asks the gaps.
type Absence struct {
	Types []string // of the resources that are not there
	On    []string // types of the subjects whose verdicts rest on it; nil for all
	// Of returns the resources that one of these would have to name: it can be in a
	// gap only if one of them was passed to the gap. Nil for a resource that names
	// no other, such as the configuration of a registry.
	Of func(*graph.Graph, Verdict) []*graph.Resource
	// Says completes "module.m, which was not read, ...".
	Says string
	// Cure is true for what a failure rests on: the resource would fix it. Only
	// failures that are marked by [Verdict.Lacking] do.
	Cure bool
	// Assumed is true if a module that was not read is assumed to hold no such
	// resource, whatever it was passed: it would be unusual there.
	Assumed bool
}

// OfSubject returns the subject of the verdict.
func OfSubject(_ *graph.Graph, v Verdict) []*graph.Resource {
	if v.Subject == nil {
		return nil
	}
	return []*graph.Resource{v.Subject}
}

// OfCluster returns the cluster that the verdict concerns.
func OfCluster(_ *graph.Graph, v Verdict) []*graph.Resource {
	if v.Cluster == nil {
		return nil
	}
	return []*graph.Resource{v.Cluster}
}

// Lacking marks a failure that rests on an absence, which would have to name one of
// the resources: see [Absence.Cure]. Without resources, [Absence.Of] says which.
func (v Verdict) Lacking(of ...*graph.Resource) Verdict {
	v.lacking, v.lackingOf = true, of
	return v
}

// RestsOn reports whether the verdict rests on the absence, and on its absence of
// which resources; of none if the resource would not have to name any.
func (v Verdict) RestsOn(g *graph.Graph, a Absence) (of []*graph.Resource, rests bool) {
	switch {
	case v.Status == finding.Pass && (a.Cure || v.complete), v.Status == finding.Fail && !(a.Cure && v.lacking):
		return nil, false
	case v.Status != finding.Pass && v.Status != finding.Fail:
		return nil, false
	case a.On != nil && (v.Subject == nil || !slices.Contains(a.On, v.Subject.Type)):
		return nil, false
	case a.Of == nil:
		return nil, true
	case len(v.lackingOf) > 0:
		return v.lackingOf, true
	}
	of = a.Of(g, v)
	return of, len(of) > 0
}

// Complete marks a pass that rests on no absence, since what it found leaves no
// room for another: a repository has one policy only.
func (v Verdict) Complete() Verdict {
	v.complete = true
	return v
}
