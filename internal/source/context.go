package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// context holds what the expression refers to, and no more of it than it does:
// an output must not be evaluated for its neighbour's sake. With loose, nothing is
// known of an instance that is used as a whole and whose type is in no schema:
// that a splat or a for expression asks for an attribute does not show.
func (m *module) context(refs []hcl.Traversal, sc scope, loose bool) *hcl.EvalContext {
	vars, ephemerals := map[string]cty.Value{}, map[string]map[string]cty.Value{}
	groups := map[string]map[string]cty.Value{}
	put := func(group, name string, v cty.Value) {
		if groups[group] == nil {
			groups[group] = map[string]cty.Value{}
		}
		groups[group][name] = v
	}
	var wanted mentions
	for _, t := range refs {
		root := t.RootName()
		if v, ok := sc.iterators[root]; ok {
			vars[root] = v
			continue
		}
		first, rest := attribute(t, 1)
		switch root {
		case "var":
			if first != "" {
				put("var", first, m.variable(first))
			}
		case "local":
			if first != "" {
				put("local", first, m.local(first))
			}
		case "each", "count", "path", "terraform", "tofu":
			vars[root] = m.builtin(root, sc)
		case "self":
			vars[root] = open("self")
		case "module":
			if first != "" {
				wanted.add(mentioned{graph.Managed, "module", first}, rest)
			}
		case "data":
			if name, rest := attribute(t, 2); name != "" {
				wanted.add(mentioned{graph.Data, first, name}, rest)
			}
		case "resource":
			if name, rest := attribute(t, 2); name != "" {
				wanted.add(mentioned{graph.Managed, first, name}, rest)
			}
		case "ephemeral":
			if name, _ := attribute(t, 2); name != "" {
				set(ephemerals, first, name, cty.DynamicVal.Mark(otherMark{graph.EphemeralConfig(m.address(), first, name)}))
			} else {
				vars[root] = open("an ephemeral resource")
			}
		default:
			if first != "" {
				wanted.add(mentioned{graph.Managed, root, first}, rest)
			}
		}
	}
	data, resources := map[string]map[string]cty.Value{}, map[string]map[string]cty.Value{}
	for _, w := range wanted.all {
		switch {
		case w.typ == "module":
			put("module", w.name, m.call(w.name, w.attrs))
		case w.mode == graph.Data:
			set(data, w.typ, w.name, m.reference(w, loose))
		default:
			v := m.reference(w, loose)
			put(w.typ, w.name, v)
			set(resources, w.typ, w.name, v)
		}
	}
	for group, members := range groups {
		vars[group] = cty.ObjectVal(members)
	}
	if len(data) > 0 {
		vars["data"] = nested(data)
	}
	if len(ephemerals) > 0 {
		vars["ephemeral"] = nested(ephemerals)
	}
	if len(resources) > 0 {
		vars["resource"] = nested(resources)
	}
	return &hcl.EvalContext{Variables: vars, Functions: m.functions}
}

func set(in map[string]map[string]cty.Value, a, b string, v cty.Value) {
	if in[a] == nil {
		in[a] = map[string]cty.Value{}
	}
	in[a][b] = v
}

func nested(in map[string]map[string]cty.Value) cty.Value {
	groups := map[string]cty.Value{}
	for name, members := range in {
		groups[name] = cty.ObjectVal(members)
	}
	return cty.ObjectVal(groups)
}
