package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// mentioned is something that an expression refers to by name.
type mentioned struct {
	mode      graph.Mode
	typ, name string
}

// mention is one such, with the attributes that are asked of it; whole is true
// where it is used in some other way too.
type mention struct {
	mentioned
	attrs *attrs
}

type attrs struct {
	names []string
	whole bool
}

// mentions are in the order in which they are first met.
type mentions struct {
	all   []mention
	found map[mentioned]*attrs
}

func (m *mentions) add(what mentioned, rest hcl.Traversal) {
	found := m.found[what]
	if found == nil {
		found = &attrs{}
		m.all = append(m.all, mention{what, found})
		if m.found == nil {
			m.found = map[mentioned]*attrs{}
		}
		m.found[what] = found
	}
	if len(rest) > 0 {
		if _, ok := rest[0].(hcl.TraverseIndex); ok {
			rest = rest[1:]
		}
	}
	if len(rest) > 0 {
		if attr, ok := rest[0].(hcl.TraverseAttr); ok {
			found.names = append(found.names, attr.Name)
			return
		}
		if index, ok := rest[0].(hcl.TraverseIndex); ok && index.Key.Type() == cty.String {
			found.names = append(found.names, index.Key.AsString())
			return
		}
	}
	found.whole = true
}

// attribute returns the name at one step of a traversal, "" where there is none,
// and what follows it.
func attribute(t hcl.Traversal, at int) (string, hcl.Traversal) {
	if len(t) <= at {
		return "", nil
	}
	switch step := t[at].(type) {
	case hcl.TraverseAttr:
		return step.Name, t[at+1:]
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String {
			return step.Key.AsString(), t[at+1:]
		}
	}
	return "", nil
}
