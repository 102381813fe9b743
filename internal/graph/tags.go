package graph

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// AllTags returns the tags of an AWS resource together with those that its provider
// configuration adds to every resource, as in tags_all. It is unknown if the input does
// not show which configuration that is.
func (r *Resource) AllTags() cty.Value {
	sources := []Value{r.Attr("tags")}
	if r.graph != nil {
		keys := r.graph.configurationsOf(r)
		var blocks []*Resource
		for _, p := range r.graph.Providers("aws") {
			if len(keys) == 1 && p.Provider == keys[0] {
				blocks = append(blocks, p)
			}
		}
		if len(keys) > 1 || len(blocks) > 1 {
			return cty.DynamicVal
		}
		for _, p := range blocks {
			sources = []Value{p.Block("default_tags").Attr("tags"), r.Attr("tags")}
		}
	}
	all := map[string]cty.Value{}
	marks := cty.ValueMarks{}
	for _, tags := range sources {
		if tags.Unset() {
			continue
		}
		bare, own := tags.val.Unmark()
		maps.Copy(marks, own)
		if !bare.IsKnown() || !bare.CanIterateElements() {
			return cty.DynamicVal.WithMarks(marks)
		}
		for it := bare.ElementIterator(); it.Next(); {
			key, value := it.Element()
			if key.Type() == cty.String && !value.IsNull() {
				all[key.AsString()] = value
			}
		}
	}
	return cty.ObjectVal(all).WithMarks(marks)
}
