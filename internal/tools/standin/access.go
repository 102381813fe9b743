package main

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type attrType = attr.Type

// access is how the Kubernetes and the Helm provider are told to reach a
// cluster.
func access() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"insecure": schema.BoolAttribute{Optional: true},
		"config_paths": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
		},
	}
	for _, name := range []string{
		"host", "username", "password", "client_certificate", "client_key", "cluster_ca_certificate",
		"config_path", "config_context", "config_context_auth_info", "config_context_cluster", "token", "proxy_url",
	} {
		all[name] = schema.StringAttribute{Optional: true}
	}
	return all
}

func execAttrs() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"api_version": schema.StringAttribute{Required: true},
		"command":     schema.StringAttribute{Required: true},
		"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"env":         schema.MapAttribute{Optional: true, ElementType: types.StringType},
	}
}

func execBlock() map[string]schema.Block {
	return map[string]schema.Block{
		"exec": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: execAttrs()}},
	}
}
