package kube

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"gopkg.in/yaml.v3"
)

// maxYAML bounds a document in bytes. Kubernetes refuses objects of 1.5 MiB, and
// Helm keeps a release, values included, in one object.
const maxYAML = 4 << 20

// maxYAMLDepth bounds nesting: nothing that Kubernetes reads comes near.
const maxYAMLDepth = 200

// DecodeYAML reads the first document of a YAML text. Mappings become objects,
// sequences tuples. It goes by way of plain Go values, for which yaml.v3 checks
// that aliases do not multiply.
func DecodeYAML(text string) (cty.Value, error) {
	if len(text) > maxYAML {
		return cty.NilVal, fmt.Errorf("%w: %d bytes, expected at most %d", errLimit, len(text), maxYAML)
	}
	var document any
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		if i := strings.Index(text, "{{"); i >= 0 && strings.Contains(err.Error(), "invalid map key") {
			return cty.NilVal, fmt.Errorf("decoding YAML: line %d: %w", 1+strings.Count(text[:i], "\n"), errTemplate)
		}
		return cty.NilVal, fmt.Errorf("decoding YAML: %w", err)
	}
	return ctyOf(document, maxYAMLDepth)
}

// errLimit is why a document is not read that is longer, or deeper, than any.
var errLimit = errors.New("YAML document past the limits")

// errTemplate is why a text cannot be read that was not rendered.
var errTemplate = errors.New("a mapping stands as a key, as in a template")

// errTwice is why a mapping cannot be read in which two keys are one.
var errTwice = errors.New("a key stands twice")

var yamlLine = regexp.MustCompile(`line (\d+)`)

// YamlReason says why a text cannot be read, and on which of its lines. The text
// may hold secrets, so that no word of it is in the reason.
func YamlReason(err error) string {
	reason := "it is not valid YAML"
	switch text := err.Error(); {
	case errors.Is(err, errTwice), strings.Contains(text, "already defined"):
		reason = "a key stands twice in it"
	case errors.Is(err, errTemplate):
		reason = "a mapping stands as a key in it, as in a template that was not rendered"
	case errors.Is(err, errLimit), strings.Contains(text, "excessive aliasing"), strings.Contains(text, "contains itself"):
		reason = "it is longer, or nested deeper, than is read"
	}
	if line := yamlLine.FindStringSubmatch(err.Error()); line != nil {
		reason += ", on its line " + line[1]
	}
	return reason
}

func ctyOf(node any, depth int) (cty.Value, error) {
	if depth == 0 {
		return cty.NilVal, fmt.Errorf("%w: expected at most %d levels", errLimit, maxYAMLDepth)
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
			name := fmt.Sprint(key)
			if _, twice := texts[name]; twice { // 1 and "1"
				return cty.NilVal, errTwice
			}
			texts[name] = value
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
