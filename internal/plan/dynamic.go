package plan

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// dynamic reports whether a dynamic block may have written the block at a path,
// which the configuration does not show: plan JSON holds nothing of these. Their
// only trace is an attribute that changes depend on and that no expression of the
// module refers to. A local may refer to it too, and plan JSON holds none: then it
// is taken for the local's.
func (s *instanceSource) dynamic(path cty.Path) bool {
	name, ok := path[0].(cty.GetAttrStep)
	if !ok || len(path) > 1 || s.module == nil {
		return false
	}
	known, ok := schema.Find(graph.Managed, s.resource.Address.Type)
	switch block := known; {
	case !ok || block.Blocks[name.Name].Block == nil:
		return false
	case !block.Blocks[name.Name].Computed:
		return true // one that is not set is known to be empty
	}
	found := s.document.unexplained(s.module, s.resource.Address.Module)
	return found.attributes && !found.locals
}

// unexplained says what of a module no expression explains.
type unexplained struct {
	attributes bool // changes depend on an attribute that no expression refers to
	locals     bool // an expression refers to a local, which may explain the attribute
}

func (d *document) unexplained(m *moduleConfig, at graph.Module) unexplained {
	if found, ok := d.unexplainedIn[m]; ok {
		return found
	}
	found := d.findUnexplained(m, at)
	if d.unexplainedIn == nil {
		d.unexplainedIn = map[*moduleConfig]unexplained{}
	}
	d.unexplainedIn[m] = found
	return found
}

func (d *document) findUnexplained(m *moduleConfig, at graph.Module) (found unexplained) {
	raw, err := d.read(d.index.relevant)
	if err != nil || len(raw) == 0 {
		return found
	}
	entries := d.decodeText(raw)
	if !entries.Type().IsTupleType() {
		return found
	}
	wanted := map[string]bool{}
	for it := entries.ElementIterator(); it.Next(); {
		_, entry := it.Element()
		parts := members(entry)
		name, ok := parts["resource"]
		if !ok || name.Type() != cty.String || name.IsNull() {
			continue
		}
		a, err := graph.ParseAddress(name.AsString())
		attr := firstAttribute(parts["attribute"])
		if err == nil && attr != "" && a.Module.Config() == at.Config() {
			local := graph.Address{Mode: a.Mode, Type: a.Type, Name: a.Name}
			wanted[local.Config()+"."+attr] = true
		}
	}
	for _, text := range d.references(m) {
		if !d.meter.take(1) {
			return found
		}
		ref := parseReference(text)
		found.locals = found.locals || ref.kind == toLocal
		if ref.kind != toResource {
			continue
		}
		local := graph.Address{Mode: ref.addr.Mode, Type: ref.addr.Type, Name: ref.addr.Name}.Config()
		rest := strings.TrimPrefix(strings.TrimPrefix(ref.rest, "[*]"), ".")
		attr, _ := cutName(rest)
		delete(wanted, local+"."+attr)
	}
	found.attributes = len(wanted) > 0
	return found
}

// references lists what the expressions of a module refer to, the most specific
// first.
func (d *document) references(m *moduleConfig) []string {
	var all []string
	var walk func(v cty.Value)
	walk = func(v cty.Value) {
		switch {
		case !v.IsKnown() || v.IsNull():
		case v.Type().IsObjectType():
			for name, member := range v.AsValueMap() {
				if name == "references" && member.Type().IsTupleType() {
					all = append(all, textsOf(member)...)
				} else if name != "module" {
					walk(member)
				}
			}
		case v.Type().IsTupleType():
			for it := v.ElementIterator(); it.Next(); {
				_, member := it.Element()
				walk(member)
			}
		}
	}
	spans := []span{m.outputs}
	for _, c := range m.resources {
		spans = append(spans, c.body)
	}
	for _, c := range m.calls {
		spans = append(spans, c.expressions, c.count, c.forEach)
	}
	for _, s := range spans {
		if raw, err := d.read(s); err == nil && len(raw) > 0 {
			walk(d.decodeText(raw))
		}
	}
	return all
}

// textsOf lists the texts in a tuple.
func textsOf(v cty.Value) []string {
	var all []string
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); e.Type() == cty.String && e.IsKnown() && !e.IsNull() {
			all = append(all, e.AsString())
		}
	}
	return all
}
