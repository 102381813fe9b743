package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// standin is a provider that is nothing but its schemas.
type standin struct {
	name   string
	config providerschema.Schema
	kinds  map[string]schema.Schema // by resource type
}

func (p standin) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.name
}

func (p standin) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = p.config
}

func (p standin) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (p standin) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p standin) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for name, schema := range p.kinds {
		all = append(all, func() resource.Resource { return kind{name, schema} })
	}
	return all
}

// kind is a resource type that can be planned and nothing else.
type kind struct {
	name   string
	schema schema.Schema
}

func (k kind) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = k.name
}

func (k kind) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = k.schema
}

const refusal = "this is a stand-in for planning test cases: it applies nothing"

func (k kind) Create(_ context.Context, _ resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.AddError(refusal, "")
}

// Read leaves the state as it is: refreshing is turned off for test cases.
func (k kind) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (k kind) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError(refusal, "")
}

func (k kind) Delete(_ context.Context, _ resource.DeleteRequest, resp *resource.DeleteResponse) {
	resp.Diagnostics.AddError(refusal, "")
}
