package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// configMapTypes are the types that write a ConfigMap, or a part of one.
func configMapTypes() []string {
	return []string{"kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"}
}

// configMapReads is what [configMaps] reads, beside what [manifestReads] says.
func configMapReads() control.Read {
	return control.Read{Types: configMapTypes(), Arguments: []string{"metadata", "data"}}
}

// configMap is a ConfigMap's data, and the resource that writes it.
type configMap struct {
	*graph.Resource
	Data graph.Value
}

// configMaps returns what writes the ConfigMap of a namespace and name, given by
// a resource of its own or as one of the documents.
func configMaps(g *graph.Graph, documents []manifest, namespace, name string) []configMap {
	var found []configMap
	for _, r := range g.Resources(configMapTypes()...) {
		metadata := r.Block("metadata")
		if metadata.Attr("namespace").Is(namespace) && metadata.Attr("name").Is(name) {
			found = append(found, configMap{r, r.Attr("data")})
		}
	}
	for _, m := range documents {
		if m.is("", "ConfigMap") && m.Namespace == namespace && m.Name == name {
			found = append(found, configMap{m.Resource, m.Object.Attr("data")})
		}
	}
	return found
}
