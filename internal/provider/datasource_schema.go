package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "cisbench_eks"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"cluster":      clusterAttribute(),
		"repositories": repositoriesAttribute(),
		"source": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Directory of a module that is judged by its own files, with all that it calls: `path.module` in the module itself. " +
				"A relative path starts where Terraform runs. Nothing outside of the module's repository is read. " +
				"It takes the place of `cluster`, `public_access_cidrs` and `repositories`.",
		},
		"variables": schema.DynamicAttribute{
			Optional: true,
			MarkdownDescription: "With `source`: an object with values of the module's variables, such as `{ endpoint_public_access = var.endpoint_public_access }`. " +
				"What is not in it has the default of its variable, for which a failure is `manual`, or is unknown where there is none; files of variables and `TF_VAR_` are not read. " +
				"A value that is not known at plan defers the read to the apply.",
		},
		"workspace": schema.StringAttribute{
			Optional: true, MarkdownDescription: "With `source`: what `terraform.workspace` is in the module. Default `default`.",
		},
		"public_access_cidrs": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "What `vpc_config` of the cluster has as `public_access_cidrs`. It is an argument of its own because the resource's is computed: " +
				"left out there it would be unknown, and keep Terraform from reading this data source at plan. `null` is what EKS takes it for: everyone.",
		},
		"benchmark": schema.StringAttribute{
			Optional: true, Validators: word(checkBenchmark),
			MarkdownDescription: "Version of the benchmark: `" + strings.Join(benchmark.Names(), "`, `") + "`. Default `" + benchmark.Default + "`.",
		},
		"controls": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Judge these controls alone, by id (`5.4.1`) or key (`endpoint-access`).",
		},
		"exclude": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Leave these controls out, by id or key.",
		},
		"fail_on": schema.StringAttribute{
			Optional: true, Validators: word(checkFailOn),
			MarkdownDescription: "Statuses that make reading this data source fail, and the plan with it: `none`, or a list of `fail`, `unknown` and `manual`, such as `fail,unknown`. " +
				"Default `none`, since a data source that fails blocks `terraform destroy` too. The environment variable `" + failOnVariable + "` overrides it.",
		},
		"min_severity": schema.StringAttribute{
			Optional: true, Validators: word(checkSeverity),
			MarkdownDescription: "Severity from which a finding counts for `fail_on` and `passed`: `low`, `medium`, `high` or `critical`. Default: every one counts.",
		},
	}
	for name, attribute := range settingAttributes() {
		attributes[name] = attribute
	}
	for name, attribute := range computedAttributes() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Judges a module's own source, or a cluster and repositories that are handed over, by the CIS Amazon EKS Benchmark. " +
			"It calls no API: what it says follows from its arguments, and from the files in `source`.",
		Attributes: attributes,
	}
}

// clusterAttribute declares the leaves of aws_eks_cluster that are known at plan,
// and no others: a whole resource fits, what is not declared is dropped on the
// way, and one unknown leaf more would defer every read to the apply.
func clusterAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "A cluster in the shape of `aws_eks_cluster`: hand over the whole resource, through a `local`. Only what is listed below is taken of it, " +
			"since it has to be known at plan.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Optional: true, MarkdownDescription: "As in the resource."},
			"vpc_config": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"endpoint_private_access": schema.BoolAttribute{Optional: true, MarkdownDescription: "As in the resource. Default `false`."},
					"endpoint_public_access":  schema.BoolAttribute{Optional: true, MarkdownDescription: "As in the resource. Default `true`."},
				}},
			},
			"encryption_config": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource, without the key: its ARN is not known while it is being created.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"resources": schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "As in the resource."},
				}},
			},
			"compute_config": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource: whether EKS Auto Mode is on.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"enabled": schema.BoolAttribute{Optional: true, MarkdownDescription: "As in the resource."},
				}},
			},
			"outpost_config": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource: EKS takes no `encryption_config` on an Outpost.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"control_plane_instance_type": schema.StringAttribute{Optional: true, MarkdownDescription: "As in the resource."},
				}},
			},
		},
	}
}

// repositoriesAttribute is [clusterAttribute] for aws_ecr_repository.
func repositoriesAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		Optional: true,
		MarkdownDescription: "Repositories in the shape of `aws_ecr_repository`, under names of your own: hand over whole resources, through a `local`. " +
			"What `for_each` makes fits as it is. Only what is listed below is taken of them.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":                 schema.StringAttribute{Optional: true, MarkdownDescription: "As in the resource."},
			"image_tag_mutability": schema.StringAttribute{Optional: true, MarkdownDescription: "As in the resource."},
			"image_scanning_configuration": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"scan_on_push": schema.BoolAttribute{Optional: true, MarkdownDescription: "As in the resource. Default `false`."},
				}},
			},
			"encryption_configuration": schema.ListNestedAttribute{
				Optional: true, MarkdownDescription: "As in the resource.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"encryption_type": schema.StringAttribute{Optional: true, MarkdownDescription: "As in the resource."},
				}},
			},
		}},
	}
}

// settingAttributes are the settings under the names that they have everywhere.
func settingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"approved_registries": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Globs over `registry/repository` that images may come from, such as `111122223333.dkr.ecr.*.amazonaws.com/*`.",
		},
		"third_party_image_scanning": schema.StringAttribute{
			Optional: true, MarkdownDescription: "Name of the product that scans images in place of ECR: a failure of 5.1.1 becomes `manual`.",
		},
		"network_policy_engine": schema.StringAttribute{
			Optional: true, MarkdownDescription: "Name of the network policy engine that is installed outside Terraform.",
		},
		"min_public_prefix": schema.SingleNestedAttribute{
			Optional: true, MarkdownDescription: "Shortest prefix that still counts as limited in `public_access_cidrs`.",
			Attributes: map[string]schema.Attribute{
				"ipv4": schema.Int64Attribute{Optional: true, MarkdownDescription: "For IPv4, from 1 to 32. Default `8`."},
				"ipv6": schema.Int64Attribute{Optional: true, MarkdownDescription: "For IPv6, from 1 to 128. Default `32`."},
			},
		},
		"node_role_policies": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Names or ARNs of more policies that belong on a node role.",
		},
		"strict": schema.BoolAttribute{
			Optional: true, MarkdownDescription: "Report as `unknown` what rests on an assumption.",
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	object := map[string]schema.Attribute{}
	for _, text := range texts() {
		object[text.name] = schema.StringAttribute{Computed: true, MarkdownDescription: text.means}
	}
	object[lineName] = schema.Int64Attribute{Computed: true, MarkdownDescription: lineMeans}
	counts := func(of string) schema.Attribute {
		by := map[string]schema.Attribute{}
		for _, s := range finding.Statuses() {
			by[countName(s)] = schema.Int64Attribute{Computed: true, MarkdownDescription: "How many are `" + string(s) + "`."}
		}
		return schema.SingleNestedAttribute{Computed: true, Attributes: by, MarkdownDescription: of}
	}
	return map[string]schema.Attribute{
		"findings": schema.ListNestedAttribute{
			Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: object},
			MarkdownDescription: "Everything that was found, passes included, in the benchmark's order and the worst of each control first.",
		},
		"statuses": schema.MapAttribute{
			Computed: true, ElementType: types.StringType, MarkdownDescription: "The status of each control, by its id.",
		},
		"passed": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether nothing counts against what was judged: no `fail` that is not waived by a comment in the source, nor another status that `fail_on` names, of `min_severity` or above. " +
				"It does not depend on the environment.",
		},
		"summary": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "Counts by status.",
			Attributes: map[string]schema.Attribute{
				"controls": counts("Of controls, each by the worst of its findings."),
				"findings": counts("Of findings."),
			},
		},
		"report_markdown": schema.StringAttribute{
			Computed: true, MarkdownDescription: "The report in Markdown, for a pull request or a wiki.",
		},
	}
}

func countName(s finding.Status) string { return strings.ReplaceAll(string(s), "-", "_") }

func word(check func(string) error) []validator.String { return []validator.String{checked{check}} }
