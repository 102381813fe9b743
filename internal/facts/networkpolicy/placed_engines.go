package networkpolicy

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// PlacedEngine is an engine of a cluster; certain is false when it may be
// another cluster's.
type PlacedEngine struct {
	engine
	Certain bool
	Assumes []string
}

// PlacedEngines holds the engines of a plan by the clusters that they are on.
type PlacedEngines struct {
	own      map[*graph.Resource][]PlacedEngine
	anywhere []PlacedEngine
	fargate  map[*graph.Resource]graph.Value // see [fargateAlone]
	seen     map[engineKind]bool             // among anywhere
}

// engineKind is all that tells apart engines that may be any cluster's: one of a
// kind is enough, and keeps the work linear.
type engineKind struct {
	on             logic.Truth
	cni, suggested bool
}

func EnginesOf(g *graph.Graph) *PlacedEngines {
	placed := &PlacedEngines{own: map[*graph.Resource][]PlacedEngine{}, seen: map[engineKind]bool{}}
	byName, byProvider := eks.ByClusterName(g), eks.ByProvider(g)
	for _, r := range g.Resources(AddonType) {
		if e, ok := addonEngine(r); ok {
			placed.add(e, byName(r))
		}
	}
	for _, r := range g.Resources(kube.HelmReleaseType) {
		if e, ok := releaseEngine(r); ok {
			placed.add(e, byProvider(r))
		}
	}
	documents := kube.Manifests(g)
	placed.fargate = fargateAlone(g, documents)
	for _, m := range documents {
		if e, ok := manifestEngine(m); ok {
			placed.add(e, byProvider(m.Resource))
		}
	}
	for _, u := range kube.UnreadManifests(g) {
		if e, ok := unreadEngine(u); ok {
			placed.add(e, byProvider(u.Resource))
		}
	}
	anywhere := 0
	for _, settings := range kube.ConfigMaps(g, documents, "kube-system", "amazon-vpc-cni") {
		on := byProvider(settings.Resource)
		if on.Anywhere {
			// A cluster has one such ConfigMap: a second speaks for no more clusters.
			if anywhere++; anywhere > 1 {
				continue
			}
			on.Clusters = g.Resources(eks.ClusterType)
		}
		placed.addAutoMode(settings, on)
	}
	return placed
}

func (p *PlacedEngines) add(e engine, on eks.Membership) {
	for _, cluster := range on.Clusters {
		p.own[cluster] = append(p.own[cluster], PlacedEngine{e, on.Certain, slices.Concat(e.assumes, on.Assumes)})
	}
	if kind := (engineKind{e.On, e.Cni, e.Suggested}); on.Anywhere && !p.seen[kind] {
		p.seen[kind] = true
		p.anywhere = append(p.anywhere, PlacedEngine{engine: e, Assumes: e.assumes})
	}
}

// addAutoMode adds what a ConfigMap of Auto Mode's CNI says, cluster by cluster:
// it depends on the cluster whether anything reads it.
func (p *PlacedEngines) addAutoMode(settings kube.ConfigMap, on eks.Membership) {
	for _, cluster := range on.Clusters {
		if e, ok := autoModeEngine(cluster, settings); ok {
			p.own[cluster] = append(p.own[cluster], PlacedEngine{e, on.Certain, on.Assumes})
		}
	}
}

// Of returns the engines that a cluster has or may have.
func (p *PlacedEngines) Of(cluster *graph.Resource) []PlacedEngine {
	engines := slices.Concat(p.own[cluster], p.anywhere)
	if profile, ok := p.fargate[cluster]; ok {
		for i := range engines {
			engines[i].engine = engines[i].onFargate(profile)
		}
	}
	return engines
}
