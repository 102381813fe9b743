package plan

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// values reads planned_values, or the values of a state: a tree of modules.
// Instances of wanted types go into the map, count counts all managed ones.
func (p pass) values(what string, into map[string]instance, count *int) error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object(what, func(name string) error {
		if name == "root_module" {
			return p.moduleValues(what+"."+name, into, count)
		}
		return p.skip()
	})
}

func (p pass) moduleValues(what string, into map[string]instance, count *int) error {
	return p.object(what, func(name string) error {
		switch name {
		case "resources":
			return p.array(what+".resources", func(int) error { return p.valuesEntry(what+".resources", into, count) })
		case "child_modules":
			return p.array(what+".child_modules", func(int) error { return p.moduleValues(what+".child_modules", into, count) })
		}
		return p.skip()
	})
}

func (p pass) valuesEntry(what string, into map[string]instance, count *int) error {
	in, skip, err := p.entry(what, false)
	if err != nil {
		return err
	}
	if in.deposed {
		return nil
	}
	if in.address.Mode == graph.Managed && in.values.present() {
		*count++
	}
	if !skip {
		into[in.address.String()] = in
	}
	return nil
}

// priorState reads the data sources of the state before the plan.
func (p pass) priorState() error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	var ignored int
	return p.object("prior_state", func(name string) error {
		if name != "values" {
			return p.skip()
		}
		all := map[string]instance{}
		if err := p.values("prior_state.values", all, &ignored); err != nil {
			return err
		}
		for address, in := range all {
			if in.address.Mode == graph.Data {
				p.index.prior[address] = in
			}
		}
		return nil
	})
}
