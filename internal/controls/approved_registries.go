package controls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
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
		Subjects: slices.Concat(workloadTypes(),
			[]string{kubernetesManifestType, kubectlManifestType, helmReleaseType, pullThroughType}),
		Reads: slices.Concat(registryReads(), providerClusterReads(), []control.Read{
			workloadReads(), manifestReads(), releaseReads(),
			{Types: []string{helmReleaseType}, Arguments: []string{"repository"}},
			{Types: []string{pullThroughType}, Arguments: []string{"upstream_registry_url", "upstream_repository_prefix"}},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			allowed := registriesOf(in.Graph, in.Settings)
			belongs := byProvider(in.Graph)
			var verdicts []control.Verdict
			add := func(subject *graph.Resource, of []control.Verdict) {
				if len(of) > 0 {
					verdicts = append(verdicts, inClusters(together(of).On(subject), belongs(subject))...)
				}
			}
			for _, r := range in.Graph.Resources(workloadTypes()...) {
				add(r, allowed.images(workloadImages(r)))
			}
			for _, m := range manifests(in.Graph) {
				add(m.Resource, allowed.images(manifestImages(m)))
			}
			for _, u := range unreadManifests(in.Graph) {
				if u.mayBeAny(mayHoldContainers) {
					add(u.Resource, []control.Verdict{u.verdict()})
				}
			}
			for _, r := range in.Graph.Resources(helmReleaseType) {
				add(r, allowed.release(r))
			}
			for _, r := range in.Graph.Resources(pullThroughType) {
				verdicts = append(verdicts, allowed.upstream(r))
			}
			return verdicts
		},
	}
}

// images judges each image that a workload names.
func (r registries) images(images []graph.Value) []control.Verdict {
	var verdicts []control.Verdict
	for _, image := range images {
		if text, ok := image.Text(); ok {
			verdicts = append(verdicts, r.image(image, text))
		} else if image.Unknown() {
			verdicts = append(verdicts, control.Unknown(image))
		}
	}
	return verdicts
}

// release judges where a chart comes from and each image that its values name.
// What a chart names by itself cannot be seen here.
func (r registries) release(release *graph.Resource) []control.Verdict {
	var verdicts []control.Verdict
	switch source := sourceOfChart(release); {
	case source.local:
		verdicts = append(verdicts, control.Manual(source.value, "the chart is local: its images are in its own files"))
	case source.host == "":
		verdicts = append(verdicts, control.Manual(source.value, "where the chart comes from cannot be told from this plan"))
	default:
		from := strings.TrimRight(source.host+"/"+source.names[0], "/")
		verdicts = append(verdicts, r.judge(source.value, "the chart", from, source.host, source.names...))
	}
	values := releaseValues(release)
	merged, complete := values.Merged()
	images := chartImages(merged)
	for _, image := range images {
		verdicts = append(verdicts, r.image(image.value, image.text))
	}
	switch {
	case values.unread != nil:
		verdicts = append(verdicts, *values.unread)
	case !complete:
		verdicts = append(verdicts, control.Manual(release.Attr("values"), "the values are known only after apply, and so are the images they name"))
	case len(images) == 0:
		verdicts = append(verdicts, control.Manual(release.Attr("values"), "the values name no image: the chart's own defaults hold"))
	}
	return verdicts
}

// upstream judges the registry that a pull through cache opens: all of it, or
// what is below a prefix.
func (r registries) upstream(rule *graph.Resource) control.Verdict {
	url := rule.Attr("upstream_registry_url")
	text, ok := url.Text()
	if !ok {
		return control.Unknown(url)
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(control.Bare(text), "https://"), "/")
	host = dockerHub(host)
	// Only a `*` of the setting can stand for this.
	name := "\x00"
	below := rule.Arg("upstream_repository_prefix")
	if prefix, _ := below.Text(); prefix != "" && prefix != "ROOT" {
		name = prefix + "/" + name
	}
	v := r.judge(url, "what the cache pulls", host, host, name)
	if v.Status == finding.Fail && below.Unknown() && r.partly(host) {
		return control.Unknown(below)
	}
	return v
}

// together is the worst of a subject's verdicts, with the other values that
// come to the same as evidence.
func together(verdicts []control.Verdict) control.Verdict {
	v := worst(verdicts, control.Verdict{})
	for _, other := range verdicts {
		if other.Status == v.Status && other.Status != finding.Pass && other.Decider.Place() != v.Decider.Place() {
			fact := control.Fact(other.Decider, v.Subject)
			fact.Value = control.Bare(fact.Value)
			v = v.With(fact)
		}
	}
	return v
}
