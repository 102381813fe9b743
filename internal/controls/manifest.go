package controls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	kubernetesManifestType = "kubernetes_manifest"
	kubectlManifestType    = "kubectl_manifest"
)

// manifest is a Kubernetes object that a resource gives as a document.
type manifest struct {
	*graph.Resource
	Object graph.Value // apiVersion, kind, metadata, spec ...; unknown where the document is

	APIVersion, Kind, Namespace, Name string // "" where they are not known
}

// manifestReads is what [manifests] reads.
func manifestReads() control.Read {
	return control.Read{
		Types: []string{kubernetesManifestType, kubectlManifestType},
		Arguments: []string{
			"manifest", "yaml_body", "yaml_body_parsed", "override_namespace",
			"api_version", "kind", "namespace", "name",
		},
	}
}

// manifests returns the objects given as documents, in address order type by
// type. Those of which nothing can be read are in [unreadManifests].
func manifests(g *graph.Graph) []manifest {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() []manifest { return readManifests(g) })
}

func readManifests(g *graph.Graph) []manifest {
	var found []manifest
	for _, r := range g.Resources(kubernetesManifestType) {
		found = append(found, newManifest(r, r.Attr("manifest")))
	}
	for _, r := range g.Resources(kubectlManifestType) {
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
	val, err := decodeYAML(text)
	if err != nil || !val.Type().IsObjectType() {
		return body, false
	}
	same, _ := parsed.Text()
	if same == text {
		return parsed.Decoded(val).At(body), true
	}
	if shown, err := decodeYAML(same); err == nil && shown.RawEquals(val) {
		return parsed.Decoded(val).At(body), true
	}
	return body.Decoded(val), true
}

func newManifest(r *graph.Resource, object graph.Value) manifest {
	m := manifest{Resource: r, Object: object}
	metadata := object.Attr("metadata")
	// The kubectl provider repeats these as attributes of their own, which are
	// known on an update even when the new document is not.
	m.APIVersion = firstText(object.Attr("apiVersion"), r.Attr("api_version"))
	m.Kind = firstText(object.Attr("kind"), r.Attr("kind"))
	m.Name = firstText(metadata.Attr("name"), r.Attr("name"))
	m.Namespace = firstText(r.Attr("override_namespace"), metadata.Attr("namespace"), r.Attr("namespace"))
	return m
}

// is reports whether the object is of a kind and API group ("" for the core
// group, "networking.k8s.io"), in whatever version.
func (m manifest) is(group, kind string) bool {
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
