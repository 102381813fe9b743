package kube

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// ConfigMapTypes are the types that write a ConfigMap, or a part of one.
func ConfigMapTypes() []string {
	return []string{"kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"}
}

// configMapReads is what [ConfigMaps] reads, beside what [ManifestReads] says.
func ConfigMapReads() control.Read {
	return control.Read{Types: ConfigMapTypes(), Arguments: []string{"metadata", "data"}}
}

// ConfigMap is a ConfigMap's data, and the resource that writes it.
type ConfigMap struct {
	*graph.Resource
	Data graph.Value
}

// ConfigMaps returns what writes the ConfigMap of a namespace and name, given by
// a resource of its own or as one of the documents.
func ConfigMaps(g *graph.Graph, documents []Manifest, namespace, name string) []ConfigMap {
	var found []ConfigMap
	for _, r := range g.Resources(ConfigMapTypes()...) {
		metadata := r.Block("metadata")
		if metadata.Attr("namespace").Is(namespace) && metadata.Attr("name").Is(name) {
			found = append(found, ConfigMap{r, r.Attr("data")})
		}
	}
	for _, m := range documents {
		if m.Is("", "ConfigMap") && m.Namespace == namespace && m.Name == name {
			found = append(found, ConfigMap{m.Resource, m.Object.Attr("data")})
		}
	}
	return found
}
