package control

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// subjects drops the verdicts on objects that Terraform forgets: these are evidence
// and no subjects. If the control has a verdict on the cluster that such an object
// belongs to, the object counts against the cluster.
func subjects(verdicts []Verdict) []Verdict {
	if !slices.ContainsFunc(verdicts, func(v Verdict) bool { return forgotten(v.Subject) }) {
		return verdicts
	}
	on := map[*graph.Resource]int{}
	var kept []Verdict
	for _, v := range verdicts {
		if !forgotten(v.Subject) {
			on[v.Subject] = len(kept)
			kept = append(kept, v)
		}
	}
	for _, v := range verdicts {
		i, ok := on[v.Cluster]
		if forgotten(v.Subject) && v.Cluster != nil && ok && v.Status.Rank() < kept[i].Status.Rank() && v.Status != finding.NotApplicable {
			kept[i] = v.On(v.Cluster)
		}
	}
	return kept
}

func forgotten(r *graph.Resource) bool { return r != nil && r.Forgotten }

// stays says of a verdict that an object decides which Terraform forgets that the
// object goes on to exist.
func stays(v Verdict) Verdict {
	if r := v.Decider.Resource(); forgotten(r) {
		v.Message += "; Terraform only forgets " + r.String() + ", which goes on to exist"
	}
	return v
}
