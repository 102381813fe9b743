package acceptance

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fakeAWS stands for the AWS provider where Terraform's own behaviour is tested:
// a few of its resources, each attribute required, optional or computed as in
// version 5.100. What is computed becomes known when it is "created".
type fakeAWS struct{}

func (fakeAWS) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "aws"
}
func (fakeAWS) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (fakeAWS) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (fakeAWS) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return fakeDynamic{} }}
}

func (fakeAWS) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for typ, s := range fakeSchemas() {
		all = append(all, func() resource.Resource { return fakeResource{typ, s} })
	}
	return all
}

func fakeSchemas() map[string]schema.Schema {
	var (
		required = schema.StringAttribute{Required: true}
		optional = schema.StringAttribute{Optional: true}
		computed = schema.StringAttribute{Computed: true}
		either   = schema.StringAttribute{Optional: true, Computed: true}
		set      = schema.SetAttribute{Required: true, ElementType: types.StringType}
		flag     = func(def bool) schema.Attribute {
			return schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(def)}
		}
		choice = func(def string) schema.Attribute {
			return schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString(def)}
		}
		block = func(attributes map[string]schema.Attribute, blocks map[string]schema.Block) schema.Block {
			return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes, Blocks: blocks}}
		}
	)
	type attributes = map[string]schema.Attribute
	type blocks = map[string]schema.Block
	return map[string]schema.Schema{
		"aws_eks_cluster": {
			Attributes: attributes{
				"name": required, "role_arn": required, "version": either,
				"arn": computed, "endpoint": computed, "id": computed,
				"tags": schema.MapAttribute{Optional: true, ElementType: types.StringType},
			},
			Blocks: blocks{
				"vpc_config": block(attributes{
					"subnet_ids": set, "endpoint_private_access": flag(false), "endpoint_public_access": flag(true),
					"public_access_cidrs": schema.SetAttribute{Optional: true, Computed: true, ElementType: types.StringType},
					"vpc_id":              computed,
				}, nil),
				"encryption_config": block(attributes{"resources": set}, blocks{"provider": block(attributes{"key_arn": required}, nil)}),
				"compute_config":    block(attributes{"enabled": schema.BoolAttribute{Optional: true}, "node_role_arn": optional}, nil),
				"access_config":     block(attributes{"authentication_mode": either}, nil),
				"outpost_config":    block(attributes{"control_plane_instance_type": required, "outpost_arns": set}, nil),
			},
		},
		"aws_eks_addon": {Attributes: attributes{
			"cluster_name": required, "addon_name": required, "configuration_values": either, "arn": computed, "id": computed,
		}},
		"aws_ecr_repository": {
			Attributes: attributes{
				"name": required, "image_tag_mutability": choice("MUTABLE"), "arn": computed, "id": computed, "repository_url": computed,
			},
			Blocks: blocks{
				"image_scanning_configuration": block(attributes{"scan_on_push": schema.BoolAttribute{Required: true}}, nil),
				"encryption_configuration":     block(attributes{"encryption_type": choice("AES256"), "kms_key": either}, nil),
			},
		},
		"aws_kms_key": {Attributes: attributes{
			"description": either, "is_enabled": flag(true), "enable_key_rotation": flag(false), "arn": computed, "id": computed, "key_id": computed,
		}},
		"aws_iam_role": {Attributes: attributes{"name": either, "assume_role_policy": required, "arn": computed, "id": computed}},
		"aws_eip":      {Attributes: attributes{"domain": optional, "public_ip": computed, "id": computed}},
	}
}

// fakeResource keeps what it is given and makes up what is computed.
type fakeResource struct {
	typ    string
	schema schema.Schema
}

func (r fakeResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.typ
}

func (r fakeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (r fakeResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = made(req.Plan)
}

func (r fakeResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r fakeResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = made(req.Plan)
}

func (r fakeResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func made(plan tfsdk.Plan) tftypes.Value {
	value, err := tftypes.Transform(plan.Raw, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch {
		case v.IsKnown():
			return v, nil
		case strings.Contains(path.String(), "public_ip"):
			return tftypes.NewValue(tftypes.String, "203.0.113.7"), nil
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"), nil
		case v.Type().Is(tftypes.Set{}):
			return tftypes.NewValue(v.Type(), []tftypes.Value{tftypes.NewValue(tftypes.String, "0.0.0.0/0")}), nil
		}
		return tftypes.NewValue(v.Type(), nil), nil
	})
	if err != nil {
		panic(err) // of the transformation above, which returns none
	}
	return value
}

// fakeDynamic is a data source with a dynamic attribute: what cisbench_eks would
// be if its cluster were one.
type fakeDynamic struct{}

func (fakeDynamic) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "aws_dynamic"
}

func (fakeDynamic) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{"cluster": dataschema.DynamicAttribute{Optional: true}}}
}

func (fakeDynamic) Read(_ context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	resp.State.Raw = req.Config.Raw
}
