package tls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// chartIngresses returns the Ingresses of an application load balancer that the
// values of a release, or of an Argo CD Application, ask for.
func chartIngresses(objects kube.Set) []kube.Object {
	var found []kube.Object
	for _, r := range objects.Resources {
		if r.Type == kube.HelmReleaseType {
			values, _ := kube.ReleaseValues(r).Merged()
			found = append(found, ingressesIn(r, values)...)
		}
	}
	for _, m := range objects.Documents {
		if !m.Is("argoproj.io", "Application") {
			continue
		}
		spec := m.Object.Attr("spec")
		for _, source := range append(spec.Attr("sources").Elements(), spec.Attr("source")) {
			helm := source.Attr("helm")
			found = append(found, ingressesIn(m.Resource, helm.Attr("valuesObject"))...)
			text, _ := helm.Attr("values").Text()
			if values, err := kube.DecodeYAML(text); err == nil {
				found = append(found, ingressesIn(m.Resource, helm.Attr("values").Decoded(values))...)
			}
		}
	}
	return found
}

// ingressesIn finds Ingresses anywhere in values: those that are written out, and
// mappings as charts have them. What is not enabled makes none.
func ingressesIn(r *graph.Resource, v graph.Value) []kube.Object {
	if len(v.Keys()) == 0 || v.Attr("enabled").IsFalse() {
		return nil
	}
	o, written := kube.Written(r, v, v), v.Attr("kind").Is("Ingress")
	if written {
		o = kube.Written(r, v.Attr("metadata"), v.Attr("spec"))
	}
	var found []kube.Object
	if asksForALB(o) {
		found = append(found, o)
	}
	if written {
		return found
	}
	for _, key := range v.Keys() {
		for _, e := range v.Attr(key).Elements() {
			found = append(found, ingressesIn(r, e)...)
		}
	}
	return found
}

func asksForALB(o kube.Object) bool {
	return annotatedForALB(o) || o.Spec.Attr("ingressClassName").Is("alb") || o.Spec.Attr("className").Is("alb") ||
		o.Annotation("kubernetes.io/ingress.class").Is("alb")
}

// chartIngressTLS returns one verdict for each release and Application. The chart
// decides what becomes of its values: that they ask for HTTP is for a person.
func chartIngressTLS(ingresses []kube.Object, albOf func(kube.Object) control.Verdict) []control.Verdict {
	of := map[*graph.Resource][]control.Verdict{}
	var subjects []*graph.Resource
	for _, ingress := range ingresses {
		v := albOf(ingress)
		if v.Status == finding.Fail {
			v.Status = finding.Manual
			v.Message = "the values ask for an Ingress of an application load balancer: " + v.Message
		}
		if of[ingress.Resource] == nil {
			subjects = append(subjects, ingress.Resource)
		}
		of[ingress.Resource] = append(of[ingress.Resource], v)
	}
	var verdicts []control.Verdict
	for _, r := range subjects {
		verdicts = append(verdicts, control.Together(of[r]).On(r))
	}
	return verdicts
}
