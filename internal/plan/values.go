package plan

// values reads planned_values, or the values of a state: a tree of modules.
// Instances of wanted types go into the map, count counts all managed ones.
func (p pass) values(into map[string]instance, count *int) error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object(func(name string) error {
		if name == "root_module" {
			return p.moduleValues(into, count)
		}
		return p.skip()
	})
}

func (p pass) moduleValues(into map[string]instance, count *int) error {
	return p.object(func(name string) error {
		switch name {
		case "resources":
			return p.array(func() error { return p.valuesEntry(into, count) })
		case "child_modules":
			return p.array(func() error { return p.moduleValues(into, count) })
		}
		return p.skip()
	})
}

func (p pass) valuesEntry(into map[string]instance, count *int) error {
	e, err := p.entry(false)
	// An entry without values is of an instance that the plan forgets.
	if err != nil || e.deposed || !e.values.present() {
		return err
	}
	if e.mode == "managed" {
		*count++
	}
	return p.keep(e, func(in instance) { into[e.address] = in })
}

// priorState reads the state before the plan: of its data sources, and of
// managed instances for a plan that only refreshes; see [index.refreshOnly].
func (p pass) priorState() error {
	if p.PeekKind() == 'n' {
		return p.skip()
	}
	return p.object(func(name string) error {
		if name == "values" {
			return p.values(p.index.prior, &p.index.priorCount)
		}
		return p.skip()
	})
}
