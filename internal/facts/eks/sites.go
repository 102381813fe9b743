package eks

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// mostDoubtful is how many objects may be evaluated again for the clusters that
// they may be on.
const mostDoubtful = 100_000

// OnEachCluster has the objects of each cluster evaluated without those of the
// others. If it cannot be determined whether more objects are on the cluster, and
// these change a verdict, the verdict is unknown.
func OnEachCluster(g *graph.Graph, all kube.Set, evaluate func(kube.Set) []control.Verdict) []control.Verdict {
	connections := Connections(g)
	bySite := map[Site]*kube.Set{}
	var sites []Site
	at := func(r *graph.Resource) *kube.Set {
		site := connections(r).Site
		if bySite[site] == nil {
			bySite[site] = &kube.Set{}
			sites = append(sites, site)
		}
		return bySite[site]
	}
	for _, r := range all.Resources {
		own := at(r)
		own.Resources = append(own.Resources, r)
	}
	for _, m := range all.Documents {
		own := at(m.Resource)
		own.Documents = append(own.Documents, m)
	}
	if len(sites) < 2 {
		return evaluate(all)
	}
	doubtful := all.Where(func(r *graph.Resource) bool { return !connections(r).Site.Known })
	coarse := doubtful.Len()*len(sites) > mostDoubtful
	var onAll []control.Verdict
	if doubtful.Len() > 0 {
		onAll = evaluate(all)
	}
	var verdicts []control.Verdict
	for _, site := range sites {
		sure, wide := evaluate(*bySite[site]), onAll
		if site.Known && !coarse && doubtful.Len() > 0 {
			wide = evaluate(bySite[site].And(doubtful))
		}
		verdicts = append(verdicts, agreed(sure, wide)...)
	}
	return verdicts
}

// agreed returns the verdicts, unknown where the wider ones on the same subjects
// say something else.
func agreed(sure, wide []control.Verdict) []control.Verdict {
	other := map[*graph.Resource]control.Verdict{}
	for _, v := range wide {
		other[v.Subject] = v
	}
	sure = slices.Clone(sure)
	for i, v := range sure {
		if w, ok := other[v.Subject]; ok && w.Status != v.Status {
			sure[i] = control.Unresolved(v.Decider, "%s, or %s: which of the objects are on the same cluster cannot be determined", v.Message, w.Message).
				On(v.Subject).With(v.Evidence...).With(w.Evidence...)
		}
	}
	return sure
}
