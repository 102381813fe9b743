package plan

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// reference is one reference of an expression, taken apart.
type reference struct {
	text string
	kind referenceKind
	name string        // of a variable, local or module call
	key  graph.Key     // written behind a module call's name
	addr graph.Address // of a resource, in the module of the expression
	rest string        // what follows, such as `.subnet_ids[0]`
}

type referenceKind uint8

const (
	toOther referenceKind = iota // what cannot be followed
	toFixed                      // path.module, terraform.workspace: known, and no resource
	toVariable
	toLocal
	toModule
	toResource
	toEphemeral // an ephemeral resource, of which plan JSON has only references
	toEachKey
	toEachValue
)

// parseReference takes a reference apart as Terraform writes it in plan JSON.
func parseReference(text string) reference {
	ref := reference{text: text}
	head, tail := cutName(text)
	switch head {
	case "var", "local", "module":
		name, rest := cutName(strings.TrimPrefix(tail, "."))
		ref.name, ref.rest = name, rest
		ref.kind = map[string]referenceKind{"var": toVariable, "local": toLocal, "module": toModule}[head]
		if head == "module" {
			ref.takeKey()
		}
		return ref
	case "each", "count", "path", "terraform", "self":
		name, rest := cutName(strings.TrimPrefix(tail, "."))
		ref.name, ref.rest = name, rest
		switch {
		case head == "each" && name == "value":
			ref.kind = toEachValue
		case head == "each" || head == "count":
			ref.kind = toEachKey
		case head == "self":
			ref.kind = toOther
		default:
			ref.kind = toFixed
		}
		return ref
	}
	address, ephemeral := strings.CutPrefix(text, "ephemeral.")
	addr, rest, err := graph.ParseAddressPrefix(address)
	if err != nil || len(addr.Module) > 0 {
		return ref
	}
	ref.kind, ref.addr, ref.rest = toResource, addr, rest
	if ephemeral {
		ref.kind = toEphemeral
	}
	return ref
}

// takeKey moves an instance key from the rest of a module reference.
func (ref *reference) takeKey() {
	if !strings.HasPrefix(ref.rest, "[") {
		return
	}
	// A module instance's key is written as a resource's is.
	addr, rest, err := graph.ParseAddressPrefix("t.n" + ref.rest)
	if err == nil {
		ref.key, ref.rest = addr.Key, rest
	}
}

// cutName splits a traversal behind its first name.
func cutName(text string) (name, rest string) {
	if i := strings.IndexAny(text, ".["); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// parseReferences takes apart the most specific references of an expression:
// Terraform lists a.b.c, a.b and a for a.b.c.
func parseReferences(texts []string) (refs references) {
	for _, text := range texts {
		if n := len(refs.all); n > 0 && isPrefix(text, refs.all[n-1].text) {
			continue
		}
		ref := parseReference(text)
		refs.keyed = refs.keyed || ref.kind == toEachKey || ref.kind == toEachValue
		refs.all = append(refs.all, ref)
	}
	return refs
}
