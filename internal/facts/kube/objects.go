package kube

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Object is a Kubernetes object, given by a resource of its own or as a document.
type Object struct {
	*graph.Resource
	Metadata, Spec graph.Value

	document bool
}

// Set is a set of Kubernetes objects: typed resources, and documents.
type Set struct {
	Resources []*graph.Resource
	Documents []Manifest
}

// Len returns how many objects there are.
func (s Set) Len() int { return len(s.Resources) + len(s.Documents) }

// And returns the objects of both sets.
func (s Set) And(o Set) Set {
	return Set{slices.Concat(s.Resources, o.Resources), slices.Concat(s.Documents, o.Documents)}
}

// Where returns the objects whose resources are wanted.
func (s Set) Where(wanted func(*graph.Resource) bool) Set {
	var found Set
	for _, r := range s.Resources {
		if wanted(r) {
			found.Resources = append(found.Resources, r)
		}
	}
	for _, m := range s.Documents {
		if wanted(m.Resource) {
			found.Documents = append(found.Documents, m)
		}
	}
	return found
}

// Objects returns the objects of the resource types, and the documents of a kind.
func (s Set) Objects(types []string, group, kind string) []Object {
	var found []Object
	for _, r := range s.Resources {
		if slices.Contains(types, r.Type) {
			found = append(found, Object{r, r.Block("metadata"), r.Block("spec"), false})
		}
	}
	for _, m := range s.Documents {
		if m.Is(group, kind) {
			found = append(found, Object{m.Resource, m.Object.Attr("metadata"), m.Object.Attr("spec"), true})
		}
	}
	return found
}

// Written returns an object that stands in a document of a resource.
func Written(r *graph.Resource, metadata, spec graph.Value) Object {
	return Object{r, metadata, spec, true}
}

// Annotation returns an annotation: of unknown annotations, an unknown value.
func (o Object) Annotation(name string) graph.Value {
	return o.Metadata.Attr("annotations").Attr(name)
}

// Field returns a field of the spec, by the name that the provider's block has
// for it and the one that documents have. The provider reads back what is not set
// in a block: such arguments are Optional and Computed.
func (o Object) Field(block, document string) graph.Value {
	if o.document {
		return o.Spec.Attr(document)
	}
	return o.Spec.Arg(block)
}

// Name returns the name of a field as the object has it: that of the provider's
// block, or that of documents.
func (o Object) Name(block, document string) string {
	if o.document {
		return document
	}
	return block
}

// Given reports whether a value is set, known or not, to something that is not
// empty: what is written but not known yet counts as present.
func Given(v graph.Value) bool {
	if text, ok := v.Text(); ok {
		return text != ""
	}
	return len(v.Elements()) > 0
}
