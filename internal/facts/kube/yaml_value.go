package kube

import (
	"fmt"
	"math"
	"time"

	"github.com/zclconf/go-cty/cty"
	"gopkg.in/yaml.v3"
)

// maxAliased is how many values aliases may add to those of a small document; in a
// large one, as many again as it has bytes.
const maxAliased = 10_000

// yamlDecoder makes a value of the nodes of a document.
type yamlDecoder struct {
	left int // values that may still be made
}

func (d *yamlDecoder) value(n *yaml.Node, depth int) (cty.Value, error) {
	if d.left--; d.left < 0 {
		return cty.NilVal, fmt.Errorf("%w: aliases make more values than the text has characters", errLimit)
	}
	if depth == 0 {
		return cty.NilVal, fmt.Errorf("%w: expected at most %d levels", errLimit, maxYAMLDepth)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return d.value(n.Content[0], depth)
	case yaml.AliasNode:
		return d.value(n.Alias, depth-1)
	case yaml.MappingNode:
		attrs := make(map[string]cty.Value, len(n.Content)/2)
		if err := d.mapping(n, attrs, depth); err != nil {
			return cty.NilVal, err
		}
		return cty.ObjectVal(attrs), nil
	case yaml.SequenceNode:
		elements := make([]cty.Value, len(n.Content))
		for i, child := range n.Content {
			element, err := d.value(child, depth-1)
			if err != nil {
				return cty.NilVal, err
			}
			elements[i] = element
		}
		return cty.TupleVal(elements), nil
	case yaml.ScalarNode:
		scalar, err := resolve(n)
		return scalarOf(scalar), err
	}
	return cty.NullVal(cty.DynamicPseudoType), nil // an empty document
}

// mapping adds the entries of a mapping that attrs does not have yet: its own, and
// then those that it merges.
func (d *yamlDecoder) mapping(n *yaml.Node, attrs map[string]cty.Value, depth int) error {
	own := make(map[string]bool, len(n.Content)/2)
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, child := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		switch {
		case key.Kind != yaml.ScalarNode:
			return fmt.Errorf("line %d: %w", n.Content[i].Line, errKey)
		case key.ShortTag() == "!!merge" && len(merged) > 0:
			return fmt.Errorf("line %d: %w", key.Line, errTwice)
		case key.ShortTag() == "!!merge":
			merged = append(merged, child)
			continue
		}
		scalar, err := resolve(key)
		if err != nil {
			return err
		}
		name := fmt.Sprint(scalar)
		if own[name] { // also 1 and "1"
			return fmt.Errorf("line %d: %w", key.Line, errTwice)
		}
		own[name] = true
		if _, ok := attrs[name]; ok {
			continue
		}
		if attrs[name], err = d.value(child, depth-1); err != nil {
			return err
		}
	}
	for _, child := range merged {
		if err := d.merge(child, attrs, depth-1); err != nil {
			return err
		}
	}
	return nil
}

// merge adds what a merge key names: a mapping, or several, of which an earlier one
// wins (https://yaml.org/type/merge.html).
func (d *yamlDecoder) merge(n *yaml.Node, attrs map[string]cty.Value, depth int) error {
	if d.left--; d.left < 0 || depth <= 0 {
		return fmt.Errorf("%w: merge keys", errLimit)
	}
	switch {
	case n.Kind == yaml.AliasNode:
		return d.merge(n.Alias, attrs, depth-1)
	case n.Kind == yaml.MappingNode:
		return d.mapping(n, attrs, depth)
	case n.Kind == yaml.SequenceNode:
		for _, child := range n.Content {
			if err := d.merge(child, attrs, depth-1); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("line %d: %w", n.Line, errMerge)
}

// resolve returns the Go value of a scalar by its tag, written or implied.
func resolve(n *yaml.Node) (any, error) {
	switch n.ShortTag() {
	case "!!str":
		return n.Value, nil
	case "!!null":
		return nil, nil
	}
	var scalar any
	err := n.Decode(&scalar)
	return scalar, err
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
