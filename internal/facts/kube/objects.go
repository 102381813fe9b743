package kube

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Object is a Kubernetes object, given by a resource of its own or as a document.
type Object struct {
	*graph.Resource
	Metadata, Spec graph.Value

	document bool
}

// Objects returns the objects of the resource types, and the documents of a kind.
func Objects(g *graph.Graph, documents []Manifest, types []string, group, kind string) []Object {
	var found []Object
	for _, r := range g.Resources(types...) {
		found = append(found, Object{r, r.Block("metadata"), r.Block("spec"), false})
	}
	for _, m := range documents {
		if m.Is(group, kind) {
			found = append(found, Object{m.Resource, m.Object.Attr("metadata"), m.Object.Attr("spec"), true})
		}
	}
	return found
}

// Annotation returns an annotation: of unknown annotations, an unknown value.
func (o Object) Annotation(name string) graph.Value {
	return o.Metadata.Attr("annotations").Attr(name)
}

// Field returns a field of the spec, by the name that the provider's block has
// for it and the one that documents have. The provider reads back what is left
// out of a block: such arguments are Optional and Computed.
func (o Object) Field(block, document string) graph.Value {
	if o.document {
		return o.Spec.Attr(document)
	}
	return o.Spec.Arg(block)
}

// Given reports whether a value is set, known or not, to something that is not
// empty: what is written but not known yet counts as present.
func Given(v graph.Value) bool {
	if text, ok := v.Text(); ok {
		return text != ""
	}
	return len(v.Elements()) > 0
}
