package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// object is a Kubernetes object, given by a resource of its own or as a document.
type object struct {
	*graph.Resource
	Metadata, Spec graph.Value
}

// objects returns the objects of the resource types, and the documents of a kind.
func objects(g *graph.Graph, documents []manifest, types []string, group, kind string) []object {
	var found []object
	for _, r := range g.Resources(types...) {
		found = append(found, object{r, r.Block("metadata"), r.Block("spec")})
	}
	for _, m := range documents {
		if m.is(group, kind) {
			found = append(found, object{m.Resource, m.Object.Attr("metadata"), m.Object.Attr("spec")})
		}
	}
	return found
}

// Annotation returns an annotation: of unknown annotations, an unknown value.
func (o object) Annotation(name string) graph.Value {
	return o.Metadata.Attr("annotations").Attr(name)
}

// either returns the attribute under the provider's name for it, or under the
// name that documents have.
func either(v graph.Value, block, document string) graph.Value {
	if found := v.Attr(block); !found.Unset() {
		return found
	}
	return v.Attr(document)
}

// given reports whether a value is set, known or not, to something that is not
// empty: what is written but not known yet counts as present.
func given(v graph.Value) bool {
	if text, ok := v.Text(); ok {
		return text != ""
	}
	return !v.Unset() && (v.Unknown() || len(v.Elements()) > 0)
}
