package usercontrol

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// shape is what is known of a value before there is one: which arguments a
// resource or block has. The zero shape may have any.
type shape struct {
	what     string // as a mistake names it: "aws_ecr_repository"
	block    *schema.Block
	list     bool      // a list of these
	settle   bool      // a plan may say of it that it is unknown, though it is not set
	filled   bool      // an argument, or blocks, that the provider or AWS fills if it is not set
	fallback cty.Value // what it fills in, if that is always the same
	derived  bool      // tags_all, which follows from the configuration
	leaf     bool      // an argument of a block whose schema is known, or a key of a map
	typ      cty.Type  // of an argument, or of what an expression gives; cty.NilType if it is not known
	beyond   bool      // an index past the end of a list
}

// shapeOf is the shape of a resource; the zero shape for a type of which the
// schema is not known.
func shapeOf(typ string) shape {
	block, ok := schema.FindResource(typ)
	if !ok {
		return shape{}
	}
	return shape{what: typ, block: block}
}

// attr is the shape of an argument or of its blocks; false when there is none.
func (s shape) attr(name string) (shape, bool) {
	if s.block == nil {
		return shape{leaf: s.leaf, typ: memberType(s.typ, name)}, true
	}
	if a, ok := s.block.Attributes[name]; ok {
		fills := a.Optional && a.Computed
		return shape{settle: fills, filled: fills, fallback: defaultOf(s.what, name), derived: fills && name == tagsAll, leaf: true, typ: a.Type}, true
	}
	if b, ok := s.block.Blocks[name]; ok {
		inner := shape{what: name, block: b.Block, settle: true, filled: b.Computed, fallback: defaultOf(s.what, name)}
		switch b.Nesting {
		case schema.List, schema.Set:
			inner.list = true
			return inner, true
		case schema.Single:
			return inner, true
		}
		return shape{}, true
	}
	return shape{}, false
}

// memberType is the type of a key of a map or of an attribute of an object.
func memberType(of cty.Type, name string) cty.Type {
	switch {
	case of == cty.NilType:
	case of.IsMapType():
		return of.ElementType()
	case of.IsObjectType() && of.HasAttribute(name):
		return of.AttributeType(name)
	}
	return cty.NilType
}

func (s shape) element() shape {
	if !s.list {
		of := shape{leaf: s.leaf}
		if s.typ != cty.NilType && s.typ.IsCollectionType() {
			of.typ = s.typ.ElementType()
		}
		return of
	}
	return shape{what: s.what, block: s.block}
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

// sure reports whether what a path behind it lacks is not set, and not misspelt.
func (s shape) sure() bool { return s.missable() }

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
	for _, step := range path {
		if name, isName := stepName(step); isName {
			of, _ = of.attr(name)
		} else {
			of = of.element()
		}
	}
	if of.typ == cty.NilType {
		return cty.DynamicPseudoType
	}
	return of.typ
}
