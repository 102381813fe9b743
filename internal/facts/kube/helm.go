package kube

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const HelmReleaseType = "helm_release"

// releaseReads is what [ChartOf] and [ReleaseValues] read.
func ReleaseReads() control.Read {
	return control.Read{
		Types: []string{HelmReleaseType},
		Arguments: []string{
			"chart", "values", "set", "set_list", "set_sensitive", "set_wo_revision",
		},
	}
}

// chartVersion is what `helm package` puts between a chart's name and ".tgz".
var chartVersion = regexp.MustCompile(`-v?\d+\.\d+.*$`)

// ChartOf returns the name of a release's chart, however the chart is given: by
// name, as "repository/name", by URL, or as a path or an archive. ok is false
// when it is not known.
func ChartOf(release *graph.Resource) (name string, ok bool) {
	text, ok := release.Attr("chart").Text()
	if !ok {
		return "", false
	}
	name = text[strings.LastIndex(strings.TrimRight(text, "/"), "/")+1:]
	name = strings.TrimRight(name, "/")
	return chartVersion.ReplaceAllString(strings.TrimSuffix(name, ".tgz"), ""), true
}

// HelmValues are the values that a release gives to its chart, in layers of
// which a later one covers an earlier one.
type HelmValues struct {
	release *graph.Resource
	layers  []helmLayer
	Unread  *control.Verdict // on a document that cannot be read; nil where all can
}

type helmLayer struct {
	from   graph.Value
	tree   cty.Value // an object, or unknown: the layer may hold anything
	sparse bool      // null elements of a tuple stand for what is there already
	secret bool      // what it sets, or under which name, is sensitive
}

// ReleaseValues reads a release's values in the order in which the Helm provider
// merges them: values, set, set_list, set_sensitive.
func ReleaseValues(release *graph.Resource) HelmValues {
	type key struct{}
	return graph.Once(&release.Facts, key{}, func() HelmValues { return readValues(release) })
}

func readValues(release *graph.Resource) HelmValues {
	v := HelmValues{release: release}
	for _, document := range release.Attr("values").Elements() {
		tree, reason := documentTree(document)
		if reason != "" && v.Unread == nil {
			unread := control.Unresolved(document, "%s cannot be read: %s", document.Path(), reason)
			v.Unread = &unread
		}
		v.add(document, document, tree, false)
	}
	for _, name := range []string{"set", "set_list", "set_sensitive"} {
		for _, set := range release.Blocks(name) {
			v.add(set.Attr("value"), set, setTree(set), true)
		}
	}
	// set_wo is write-only: that its revision is there tells that it was given.
	if revision := release.Attr("set_wo_revision"); !revision.Unset() {
		v.add(revision, revision, cty.DynamicVal, true)
	}
	return v
}

func (v *HelmValues) add(from, all graph.Value, tree cty.Value, sparse bool) {
	if !tree.IsNull() {
		v.layers = append(v.layers, helmLayer{from, tree, sparse, all.Sensitive()})
	}
}

// documentTree decodes one of the YAML documents of `values`: null for an empty
// one, unknown for what is not known, or cannot be read for a reason.
func documentTree(document graph.Value) (tree cty.Value, reason string) {
	if document.Unset() {
		return cty.NullVal(cty.DynamicPseudoType), ""
	}
	text, ok := document.Text()
	if !ok {
		return cty.DynamicVal, ""
	}
	tree, err := DecodeYAML(text)
	switch {
	case err != nil:
		return cty.DynamicVal, YamlReason(err)
	case !tree.IsNull() && !tree.Type().IsObjectType():
		return cty.DynamicVal, "expected a mapping at its top"
	}
	return tree, ""
}

// Lookup returns the value at a path of names: unset where the release leaves it
// to the chart, unknown where it is not known yet. It stands at the argument
// that gives it. A mapping comes as its last layer has it: ask for scalars.
func (v HelmValues) Lookup(path ...string) graph.Value {
	for i := len(v.layers) - 1; i >= 0; i-- {
		if val, ok := dig(v.layers[i].tree, path); ok {
			if v.layers[i].secret {
				val = val.Mark(graph.SensitiveMark)
			}
			return v.layers[i].from.Decoded(val)
		}
	}
	return v.release.Attr("values").Decoded(cty.NullVal(cty.DynamicPseudoType))
}

// dig follows a path; ok is false when the tree says nothing of it. What stands
// in the path's way, a scalar or a null, takes away all that was behind it.
func dig(tree cty.Value, path []string) (val cty.Value, ok bool) {
	for _, name := range path {
		switch {
		case !tree.IsKnown():
			return cty.DynamicVal, true
		case !tree.Type().IsObjectType():
			return cty.NullVal(cty.DynamicPseudoType), true
		case !tree.Type().HasAttribute(name):
			return cty.NilVal, false
		}
		tree = tree.GetAttr(name)
	}
	return tree, true
}

// Merged returns the values as one object that stands at `values`, and whether
// it is all there: complete is false when a part of it is unknown, or when
// something unknown may have changed it.
func (v HelmValues) Merged() (values graph.Value, complete bool) {
	tree, sensitive := newOverlay(cty.EmptyObjectVal), false
	complete = true
	for _, layer := range v.layers {
		sensitive = sensitive || layer.secret
		complete = complete && layer.tree.IsWhollyKnown()
		if layer.tree.IsKnown() {
			tree.cover(layer.tree, layer.sparse)
		}
	}
	merged := tree.value()
	if sensitive {
		merged = merged.Mark(graph.SensitiveMark)
	}
	return v.release.Attr("values").Decoded(merged), complete
}
