package document

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// Limits on a YAML document, far above what a file needs that a person writes: the
// largest of kube-bench's has some ten levels and 2,000 values.
const (
	maxDepth  = 50
	maxValues = 200_000
)

// outline checks the form of a YAML document before anything is made of it. It puts the
// nodes that aliases stand for in their place, and bounds how often.
type outline struct {
	problem *problem // the first
	inside  map[*yaml.Node]bool
	values  int
}

// walk goes no deeper than maxDepth, and visits no more nodes than maxValues.
func (o *outline) walk(n *yaml.Node, depth int) {
	o.values++
	switch {
	case depth > maxDepth:
		o.fail(n, "nested more than %d levels deep", maxDepth)
	case o.values > maxValues:
		o.fail(n, "expected at most %d values, each alias counted as what it stands for", maxValues)
	case n.Style&yaml.TaggedStyle != 0:
		o.fail(n, "a word that begins with ! is a tag to YAML: put the text in quotes, or on a line of its own after |")
	case n.Kind == yaml.MappingNode:
		o.keys(n)
	}
	o.inside[n] = true
	for i, child := range n.Content {
		if child.Kind == yaml.AliasNode {
			if o.inside[child.Alias] {
				o.fail(child, "an alias is part of what it stands for")
			}
			child = child.Alias
			n.Content[i] = child
		}
		if o.problem != nil {
			return
		}
		o.walk(child, depth+1)
	}
	delete(o.inside, n)
}

func (o *outline) keys(n *yaml.Node) {
	lines := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		switch first, twice := lines[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			o.fail(key, "expected a word as key")
		case twice:
			o.fail(key, "a key is given twice, first at line %d", first)
		}
		lines[key.Value] = key.Line
	}
}

// fail keeps the first problem.
func (o *outline) fail(n *yaml.Node, format string, args ...any) {
	if o.problem == nil {
		o.problem = &problem{n.Line, fmt.Sprintf(format, args...)}
	}
}
