package controls

import (
	"fmt"
	"math"
	"time"

	"github.com/zclconf/go-cty/cty"
	"gopkg.in/yaml.v3"
)

// maxYAML bounds a document in bytes. Kubernetes refuses objects of 1.5 MiB, and
// Helm keeps a release, values included, in one object.
const maxYAML = 4 << 20

// maxYAMLDepth bounds nesting: nothing that Kubernetes reads comes near.
const maxYAMLDepth = 200

// decodeYAML reads the first document of a YAML text. Mappings become objects,
// sequences tuples. It goes by way of plain Go values, for which yaml.v3 checks
// that aliases do not multiply.
func decodeYAML(text string) (cty.Value, error) {
	if len(text) > maxYAML {
		return cty.NilVal, fmt.Errorf("YAML document of %d bytes: expected at most %d", len(text), maxYAML)
	}
	var document any
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return cty.NilVal, fmt.Errorf("decoding YAML: %w", err)
	}
	return ctyOf(document, maxYAMLDepth)
}

func ctyOf(node any, depth int) (cty.Value, error) {
	if depth == 0 {
		return cty.NilVal, fmt.Errorf("YAML document: expected at most %d levels", maxYAMLDepth)
	}
	switch node := node.(type) {
	case map[string]any:
		attrs := make(map[string]cty.Value, len(node))
		for key, value := range node {
			attr, err := ctyOf(value, depth-1)
			if err != nil {
				return cty.NilVal, err
			}
			attrs[key] = attr
		}
		return cty.ObjectVal(attrs), nil
	case map[any]any:
		texts := make(map[string]any, len(node))
		for key, value := range node {
			texts[fmt.Sprint(key)] = value
		}
		return ctyOf(texts, depth)
	case []any:
		elements := make([]cty.Value, len(node))
		for i, value := range node {
			element, err := ctyOf(value, depth-1)
			if err != nil {
				return cty.NilVal, err
			}
			elements[i] = element
		}
		return cty.TupleVal(elements), nil
	}
	return scalarOf(node), nil
}

func scalarOf(node any) cty.Value {
	switch node := node.(type) {
	case string:
		return cty.StringVal(node)
	case bool:
		return cty.BoolVal(node)
	case int:
		return cty.NumberIntVal(int64(node))
	case int64:
		return cty.NumberIntVal(node)
	case uint64:
		return cty.NumberUIntVal(node)
	case float64:
		if math.IsNaN(node) || math.IsInf(node, 0) {
			break // no number that a Kubernetes object can hold
		}
		return cty.NumberFloatVal(node)
	case time.Time:
		return cty.StringVal(node.Format(time.RFC3339))
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return cty.StringVal(fmt.Sprint(node))
}
