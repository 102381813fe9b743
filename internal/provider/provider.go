// Package provider is the Terraform provider: the data source cisbench_eks and
// the functions that let a plan fail before anything is built.
//
// It turns what a configuration hands over, or the source of one of its modules,
// into a graph, has it assessed, and turns the findings into Terraform's values.
// It decides nothing about a control and words no verdict; and it makes no
// resource and calls no API.
package provider

import (
	"context"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

//go:generate go test -run ^TestPages$ ./acceptance -update

// Address is where Terraform's registry knows the provider.
const Address = "registry.terraform.io/cisbench/cisbench"

// Serve talks to the Terraform that started this program, in protocol 6, until
// that is done. With debug it waits to be attached to, and prints how.
func Serve(ctx context.Context, debug bool, env func(string) string) error {
	return providerserver.Serve(ctx, New(env, ""), providerserver.ServeOpts{Address: Address, Debug: debug})
}

// New returns a function that makes the provider. env looks up environment variables,
// and dir is the directory that relative paths start from: if it is empty, the current
// one, in which Terraform starts a provider.
func New(env func(string) string, dir string) func() provider.Provider {
	return func() provider.Provider {
		return &cisbench{where: surroundings{env: env, dir: dir}, engine: newEngine()}
	}
}

// surroundings are what the provider knows of its process.
type surroundings struct {
	env func(string) string // looks up an environment variable
	dir string              // that relative paths start from; "" is the current one
}

type cisbench struct {
	where  surroundings
	engine *engine
}

var _ provider.ProviderWithFunctions = (*cisbench)(nil)

func (p *cisbench) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "cisbench"
	if info, ok := debug.ReadBuildInfo(); ok {
		resp.Version = info.Main.Version
	}
}

func (p *cisbench) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Judges EKS clusters and ECR repositories by section 5 of the CIS Amazon EKS Benchmark while Terraform plans them. " +
			"It has no arguments, needs no credentials and calls no API.",
	}
}

func (p *cisbench) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.DataSourceData = p.where
}

func (p *cisbench) Resources(context.Context) []func() resource.Resource { return nil }

func (p *cisbench) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &dataSource{} },
	}
}

func (p *cisbench) Functions(context.Context) []func() function.Function {
	var all []func() function.Function
	for _, f := range functions() {
		f.engine = p.engine
		all = append(all, func() function.Function { return &f })
	}
	return all
}
