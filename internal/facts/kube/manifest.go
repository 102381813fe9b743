// Package kube has what several controls derive about Kubernetes objects: manifests,
// ConfigMaps, workloads and Helm releases.
//
// It knows no control, and not where the graph came from.
package kube

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	KubernetesManifestType = "kubernetes_manifest"
	KubectlManifestType    = "kubectl_manifest"
)

// Manifest is a Kubernetes object that a resource gives as a document.
type Manifest struct {
	*graph.Resource
	Object graph.Value // apiVersion, kind, metadata, spec ...; unknown where the document is

	APIVersion, Kind, Namespace, Name string // "" where they are not known
}

// manifestReads is what [Manifests] reads.
func ManifestReads() control.Read {
	return control.Read{
		Types: []string{KubernetesManifestType, KubectlManifestType},
		Arguments: []string{
			"manifest", "yaml_body", "yaml_body_parsed", "override_namespace",
			"api_version", "kind", "namespace", "name",
		},
	}
}

// Manifests returns the objects given as documents, in address order type by
// type. Those of which nothing can be read are in [UnreadManifests].
func Manifests(g *graph.Graph) []Manifest {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() []Manifest { return readManifests(g) })
}

func readManifests(g *graph.Graph) []Manifest {
	var found []Manifest
	for _, r := range g.Resources(KubernetesManifestType) {
		found = append(found, newManifest(r, r.Attr("manifest")))
	}
	for _, r := range g.Resources(KubectlManifestType) {
		body := r.Attr("yaml_body")
		object, ok := kubectlObject(body, r.Attr("yaml_body_parsed"))
		if !ok && !body.Unknown() {
			continue
		}
		found = append(found, newManifest(r, object))
	}
	return found
}

// kubectlObject decodes yaml_body. The kubectl provider calls all of it
// sensitive and shows, in yaml_body_parsed, the same with its secrets blotted
// out: where both are equal there are none.
func kubectlObject(body, parsed graph.Value) (object graph.Value, ok bool) {
	text, _ := body.Text()
	val, err := decodedOnce(body.Resource(), text)
	if err != nil || !val.Type().IsObjectType() {
		return body, false
	}
	same, _ := parsed.Text()
	if same == text {
		return parsed.Decoded(val).At(body), true
	}
	if shown, err := DecodeYAML(same); err == nil && shown.RawEquals(val) {
		return parsed.Decoded(val).At(body), true
	}
	return body.Decoded(val), true
}

// decodedOnce decodes a text of an instance once, however many facts need it.
func decodedOnce(r *graph.Resource, text string) (cty.Value, error) {
	type key struct{ text string }
	type decoded struct {
		val cty.Value
		err error
	}
	d := graph.Once(&r.Facts, key{text}, func() decoded {
		val, err := DecodeYAML(text)
		return decoded{val, err}
	})
	return d.val, d.err
}

func newManifest(r *graph.Resource, object graph.Value) Manifest {
	m := Manifest{Resource: r, Object: object}
	metadata := object.Attr("metadata")
	// The kubectl provider repeats these as attributes of their own, which are
	// known on an update even when the new document is not.
	m.APIVersion = firstText(object.Attr("apiVersion"), r.Attr("api_version"))
	m.Kind = firstText(object.Attr("kind"), r.Attr("kind"))
	m.Name = firstText(metadata.Attr("name"), r.Attr("name"))
	m.Namespace = firstText(r.Attr("override_namespace"), metadata.Attr("namespace"), r.Attr("namespace"))
	return m
}

// Is reports whether the object is of a kind and API group ("" for the core
// group, "networking.k8s.io"), in whatever version.
func (m Manifest) Is(group, kind string) bool {
	own, _, grouped := strings.Cut(m.APIVersion, "/")
	if !grouped {
		own = ""
	}
	return m.Kind == kind && own == group
}

func firstText(values ...graph.Value) string {
	for _, v := range values {
		if text, _ := v.Text(); text != "" {
			return text
		}
	}
	return ""
}
