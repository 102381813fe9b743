package main

import (
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func null() standin {
	return standin{
		name:   "null",
		config: providerschema.Schema{},
		kinds: map[string]schema.Schema{
			"null_resource": object(attrs{"triggers": stringMap()}, nil),
		},
	}
}
