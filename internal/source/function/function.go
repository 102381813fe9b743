// Package function holds Terraform's functions, for whoever evaluates
// expressions without Terraform: those of go-cty and its companions where they
// behave alike, and own ones where they do not.
//
// A function here reaches nothing but what its Env offers, stays within a
// budget, keeps the marks of what its result is made of, and answers unknown
// where Terraform's answer depends on the moment or on what cannot be read. It
// evaluates no expressions but templates, and knows no references.
package function

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Env is what functions may ask of the world. Paths are as the configuration
// writes them, relative to the root module's directory; whoever fills in the
// Env decides which of them lie inside the scanned root.
//
// A nil function, and one that returns an error, make the result unknown: a
// file that cannot be read here may well exist for Terraform, so try() must not
// go on to its next argument.
type Env struct {
	Read func(path string) ([]byte, error)
	// Unread returns the mark of the unknown that stands for a file, by the error of
	// Read. A nil one says nothing.
	Unread func(err error) any
	Exists func(path string) (bool, error)
	// Glob lists the files below dir that match Terraform's fileset pattern, as
	// slash-separated paths relative to dir.
	Glob func(dir, pattern string) ([]string, error)

	// Nesting refuses template source that is too deep to be parsed safely. A
	// nil Nesting refuses all.
	Nesting func(src []byte) error
	// Evaluate evaluates a parsed template. A nil Evaluate calls expr.Value,
	// whose for directives no budget bounds.
	Evaluate func(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics)

	// Sensitive is the mark that sensitive() adds and nonsensitive() removes.
	// Ephemeral is the mark of what ephemeralasnull() turns into null. A nil one
	// stands for a mark that no other package can make.
	Sensitive, Ephemeral any
	// Secret says which marks, Sensitive among them, are on values that must not be
	// printed: errors of functions do not quote these. A nil one says it of Sensitive.
	Secret func(mark any) bool

	// Budget bounds all calls together. A nil Budget is replaced by DefaultBudget.
	Budget *Budget
}

type builtinMark string

// entry is one function of the table, and what the wrapper must know of it.
type entry struct {
	fn function.Function
	// fits estimates, before anything is allocated, whether a call may go ahead.
	// A nil fits says that a result is about as large as the arguments.
	fits func(b *Budget, args []cty.Value) bool
	// marks says what an unknown result's marks can be trusted to be.
	marks care
}

// care is how well a function keeps marks where its result is unknown.
type care int

const (
	blunt       care = iota // the result gets the marks of all arguments, at any depth
	elementwise             // the same, unless a marked element of known arguments is the result
	careful                 // the function sees to it
)

// Table is every function by name, with and without the prefix "core::". The
// functions share env and its budget: they are for one goroutine.
func Table(env Env) map[string]function.Function {
	if env.Budget == nil {
		env.Budget = DefaultBudget()
	}
	if env.Sensitive == nil {
		env.Sensitive = builtinMark("sensitive")
	}
	if env.Ephemeral == nil {
		env.Ephemeral = builtinMark("ephemeral")
	}
	if env.Secret == nil {
		env.Secret = func(mark any) bool { return mark == env.Sensitive }
	}
	entries := map[string]entry{}
	for _, family := range []map[string]entry{
		numbers(), strings(), regexes(), collections(), sets(), conversions(),
		encodings(), documents(), hashes(), networks(), times(), moments(),
		attempts(env), marking(env), files(env), paths(),
	} {
		maps.Copy(entries, family)
	}
	plain := bounded(entries, env)
	maps.Copy(entries, templates(env, plain))
	return bounded(entries, env)
}

func bounded(entries map[string]entry, env Env) map[string]function.Function {
	table := make(map[string]function.Function, 2*len(entries))
	for name, e := range entries {
		fn := wrap(name, e, env)
		table[name] = fn
		table["core::"+name] = fn
	}
	return table
}
