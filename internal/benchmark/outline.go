package benchmark

import (
	"bytes"
	"errors"
	"io"

	"gopkg.in/yaml.v3"
)

// Limits on a controls file, far above what one needs: the largest of kube-bench's
// has 75 kB, some ten levels and a dozen keys to a mapping.
const (
	maxBytes = 1 << 20
	maxDepth = 50
	maxKeys  = 64
)

// shape is what a file's outline tells beside its problems.
type shape struct {
	firstAlias int // line; 0 when there is none
}

// outline checks a file's form before anything is decoded from it: one document, of a
// bounded depth and width. yaml.v3 bounds what aliases expand to, but it compares each
// key of a mapping with each other, remembers every pair of equal ones, and its errors
// about aliases have no line. The nodes are walked as written: no alias is followed.
func outline(data []byte) (shape, problems) {
	var problems problems
	if len(data) > maxBytes {
		problems.add(1, "%d bytes: expected a controls file of at most %d", len(data), maxBytes)
		return shape{}, problems
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			problems.add(1, "the file is empty: expected a controls file with version, id, text and groups")
			return shape{}, problems
		}
		return shape{}, fromYAML(err, undefinedAlias(data, err))
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		problems.add(second.Line, "a second YAML document begins here: expected one document")
		return shape{}, problems
	case !errors.Is(err, io.EOF):
		return shape{}, fromYAML(err, undefinedAlias(data, err))
	}
	if root := doc.Content[0]; root.Kind != yaml.MappingNode {
		problems.add(root.Line, "expected a mapping with version, id, text and groups")
		return shape{}, problems
	}
	w := walker{inside: make(map[*yaml.Node]bool)}
	w.walk(&doc, 0)
	return w.shape, w.problems
}

type walker struct {
	shape    shape
	problems problems
	inside   map[*yaml.Node]bool
}

// walk stops at the first problem. The recursion goes no deeper than maxDepth.
func (w *walker) walk(n *yaml.Node, depth int) {
	switch {
	case depth > maxDepth:
		w.problems.add(n.Line, "nested more than %d levels deep", maxDepth)
	case n.Kind == yaml.AliasNode && w.inside[n.Alias]:
		w.problems.add(n.Line, "an alias is part of what it stands for")
	case n.Kind == yaml.AliasNode && w.shape.firstAlias == 0:
		w.shape.firstAlias = n.Line
	case n.Kind == yaml.MappingNode:
		w.keys(n)
	case n.Kind == yaml.SequenceNode:
		w.items(n)
	}
	w.inside[n] = true
	for _, child := range n.Content {
		if len(w.problems) > 0 {
			return
		}
		w.walk(child, depth+1)
	}
	delete(w.inside, n)
}

// items refuses empty list items: yaml.v3 would drop them without a word.
func (w *walker) items(n *yaml.Node) {
	for _, item := range n.Content {
		line := item.Line
		if item.Kind == yaml.AliasNode {
			item = item.Alias
		}
		if item.Kind == yaml.ScalarNode && item.ShortTag() == "!!null" {
			w.problems.add(line, "an empty list item")
			return
		}
	}
}

func (w *walker) keys(n *yaml.Node) {
	if count := len(n.Content) / 2; count > maxKeys {
		w.problems.add(n.Line, "a mapping of %d keys: expected at most %d", count, maxKeys)
		return
	}
	lines := make(map[string]int)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		switch first, twice := lines[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			w.problems.add(key.Line, "expected a word as key")
			return
		case twice:
			w.problems.add(key.Line, "a key is given twice, first at line %d", first)
			return
		}
		lines[key.Value] = key.Line
	}
}
