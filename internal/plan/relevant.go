package plan

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// relevantAttributes reads relevant_attributes: for the plan as a whole, the
// attributes of other resources that changes depend on. An entry may name an
// instance, a resource, or a resource of every instance of a module; an empty
// attribute stands for the whole resource.
func (d *document) relevantAttributes() ([]graph.Ref, error) {
	raw, err := d.read(d.index.relevant)
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	entries := d.decodeText(raw)
	if !entries.Type().IsTupleType() {
		return nil, nil
	}
	var refs []graph.Ref
	read, seen := map[string]bool{}, map[graph.Ref]bool{}
	for it := entries.ElementIterator(); it.Next(); {
		_, entry := it.Element()
		parts := members(entry)
		name, ok := parts["resource"]
		if !ok || name.Type() != cty.String || name.IsNull() {
			continue
		}
		addr, err := graph.ParseAddress(name.AsString())
		if err != nil || !d.wanted.types[addr.Type] {
			continue
		}
		attr := firstAttribute(parts["attribute"])
		if entry := name.AsString() + " " + attr; read[entry] {
			continue
		} else {
			read[entry] = true
		}
		for _, r := range d.instances[addr.Config()].relevant(addr, &d.meter) {
			if ref := (graph.Ref{Resource: r, Attr: attr, Path: attr}); !seen[ref] {
				seen[ref] = true
				refs = append(refs, ref)
			}
		}
	}
	if d.meter.over {
		return nil, nil // a part of them could pass for all
	}
	return refs, nil
}

func firstAttribute(path cty.Value) string {
	if path == cty.NilVal || path.IsNull() || !path.Type().IsTupleType() || path.LengthInt() == 0 {
		return ""
	}
	first := path.Index(cty.Zero)
	if first.Type() != cty.String || first.IsNull() {
		return ""
	}
	return first.AsString()
}
