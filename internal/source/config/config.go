// Package config reads what the files of one module directory declare: blocks
// and expressions, merged with their override files, and nothing evaluated.
//
// It is the one place where files of a scanned repository are opened, and it
// opens none outside the root that it is given. What expressions mean, which
// modules call which, and what a control makes of it are not its business.
package config

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// Module is what a directory's .tf, .tofu and .tf.json files declare together,
// override files merged in.
type Module struct {
	Dir       string // slash-separated, relative to the root; "." for the root itself
	Variables map[string]*Variable
	Locals    map[string]*Attribute
	Outputs   map[string]*Output
	Resources []*Resource // managed and data, in the order of files and blocks
	Calls     map[string]*Call
	CallNames []string // of Calls, sorted
	Providers []*Provider
	// Required maps local names of providers to their source addresses, such as
	// "aws" to "hashicorp/aws", as written.
	Required map[string]string
	// Backend is true where the module says where its state is kept: by a backend
	// or cloud block. Only a root module does.
	Backend bool
	// Conditions are those of preconditions, of resources and data sources that have
	// one instance, and of outputs. Terraform refuses values that do not meet them.
	Conditions []hcl.Expression
	// EmptyBackend is true if the backend block has no arguments: others give them.
	EmptyBackend bool
	// Workspace is what the cloud or backend block says of terraform.workspace.
	Workspace Workspace
	// Unread are the parts of the directory's files of which it cannot be said what
	// they declare: a file that cannot be opened, a block that does not parse, one
	// that is declared twice. What an argument is that does not parse is unknown.
	Unread []hcl.Range

	resources map[resourceKey]*Resource
	providers map[ProviderRef]*Provider
}

// Workspace is what a terraform block says of terraform.workspace.
type Workspace struct {
	Name   string // the only workspace, which a cloud block names; "" for any
	Open   bool   // a cloud block allows any: it is not "default" if nobody selected one
	Remote bool   // a remote backend: terraform.workspace is not the name of the selected one
}

type resourceKey struct {
	mode      graph.Mode
	typ, name string
}

// Resource returns the block that declares a resource or data source, nil if the
// module has no such block.
func (m *Module) Resource(mode graph.Mode, typ, name string) *Resource {
	return m.resources[resourceKey{mode, typ, name}]
}

// Provider returns the block that configures a provider, nil if the module has no
// such block.
func (m *Module) Provider(ref ProviderRef) *Provider { return m.providers[ref.Whole()] }

// Attribute is one argument, or one local value.
type Attribute struct {
	Name      string
	Expr      hcl.Expression
	Range     hcl.Range // of the whole argument, name and value
	NameRange hcl.Range
}

// Body is what stands between a block's braces. In JSON syntax a nested block
// cannot be told from an argument without a provider's schema: everything but
// "dynamic", and the "content" of one, is in Attributes there. [Attribute.Nested]
// reads such an argument as blocks.
type Body struct {
	Attributes map[string]*Attribute
	Blocks     []*Block // in order; dynamic blocks among them
	Range      hcl.Range
}

// Block is a nested block. One of type "dynamic" has the type that it makes as
// its only label.
type Block struct {
	Type   string
	Labels []string
	Body   *Body
	Range  hcl.Range // from the type to the closing brace
}

// Resource is a resource or data block. Meta-arguments are not in its body.
type Resource struct {
	Mode         graph.Mode
	Type, Name   string
	Body         *Body
	Count        *Attribute // nil when there is none
	ForEach      *Attribute
	Enabled      *Attribute            // of OpenTofu, in lifecycle
	Provider     ProviderRef           // as written; zero when it is the default of the type
	Range        hcl.Range             // from the keyword to the closing brace
	Suppressions []setting.Suppression // Address is the block's own, the module's still to be put before it
}

// ProviderRef names a provider's configuration, such as aws.east.
type ProviderRef struct {
	Name, Alias string
	Key         hcl.Expression // of an instance, where the configuration has for_each; nil when there is none
}

// Whole is the reference without the key of an instance.
func (p ProviderRef) Whole() ProviderRef { return ProviderRef{Name: p.Name, Alias: p.Alias} }

// Variable is a variable block.
type Variable struct {
	Name      string
	Type      hcl.Expression // nil when left out: any
	Default   hcl.Expression // nil when the caller must give a value
	Sensitive bool
	Ephemeral bool
	Nullable  bool // true when left out
	// Conditions are those of the validation blocks.
	Conditions []hcl.Expression
	Range      hcl.Range
}

// Output is an output block.
type Output struct {
	Name      string
	Expr      hcl.Expression
	Sensitive bool
	Range     hcl.Range
}

// Call is a module block.
type Call struct {
	Name    string
	Source  string // "" if it is not a constant text: then SourceExpr gives it
	Version string // as written, "" if it is not set, or VersionExpr gives it
	// SourceExpr and VersionExpr are expressions that OpenTofu, and Terraform since 1.15,
	// evaluate before they install modules.
	SourceExpr, VersionExpr hcl.Expression
	// Arguments are the caller's values of the module's variables.
	Arguments map[string]*Attribute
	Count     *Attribute
	ForEach   *Attribute
	Enabled   *Attribute
	// Providers maps the names by which the module knows configurations, such as
	// "aws" or "aws.east", to those of the caller.
	Providers    map[string]ProviderRef
	Range        hcl.Range
	Suppressions []setting.Suppression // Address is "module.<name>"
}

// Provider is a provider block.
type Provider struct {
	Name, Alias string
	ForEach     *Attribute // of OpenTofu; nil when there is none
	Body        *Body
	Range       hcl.Range
}
