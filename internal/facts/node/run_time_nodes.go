package node

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// RunTimeNodeReads is what [RunTimeNodes] reads.
func RunTimeNodeReads() []control.Read {
	return append(eks.ProviderClusterReads(), kube.ManifestReads(), kube.ReleaseReads())
}

// RunTimeNodes returns one verdict for each cluster whose nodes all start at run
// time, by a NodeClass or by Karpenter's chart: their subnets are chosen by tags
// then, and no plan shows them.
func RunTimeNodes(g *graph.Graph, groups []Group) []control.Verdict {
	belongs := eks.ByProvider(g)
	done := map[*graph.Resource]bool{} // clusters that need no verdict
	for _, group := range groups {
		done[group.Cluster] = true
	}
	var verdicts []control.Verdict
	judge := func(starter *graph.Resource, by graph.Value, evidence ...finding.Evidence) {
		m := belongs(starter)
		clusters := m.Clusters
		if len(clusters) == 0 {
			// It may belong to a cluster that has groups.
			clusters, done[nil] = []*graph.Resource{nil}, done[nil] || len(groups) > 0
		}
		for _, cluster := range clusters {
			if !done[cluster] {
				done[cluster] = true
				v := control.Manual(by, "nodes start at run time, in subnets that are not in %s", by.Input())
				verdicts = append(verdicts, v.In(cluster).With(evidence...))
			}
		}
	}
	for _, class := range Classes(kube.Manifests(g)) {
		selector := class.Object.Attr("spec").Attr("subnetSelectorTerms")
		judge(class.Resource, selector, selection(selector))
	}
	for _, u := range kube.UnreadManifests(g) {
		if u.MayBeNodeClass() {
			verdicts = append(verdicts, eks.InClusters(u.Verdict(), belongs(u.Resource))...)
		}
	}
	for _, release := range g.Resources(kube.HelmReleaseType) {
		if chart, _ := kube.ChartOf(release); chart == "karpenter" {
			judge(release, release.Attr("chart"))
		}
	}
	return verdicts
}

// selection writes a NodeClass's subnetSelectorTerms as evidence: ids, names and
// tags, of which one term has to match.
func selection(selector graph.Value) finding.Evidence {
	var terms []string
	for _, term := range selector.Elements() {
		var parts []string
		for _, key := range []string{"id", "name"} {
			if text, ok := term.Attr(key).Text(); ok {
				parts = append(parts, key+" "+text)
			}
		}
		tags := term.Attr("tags")
		for _, key := range tags.Keys() {
			parts = append(parts, "tag "+key+"="+control.Show(tags.Attr(key)))
		}
		terms = append(terms, strings.Join(parts, " and "))
	}
	value := strings.Join(terms, "; ")
	if selector.Sensitive() || value == "" {
		value = control.Show(selector)
	}
	return finding.Evidence{Attribute: selector.Path(), Value: value}
}
