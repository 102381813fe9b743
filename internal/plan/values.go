package plan

// tree is where the instances of a tree of modules go.
type tree struct {
	instances map[string]*instance // those of wanted types, by address
	count     *int                 // of all managed ones
	bare      *[]string            // addresses of wanted types without values; nil where each must have some
}

// values reads planned_values, or the values of a state.
func (p pass) values(into tree) error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object(func(name string) error {
		if name == "root_module" {
			return p.moduleValues(into)
		}
		return p.skip()
	})
}

func (p pass) moduleValues(into tree) error {
	return p.object(func(name string) error {
		switch name {
		case "resources":
			return p.array(func() error { return p.valuesEntry(into) })
		case "child_modules":
			return p.array(func() error { return p.moduleValues(into) })
		}
		return p.skip()
	})
}

func (p pass) valuesEntry(into tree) error {
	e, err := p.entry(false)
	switch {
	case err != nil || e.deposed: // a deposed object waits to be destroyed
		return err
	case e.other():
		p.noteMode(e)
		return nil
	case !e.values.present() && into.bare == nil:
		return p.malformed("%s has no values: expected an object", e.address)
	case !e.values.present():
		return p.keep(e, func(in *instance) { *into.bare = append(*into.bare, in.text) })
	}
	if e.mode == "managed" {
		*into.count++
		if into.count == &p.index.plannedCount {
			p.index.present[e.typ] = true
		}
	}
	return p.keep(e, func(in *instance) { into.instances[e.address] = in })
}

// priorState reads the state before the plan: of its data sources, and of
// managed instances for a plan that only refreshes; see [index.refreshOnly].
func (p pass) priorState() error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object(func(name string) error {
		if name == "values" {
			return p.values(tree{p.index.prior, &p.index.priorCount, nil})
		}
		return p.skip()
	})
}
