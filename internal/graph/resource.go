package graph

import (
	"github.com/zclconf/go-cty/cty"
)

// Mode tells the kinds of thing in a graph apart.
type Mode uint8

const (
	// Managed is a resource that Terraform creates: the only kind that a control judges.
	Managed Mode = iota
	// Data is a data source: evidence, never a subject.
	Data
	// Provider is a provider configuration, read like a resource: type is the
	// provider's local name, such as "kubernetes".
	Provider
)

// Resource is one instance: of a resource or data source, or of a provider's
// configuration. It is not safe for concurrent use.
type Resource struct {
	Address  Address
	Mode     Mode
	Type     string
	Action   Action
	Previous string // the address that the object had before it was moved; "" if it was not
	Deferred bool   // Terraform put the instance off to a later plan: nothing of it is known
	// Forgotten is true of an object that this plan takes out of the state and leaves
	// where it is: it is evidence with the values that it has, and never a subject.
	Forgotten bool
	Provider  string // key of its provider configuration, "" when the input does not tell
	Range     *Range // of the block that declares it, when there is source
	Calls     []Call // of modules, which lead to the block, outermost first, when there is source

	Facts Facts

	text   string // the address
	graph  *Graph // that has it; nil before there is one
	source Source
	args   map[string]cty.Value // what was asked for
}

// Action is what the plan does to an instance. Instances that it deletes are in a
// graph only as [Graph.Former].
type Action uint8

// The actions of instances that exist after the apply. State and source have no
// actions: everything there is a NoOp or a Create.
const (
	NoOp Action = iota
	Create
	Update
	Replace
	Read
)

// Source decodes an instance's arguments and says where they come from.
type Source interface {
	// Argument returns one top-level argument: an unknown value where the input
	// knows none yet, [SensitiveMark] on what is sensitive, cty.NilVal when the
	// argument is absent. Blocks are lists of objects.
	Argument(name string) cty.Value
	// Unset reports whether the argument at a path, whose value is unknown and
	// whose schema says Optional and Computed, was left out or given as null.
	Unset(path cty.Path) bool
	// Origins tells where the value at a path comes from.
	Origins(path cty.Path) Origins
	// Range returns where the value at a path is written, or where its nearest
	// enclosing block is.
	Range(path cty.Path) (Range, bool)
}

// SensitiveMark marks values that must never be printed.
const SensitiveMark = sensitive("sensitive")

type sensitive string

// NewResource returns an instance that reads its arguments from source.
func NewResource(a Address, source Source) *Resource {
	return &Resource{Address: a, Mode: a.Mode, Type: a.Type, text: a.String(), source: source}
}

// Attr returns a top-level attribute as the input has it. For an argument that
// is Optional and Computed, use [Resource.Arg].
func (r *Resource) Attr(name string) Value {
	val, ok := r.args[name]
	if !ok {
		val = r.source.Argument(name)
		if r.args == nil {
			r.args = map[string]cty.Value{}
		}
		r.args[name] = val
	}
	return Value{resource: r, path: r.path(name), val: val}
}

// path returns the path of a top-level attribute. Instances share it.
func (r *Resource) path(name string) cty.Path {
	if r.graph == nil {
		return cty.GetAttrPath(name)
	}
	path, ok := r.graph.paths[name]
	if !ok {
		path = cty.GetAttrPath(name)
		r.graph.paths[name] = path
	}
	return path
}

// Arg returns a top-level argument that is Optional and Computed: see [Value.Arg].
func (r *Resource) Arg(name string) Value { return r.Attr(name).settle() }

// Block returns the first block of a type: see [Value.Block].
func (r *Resource) Block(name string) Value { return r.Attr(name).First() }

// Blocks returns the blocks of a type: see [Value.Blocks].
func (r *Resource) Blocks(name string) []Value { return r.Attr(name).Elements() }

// Lookup returns the value at a path of names, taking the first block of each
// but the last, such as ("vpc_config", "subnet_ids").
func (r *Resource) Lookup(names ...string) Value {
	v := r.Attr(names[0])
	for _, name := range names[1:] {
		v = v.First().Attr(name)
	}
	return v
}

// String returns the address.
func (r *Resource) String() string { return r.text }

// Range is a range in a source file: lines and columns from 1, end exclusive.
type Range struct {
	File      string
	StartLine int
	StartCol  int
	EndLine   int
	EndCol    int
}

// Call is a module block on the way from the root to a resource.
type Call struct {
	Name  string
	Range Range // of the block
}

// SecretOfProvider reports whether an argument of a provider's configuration
// holds credentials, or parts of them: those of the kubernetes, helm, kubectl
// and aws providers. No input marks them as sensitive.
func SecretOfProvider(argument string) bool {
	switch argument {
	case "token", "password", "username", "client_key", "client_certificate", "access_key", "secret_key", "env":
		return true
	}
	return false
}
