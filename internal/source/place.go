package source

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Place is where the root module's own source sets an argument, or would: in a
// resource block, or in a module block whose argument goes straight to it.
type Place struct {
	File     string   // in the root of the files
	Block    []string // type and labels of the top-level block
	Nested   string   // type of the block in it that holds the argument, "" for the block itself
	Argument string
}

// Place finds where the root module's own source sets an argument of a resource:
// that of the only nested block of a type, or of the resource itself where nested
// is "". An argument in a called module counts when every module on the way hands
// a variable on as it is.
//
// It is false where the argument is computed, where a block may be there more than
// once, and where an override file or JSON has a hand in it.
func (r *Root) Place(a graph.Address, nested, argument string) (Place, bool) {
	chain := []*module{r.module}
	for _, step := range a.Module {
		m := chain[len(chain)-1]
		c := m.child(step.Name)
		if c == nil || c.config == nil {
			return Place{}, false
		}
		in := m.each(c, step.Name, step.Key)
		if in == nil {
			return Place{}, false
		}
		chain = append(chain, in)
	}
	m := chain[len(chain)-1]
	block := m.resource(a.Mode, a.Type, a.Name)
	if block == nil {
		return Place{}, false
	}
	body, ok := onlyBlock(block.Body, nested)
	if !ok {
		return Place{}, false
	}
	var set *config.Attribute
	if body != nil {
		set = body.Attributes[argument]
	}
	if m == r.module {
		place := Place{File: block.Range.Filename, Block: []string{"resource", a.Type, a.Name}, Nested: nested, Argument: argument}
		return place, writable(block.Range, body, set)
	}
	for i := len(chain) - 1; i > 0; i-- {
		name, ok := handedOn(set)
		if !ok || chain[i].config.Variables[name] == nil {
			return Place{}, false
		}
		call := chain[i].caller
		set, argument = call.Arguments[name], name
		if i == 1 {
			place := Place{File: call.Range.Filename, Block: []string{"module", call.Name}, Argument: argument}
			return place, writable(call.Range, nil, set)
		}
	}
	return Place{}, false
}

// onlyBlock is the one nested block of a type, nil where there is none yet, or the
// body itself for "". A dynamic block may be there any number of times.
func onlyBlock(body *config.Body, nested string) (*config.Body, bool) {
	if nested == "" {
		return body, true
	}
	if body.Attributes[nested] != nil {
		return nil, false // JSON, or blocks written as an argument
	}
	var found []*config.Block
	for _, b := range body.Blocks {
		if b.Type == nested || b.Type == "dynamic" && slices.Equal(b.Labels, []string{nested}) {
			found = append(found, b)
		}
	}
	switch {
	case len(found) == 0:
		return nil, true
	case len(found) > 1 || found[0].Type == "dynamic":
		return nil, false
	}
	return found[0].Body, true
}

// handedOn is the variable that an argument is, when it is nothing else.
func handedOn(a *config.Attribute) (string, bool) {
	if a == nil {
		return "", false
	}
	traversal, diags := hcl.AbsTraversalForExpr(a.Expr)
	if diags.HasErrors() || len(traversal) != 2 || traversal.RootName() != "var" {
		return "", false
	}
	step, ok := traversal[1].(hcl.TraverseAttr)
	return step.Name, ok
}

// writable reports whether all of it is in one file of native syntax. Both tools
// must read that file: a .tofu file may stand in the place of a .tf file, which
// Terraform goes on to read.
func writable(block hcl.Range, body *config.Body, set *config.Attribute) bool {
	return strings.HasSuffix(block.Filename, ".tf") &&
		(body == nil || body.Range.Filename == block.Filename) &&
		(set == nil || set.Range.Filename == block.Filename)
}
