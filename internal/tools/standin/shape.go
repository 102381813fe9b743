package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The shorthands of the schemas below: an argument's type and flags in one
// word, so that a schema reads like the provider's documentation.

type (
	attrs  = map[string]schema.Attribute
	blocks = map[string]schema.Block
)

func required() schema.Attribute { return schema.StringAttribute{Required: true} }
func optional() schema.Attribute { return schema.StringAttribute{Optional: true} }
func computed() schema.Attribute { return schema.StringAttribute{Computed: true} }
func either() schema.Attribute   { return schema.StringAttribute{Optional: true, Computed: true} }

func orElse(value string) schema.Attribute {
	return schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString(value)}
}

func flag(value bool) schema.Attribute {
	return schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(value)}
}

func number() schema.Attribute { return schema.NumberAttribute{Optional: true} }

func stringMap() schema.Attribute {
	return schema.MapAttribute{Optional: true, ElementType: types.StringType}
}

func stringList() schema.Attribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType}
}

func stringSet() schema.Attribute {
	return schema.SetAttribute{Optional: true, ElementType: types.StringType}
}

// block is a block that may repeat; where the real provider allows one only,
// plan JSON shows a list of one just the same.
func block(a attrs, b blocks) schema.Block {
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: a, Blocks: b}}
}

// setBlock is a block whose order has no meaning.
func setBlock(a attrs, b blocks) schema.Block {
	return schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: a, Blocks: b}}
}

// object is a resource with the `id` that Terraform's older providers all have.
func object(a attrs, b blocks) schema.Schema {
	all := attrs{"id": computed()}
	for name, attribute := range a {
		all[name] = attribute
	}
	return schema.Schema{Attributes: all, Blocks: b}
}
