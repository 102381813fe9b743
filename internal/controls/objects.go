package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// object is a Kubernetes object, given by a resource of its own or as a document.
type object struct {
	*graph.Resource
	Metadata, Spec graph.Value

	document bool
}

// objects returns the objects of the resource types, and the documents of a kind.
func objects(g *graph.Graph, documents []manifest, types []string, group, kind string) []object {
	var found []object
	for _, r := range g.Resources(types...) {
		found = append(found, object{r, r.Block("metadata"), r.Block("spec"), false})
	}
	for _, m := range documents {
		if m.is(group, kind) {
			found = append(found, object{m.Resource, m.Object.Attr("metadata"), m.Object.Attr("spec"), true})
		}
	}
	return found
}

// Annotation returns an annotation: of unknown annotations, an unknown value.
func (o object) Annotation(name string) graph.Value {
	return o.Metadata.Attr("annotations").Attr(name)
}

// Field returns a field of the spec, by the name that the provider's block has
// for it and the one that documents have. The provider reads back what is left
// out of a block: such arguments are Optional and Computed.
func (o object) Field(block, document string) graph.Value {
	if o.document {
		return o.Spec.Attr(document)
	}
	return o.Spec.Arg(block)
}

// given reports whether a value is set, known or not, to something that is not
// empty: what is written but not known yet counts as present.
func given(v graph.Value) bool {
	if text, ok := v.Text(); ok {
		return text != ""
	}
	return len(v.Elements()) > 0
}
