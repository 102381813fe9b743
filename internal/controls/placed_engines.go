package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// placedEngine is an engine of a cluster; certain is false when it may be
// another cluster's.
type placedEngine struct {
	engine
	certain bool
	assumes []string
}

// placedEngines holds the engines of a plan by the clusters that they are on.
type placedEngines struct {
	own      map[*graph.Resource][]placedEngine
	anywhere []placedEngine
	fargate  map[*graph.Resource]graph.Value // see [fargateAlone]
	seen     map[engineKind]bool             // among anywhere
}

// engineKind is all that tells apart engines that may be any cluster's: one of a
// kind is enough, and keeps the work linear.
type engineKind struct {
	on             truth
	cni, suggested bool
}

func enginesOf(g *graph.Graph) *placedEngines {
	placed := &placedEngines{own: map[*graph.Resource][]placedEngine{}, seen: map[engineKind]bool{}}
	byName, byProvider := byClusterName(g), byProvider(g)
	for _, r := range g.Resources(addonType) {
		if e, ok := addonEngine(r); ok {
			placed.add(e, byName(r))
		}
	}
	for _, r := range g.Resources(helmReleaseType) {
		if e, ok := releaseEngine(r); ok {
			placed.add(e, byProvider(r))
		}
	}
	documents := manifests(g)
	placed.fargate = fargateAlone(g, documents)
	for _, m := range documents {
		if e, ok := manifestEngine(m); ok {
			placed.add(e, byProvider(m.Resource))
		}
	}
	for _, u := range unreadManifests(g) {
		if e, ok := unreadEngine(u); ok {
			placed.add(e, byProvider(u.Resource))
		}
	}
	anywhere := 0
	for _, settings := range configMaps(g, documents, "kube-system", "amazon-vpc-cni") {
		on := byProvider(settings.Resource)
		if on.Anywhere {
			// A cluster has one such ConfigMap: a second speaks for no more clusters.
			if anywhere++; anywhere > 1 {
				continue
			}
			on.Clusters = g.Resources(clusterType)
		}
		placed.addAutoMode(settings, on)
	}
	return placed
}

func (p *placedEngines) add(e engine, on membership) {
	for _, cluster := range on.Clusters {
		p.own[cluster] = append(p.own[cluster], placedEngine{e, on.Certain, slices.Concat(e.assumes, on.Assumes)})
	}
	if kind := (engineKind{e.on, e.cni, e.suggested}); on.Anywhere && !p.seen[kind] {
		p.seen[kind] = true
		p.anywhere = append(p.anywhere, placedEngine{engine: e, assumes: e.assumes})
	}
}

// addAutoMode adds what a ConfigMap of Auto Mode's CNI says, cluster by cluster:
// it depends on the cluster whether anything reads it.
func (p *placedEngines) addAutoMode(settings configMap, on membership) {
	for _, cluster := range on.Clusters {
		if e, ok := autoModeEngine(cluster, settings); ok {
			p.own[cluster] = append(p.own[cluster], placedEngine{e, on.Certain, on.Assumes})
		}
	}
}

// of returns the engines that a cluster has or may have.
func (p *placedEngines) of(cluster *graph.Resource) []placedEngine {
	engines := slices.Concat(p.own[cluster], p.anywhere)
	if profile, ok := p.fargate[cluster]; ok {
		for i := range engines {
			engines[i].engine = engines[i].onFargate(profile)
		}
	}
	return engines
}
