package graphtest

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// statementBlock is a statement of a data source with one action.
// StatementBlock returns a statement that allows an action on every resource.
func StatementBlock(action string) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"actions": Texts(action), "resources": Texts("*")})
}

// DeferredDocument returns a policy document that Terraform reads during apply, with one
// statement for each of the actions.
func DeferredDocument(t testing.TB, name string, actions ...string) *graph.Resource {
	t.Helper()
	var blocks []cty.Value
	for _, action := range actions {
		blocks = append(blocks, StatementBlock(action))
	}
	return Build(t, "data.aws_iam_policy_document."+name, Args{
		"json": UnknownText(), "minified_json": UnknownText(), "statement": cty.TupleVal(blocks),
	}, nil)
}

// sets is a list of set blocks, from names and values in turn.
// Sets returns set blocks of a Helm release from names and values in turn.
func Sets(pairs ...string) cty.Value {
	var blocks []cty.Value
	for i := 0; i < len(pairs); i += 2 {
		blocks = append(blocks, Set(cty.StringVal(pairs[i]), cty.StringVal(pairs[i+1])))
	}
	return cty.TupleVal(blocks)
}

// Set returns one set block of a Helm release.
func Set(name, value cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"name": name, "value": value, "type": cty.NullVal(cty.String)})
}

// Brief writes a value for comparison.
func Brief(v graph.Value) string {
	text, ok := v.Text()
	list, all := v.Strings()
	switch {
	case ok:
		return text
	case v.Unset():
		return "unset"
	case !all || v.Unknown():
		return "unknown"
	default:
		out := ""
		for _, s := range list {
			out += "[" + s + "]"
		}
		return out
	}
}

func HelmRelease(t testing.TB, args Args) *graph.Resource {
	t.Helper()
	return Resource(t, "helm_release.this", args)
}

// HelmValues returns the argument values of a release, with a document each.
func HelmValues(documents ...string) Args { return Args{"values": Texts(documents...)} }
