package controls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/ecr"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const pullThroughType = "aws_ecr_pull_through_cache_rule"

// approvedRegistries decides 5.1.4. A workload, a release or a pull through
// cache passes when every image that it names, and its chart, is from a registry
// that the setting approves, or without the setting from the account's own.
func approvedRegistries() control.Evaluator {
	return control.Evaluator{
		Key: "approved-registries",
		Subjects: slices.Concat(kube.WorkloadTypes(),
			[]string{kube.KubernetesManifestType, kube.KubectlManifestType, kube.HelmReleaseType, pullThroughType}),
		Reads: slices.Concat(ecr.RegistryReads(), eks.ProviderClusterReads(), []control.Read{
			kube.WorkloadReads(), kube.ManifestReads(), kube.ReleaseReads(),
			{Types: []string{kube.HelmReleaseType}, Arguments: []string{"repository"}},
			{Types: []string{pullThroughType}, Arguments: []string{"upstream_registry_url", "upstream_repository_prefix"}},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			allowed := ecr.RegistriesOf(in.Graph, in.Settings)
			belongs := eks.ByProvider(in.Graph)
			var verdicts []control.Verdict
			add := func(subject *graph.Resource, of []control.Verdict) {
				if len(of) > 0 {
					verdicts = append(verdicts, eks.InClusters(control.Together(of).On(subject), belongs(subject))...)
				}
			}
			for _, r := range in.Graph.Resources(kube.WorkloadTypes()...) {
				add(r, imageVerdicts(allowed, kube.WorkloadImages(r)))
			}
			for _, m := range kube.Manifests(in.Graph) {
				add(m.Resource, imageVerdicts(allowed, kube.ManifestImages(m)))
			}
			for _, u := range kube.UnreadManifests(in.Graph) {
				if u.MayBeAny(kube.MayHoldContainers) {
					add(u.Resource, []control.Verdict{u.Verdict()})
				}
			}
			for _, r := range in.Graph.Resources(kube.HelmReleaseType) {
				add(r, releaseVerdicts(allowed, r))
			}
			for _, r := range in.Graph.Resources(pullThroughType) {
				verdicts = append(verdicts, upstreamVerdict(allowed, r))
			}
			return verdicts
		},
	}
}

// images judges each image that a workload names.
func imageVerdicts(r ecr.Registries, images []graph.Value) []control.Verdict {
	var verdicts []control.Verdict
	for _, image := range images {
		if text, ok := image.Text(); ok {
			verdicts = append(verdicts, r.CheckImage(image, text))
		} else if image.Unknown() {
			verdicts = append(verdicts, control.Unknown(image))
		}
	}
	return verdicts
}

// release judges where a chart comes from and each image that its values name.
// What a chart names by itself cannot be seen here.
func releaseVerdicts(r ecr.Registries, release *graph.Resource) []control.Verdict {
	var verdicts []control.Verdict
	switch source := kube.SourceOfChart(release); {
	case source.Local:
		verdicts = append(verdicts, control.Manual(source.Value, "the chart is local: its images are in its own files"))
	case source.Host == "":
		verdicts = append(verdicts, control.Manual(source.Value, "where the chart comes from cannot be determined from %s", source.Value.Input()))
	default:
		from := strings.TrimRight(source.Host+"/"+source.Names[0], "/")
		verdicts = append(verdicts, r.Check(source.Value, "the chart", from, source.Host, source.Names...))
	}
	values := kube.ReleaseValues(release)
	merged, complete := values.Merged()
	images := kube.ChartImages(merged)
	for _, image := range images {
		verdicts = append(verdicts, r.CheckImage(image.Value, image.Text))
	}
	switch {
	case values.Unread != nil:
		verdicts = append(verdicts, *values.Unread)
	case !complete:
		verdicts = append(verdicts, control.Manual(release.Attr("values"), "the values are known only after apply, and so are the images they name"))
	case len(images) == 0:
		verdicts = append(verdicts, control.Manual(release.Attr("values"), "the values name no image: the chart's own defaults hold"))
	}
	return verdicts
}

// upstream judges the registry that a pull through cache opens: all of it, or
// what is below a prefix.
func upstreamVerdict(r ecr.Registries, rule *graph.Resource) control.Verdict {
	url := rule.Attr("upstream_registry_url")
	text, ok := url.Text()
	if !ok {
		return control.Unknown(url)
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(control.Bare(text), "https://"), "/")
	if host == control.Unclear {
		return control.Manual(url, "which registry the cache pulls from cannot be determined: its address holds an @ that is not before its host")
	}
	host = ecr.DockerHub(host)
	// Only a `*` of the setting can stand for this.
	name := "\x00"
	below := rule.Arg("upstream_repository_prefix")
	if prefix, _ := below.Text(); prefix != "" && prefix != "ROOT" {
		name = prefix + "/" + name
	}
	v := r.Check(url, "what the cache pulls", host, host, name)
	if v.Status == finding.Fail && below.Unknown() && r.Partly(host) {
		return control.Unknown(below)
	}
	return v
}
