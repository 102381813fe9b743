package usercontrol

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// shape is what is known of a value before there is one: which arguments a
// resource or block has. The zero shape may have any.
type shape struct {
	what     string // as a mistake names it: "aws_ecr_repository"
	block    *schema.Block
	list     bool // a list of these
	computed bool // an argument that the provider fills where it is left out
	leaf     bool // an argument of a block whose schema is known, or a key of a map
}

// shapeOf is the shape of a resource; the zero shape for a type of which the
// schema is not known.
func shapeOf(typ string) shape {
	block, ok := schema.Find(graph.Managed, typ)
	if !ok {
		return shape{}
	}
	return shape{what: typ, block: block}
}

// attr is the shape of an argument or of its blocks; false when there is none.
func (s shape) attr(name string) (shape, bool) {
	if s.block == nil {
		return shape{leaf: s.leaf}, true
	}
	if a, ok := s.block.Attributes[name]; ok {
		return shape{computed: a.Optional && a.Computed, leaf: true}, true
	}
	if b, ok := s.block.Blocks[name]; ok {
		switch b.Nesting {
		case schema.List, schema.Set:
			return shape{what: name, block: b.Block, list: true, computed: true}, true
		case schema.Single:
			return shape{what: name, block: b.Block, computed: true}, true
		}
		return shape{}, true
	}
	return shape{}, false
}

func (s shape) element() shape {
	if !s.list {
		return shape{leaf: s.leaf}
	}
	s.list = false
	return s
}

func (s shape) listed() shape {
	if s.list || s.block == nil {
		return shape{}
	}
	s.list = true
	return s
}

// known reports whether it is known which arguments there are.
func (s shape) known() bool { return s.block != nil }

// missable reports whether the input may lack it: it is known that there may be
// such an argument.
func (s shape) missable() bool { return s.leaf || s.block != nil }

// names are the arguments and blocks there are, sorted.
func (s shape) names() []string {
	if s.block == nil {
		return nil
	}
	names := slices.Collect(maps.Keys(s.block.Attributes))
	return slices.Sorted(slices.Values(slices.AppendSeq(names, maps.Keys(s.block.Blocks))))
}

// only keeps the names that there may be.
func (s shape) only(names []string) []string {
	if !s.known() {
		return names
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, known := s.attr(name)
		return !known
	})
}

// typeAt is the type of what is at a path in a resource: any where that is not
// known.
func typeAt(resource string, path hcl.Traversal) cty.Type {
	of := shapeOf(resource)
	for i, step := range path {
		name, isName := stepName(step)
		if !isName {
			of = of.element()
			continue
		}
		if of.block == nil || of.list {
			break
		}
		if a, ok := of.block.Attributes[name]; ok {
			unknown, diags := path[i+1:].TraverseRel(cty.UnknownVal(a.Type))
			if diags.HasErrors() {
				break
			}
			return unknown.Type()
		}
		of, _ = of.attr(name)
	}
	return cty.DynamicPseudoType
}
