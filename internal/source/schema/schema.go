// Package schema knows what providers' schemas say of the types that controls
// read: the types of arguments, which blocks there are, what a provider
// computes. Source is evaluated with it in place of the providers themselves.
//
// It evaluates nothing, and knows no provider's defaults: schemas do not tell
// them. The table is made from the real providers by internal/tools/makeschema.
package schema

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Block is the schema of a resource, a data source, a provider's configuration
// or a nested block. A nil Block is that of a type that is not in the table:
// everything is taken as written. It must not be changed.
type Block struct {
	Attributes map[string]Attribute `json:"attributes"`
	Blocks     map[string]Nested    `json:"block_types"`
}

// Attribute is the schema of an argument or of an exported attribute.
type Attribute struct {
	Type      cty.Type `json:"type"`
	Required  bool     `json:"required"`
	Optional  bool     `json:"optional"`
	Computed  bool     `json:"computed"`
	Sensitive bool     `json:"sensitive"`
}

// Nested is the schema of nested blocks of one type.
type Nested struct {
	*Block   `json:"block"`
	Nesting  Nesting `json:"nesting_mode"`
	Computed bool    `json:"computed"` // the provider fills it when it is left out
}

// Nesting says how nested blocks of one type are gathered, in the words of
// `terraform providers schema`.
type Nesting string

// The ways of nesting. Single is an object, null when there is no block.
const (
	List   Nesting = "list"
	Set    Nesting = "set"
	Single Nesting = "single"
	Map    Nesting = "map"
)

// Find returns the schema of a type; of a provider's configuration by its local
// name, such as "aws". ok is false for a type that is not in the table: then
// everything is taken as written.
func Find(mode graph.Mode, typ string) (block *Block, ok bool) {
	decode, ok := table().types[key(mode, typ)]
	if !ok {
		return nil, false
	}
	return decode(), true
}

// ImpliedType is the type of an object with everything that the schema has.
func (b *Block) ImpliedType() cty.Type {
	attributes := make(map[string]cty.Type, len(b.Attributes)+len(b.Blocks))
	for name, a := range b.Attributes {
		attributes[name] = a.Type
	}
	for name, n := range b.Blocks {
		attributes[name] = n.ImpliedType()
	}
	return cty.Object(attributes)
}

// ImpliedType is the type of all blocks of the type together. Where it could
// differ from block to block it is dynamic, as Terraform has it.
func (n Nested) ImpliedType() cty.Type {
	object := n.Block.ImpliedType()
	switch {
	case n.Nesting == Single:
		return object
	case object.HasDynamicTypes():
		return cty.DynamicPseudoType
	case n.Nesting == Set:
		return cty.Set(object)
	case n.Nesting == Map:
		return cty.Map(object)
	}
	return cty.List(object)
}
