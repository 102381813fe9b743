package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// published are the secrets of types whose provider makeschema does not ask, by
// their providers' source: helm 2 and 3, and kubernetes 2 and 3.
func published() map[string][]string {
	chart := []string{"repository_password", "set_sensitive.value", "set_wo"}
	secret := []string{"data", "data_wo", "binary_data", "binary_data_wo"}
	return map[string][]string{
		"resource helm_release":              chart,
		"data helm_template":                 chart,
		"resource kubernetes_secret":         secret,
		"resource kubernetes_secret_v1":      secret,
		"resource kubernetes_secret_v1_data": {"data"},
	}
}

// MarkSecrets returns the arguments of a resource with the mark on those that its
// provider's schema calls sensitive or write-only, of whatever type the resource
// is. The given map is not changed.
func MarkSecrets(mode graph.Mode, typ string, values map[string]cty.Value, mark any) map[string]cty.Value {
	name := key(mode, typ)
	paths := published()[name]
	if raw, ok := table().secrets[name]; ok {
		if err := json.Unmarshal(raw, &paths); err != nil {
			panic(fmt.Sprintf("embedded secrets of %s: %v", name, err)) // a test decodes them all
		}
	}
	if len(paths) == 0 {
		return values
	}
	return markIn(values, paths, mark)
}

func markIn(values map[string]cty.Value, paths []string, mark any) map[string]cty.Value {
	marked := make(map[string]cty.Value, len(values))
	for name, v := range values {
		var inside []string
		for _, path := range paths {
			switch first, rest, deeper := strings.Cut(path, "."); {
			case first != name:
			case deeper:
				inside = append(inside, rest)
			default:
				v = v.Mark(mark)
			}
		}
		if len(inside) > 0 {
			v = markBlocks(v, inside, mark)
		}
		marked[name] = v
	}
	return marked
}

// markBlocks marks what is secret in an object, or in those of a list. What may
// hold it and is not known is secret as a whole.
func markBlocks(v cty.Value, paths []string, mark any) cty.Value {
	bare, own := v.Unmark()
	switch {
	case bare.IsKnown() && bare.IsNull():
		return v
	case !bare.IsKnown() || !bare.CanIterateElements():
		return v.Mark(mark)
	case hasFields(bare.Type()):
		return cty.ObjectVal(markIn(bare.AsValueMap(), paths, mark)).WithMarks(own)
	}
	var all []cty.Value
	for it := bare.ElementIterator(); it.Next(); {
		_, element := it.Element()
		all = append(all, markBlocks(element, paths, mark))
	}
	return cty.TupleVal(all).WithMarks(own)
}
