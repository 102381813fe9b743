package plan

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// readBack finds what is written in the argument that a reference reads of a resource
// which is not in the graph: the expression, the scope that it is in, and what of the
// traversal is left. The argument must not name the resource.
func (t *tracer) readBack(ref reference, sc scope, rest string) (*expression, scope, string, bool) {
	local := graph.Address{Mode: ref.addr.Mode, Type: ref.addr.Type, Name: ref.addr.Name}.Config()
	name, left := cutName(strings.TrimPrefix(rest, "."))
	if sc.config == nil || name == "" || graph.IsName(ref.addr.Type, name) {
		return nil, scope{}, "", false
	}
	declared := t.resourceConfig(sc.config.resources[local])
	if declared == nil {
		return nil, scope{}, "", false
	}
	e := declared.expressions[name]
	for e != nil && e.isBlock {
		at, inner, ok := blockIndex(left)
		if !ok || at >= len(e.blocks) || !strings.HasPrefix(inner, ".") {
			return nil, scope{}, "", false
		}
		name, left = cutName(inner[1:])
		e = e.blocks[at][name]
	}
	if e == nil {
		return nil, scope{}, "", false
	}
	return e, scope{path: sc.path, config: sc.config, key: keyPattern{any: true}, repetition: declared.repetition}, left, true
}

// blockIndex reads the index of a block at the start of a traversal.
func blockIndex(traversal string) (at int, rest string, ok bool) {
	addr, rest, err := graph.ParseAddressPrefix("t.n" + traversal)
	if err != nil {
		return 0, "", false
	}
	at, ok = addr.Key.Number()
	return at, rest, ok
}
