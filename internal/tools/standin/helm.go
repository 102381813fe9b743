package main

import (
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// helm is version 2 of the Helm provider, or version 3, where what were blocks
// (`kubernetes`, `exec`, `set`) are attributes.
func helm(three bool) standin {
	p := standin{name: "helm", config: providerschema.Schema{
		Blocks: map[string]providerschema.Block{"kubernetes": providerschema.ListNestedBlock{
			NestedObject: providerschema.NestedBlockObject{Attributes: access(), Blocks: execBlock()},
		}},
	}}
	release := object(releaseAttrs(), blocks{
		"set":           setBlock(attrs{"name": required(), "value": required(), "type": optional()}, nil),
		"set_list":      block(attrs{"name": required(), "value": stringList()}, nil),
		"set_sensitive": setBlock(attrs{"name": required(), "value": secret(), "type": optional()}, nil),
	})
	if three {
		connection := access()
		connection["exec"] = providerschema.SingleNestedAttribute{Optional: true, Attributes: execAttrs()}
		p.config = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
			"kubernetes": providerschema.SingleNestedAttribute{Optional: true, Attributes: connection},
		}}
		a := releaseAttrs()
		a["set"] = schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
			Attributes: attrs{"name": required(), "value": optional(), "type": optional()},
		}}
		release = object(a, nil)
	}
	p.kinds = map[string]schema.Schema{"helm_release": release}
	return p
}

func secret() schema.Attribute { return schema.StringAttribute{Required: true, Sensitive: true} }

func releaseAttrs() attrs {
	return attrs{
		"name":             required(),
		"chart":            required(),
		"repository":       optional(),
		"version":          either(),
		"namespace":        orElse("default"),
		"create_namespace": flag(false),
		"values":           stringList(),
		"wait":             flag(true),
		"status":           computed(),
		"metadata": schema.ListAttribute{Computed: true, ElementType: types.ObjectType{
			AttrTypes: map[string]attrType{"app_version": types.StringType, "values": types.StringType},
		}},
	}
}
