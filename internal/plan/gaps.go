package plan

import (
	"slices"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// fullPlan is how a plan shows what it does not: by being made of everything.
const fullPlan = "scan a plan of the whole configuration"

// gaps lists the blocks that the configuration of the plan has, and the plan has
// not: it was targeted, Terraform put them off, or it stopped before them.
func (d *document) gaps(kind finding.Kind) []graph.Gap {
	ix := d.index
	partial := ix.incomplete || ix.errored || len(ix.deferred) > 0 || len(ix.uncounted) > 0
	switch {
	case kind == finding.StateInput || ix.refreshOnly() || ix.keys["complete"] && !partial:
		return nil
	case ix.config == nil && partial:
		return []graph.Gap{{Kind: graph.PartialPlan, Why: "it was targeted, or Terraform did not finish it", Remedy: fullPlan}}
	}
	l := leavings{document: d, partial: partial, gone: map[string]bool{}}
	for address := range ix.gone {
		if a, err := graph.ParseAddress(address); err == nil {
			l.gone[a.Config()] = true
		}
	}
	l.module(scope{config: ix.config}, !partial)
	return l.gaps
}

// leavings gathers what a plan leaves out.
type leavings struct {
	*document
	partial bool
	gone    map[string]bool // blocks, of which an instance goes
	gaps    []graph.Gap
}

// module looks at a module and what it calls. In a plan that may be whole, a block
// that has no instance by its count says nothing.
func (l *leavings) module(sc scope, counted bool) {
	if sc.config == nil {
		return
	}
	var module graph.Module
	for _, s := range sc.path {
		module = append(module, graph.ModuleStep{Name: s.name})
	}
	for _, name := range sortedKeys(sc.config.resources) {
		local, err := graph.ParseAddress(name)
		if err != nil || local.Mode != graph.Managed || !l.wanted.types[local.Type] {
			continue
		}
		address := graph.Address{Module: module, Mode: local.Mode, Type: local.Type, Name: local.Name}.Config()
		if !l.partial && l.instances[address] != nil {
			continue // all are there
		}
		c := l.resourceConfig(sc.config.resources[name])
		missing, more := l.missing(c.repetition, address, counted)
		if !missing && !more {
			continue
		}
		in := sc
		in.key, in.repetition = keyPattern{any: true}, c.repetition
		gap := graph.Gap{
			Kind: graph.NotPlanned, Address: address, Types: []string{local.Type}, Remedy: fullPlan,
			Passed: sync.OnceValue(func() graph.Origins { return l.made(c, in) }),
		}
		switch {
		case l.index.uncounted[address]:
			gap.Why, gap.Remedy = "Terraform deferred it to a later plan", "scan that plan too"
		case more:
			gap.Kind = graph.MoreInstances
		}
		l.gaps = append(l.gaps, gap)
	}
	for _, name := range sortedKeys(sc.config.calls) {
		call := l.callConfig(sc.config.calls[name])
		if none(call.repetition) || counted && call.repetition != nil {
			continue
		}
		l.module(sc.callee(name, keyPattern{any: true}), counted)
	}
}

// missing reports whether the plan has no instance of a block, or perhaps not all
// of them.
func (l *leavings) missing(repetition *expression, address string, counted bool) (missing, more bool) {
	switch present := l.instances[address]; {
	case none(repetition) || l.gone[address]:
		return false, false
	case present == nil:
		if l.partial || repetition != nil || !counted {
			return l.partial, false
		}
		// The plan does not say whether lifecycle { enabled } turns the block off.
		return !l.index.mayTurnOff(), l.index.mayTurnOff()
	default:
		return false, l.partial && repetition != nil && l.index.incomplete && len(l.index.deferred)+len(l.index.uncounted) == 0
	}
}

// none reports whether count or for_each is written as nothing.
func none(e *expression) bool {
	if e == nil || e.constant == cty.NilVal || e.constant.IsNull() {
		return false
	}
	v := e.constant
	return v.Type() == cty.Number && v.RawEquals(cty.Zero) || v.CanIterateElements() && v.LengthInt() == 0
}

// made tells what the arguments of a block are made of, in any of its instances.
func (l *leavings) made(c *resourceConfig, sc scope) graph.Origins {
	t := l.tracer()
	var follow func(arguments map[string]*expression)
	follow = func(arguments map[string]*expression) {
		for _, name := range sortedKeys(arguments) {
			e := arguments[name]
			if e.isBlock {
				for _, block := range e.blocks {
					follow(block)
				}
				continue
			}
			if e.calls() { // with constants only
				continue
			}
			t.expression(e, sc, "")
			if e.parsed().keyed {
				t.expression(sc.repetition, sc, "")
			}
		}
	}
	follow(c.expressions)
	return t.sorted()
}

// uncount notes a deferred change whose address ends in [*], or has it: how many
// instances there will be is not known.
func (p pass) uncount(e entry) error {
	a, err := graph.ParseAddress(strings.ReplaceAll(e.address, "[*]", ""))
	if err != nil {
		return p.malformed("%v", err)
	}
	if !slices.Contains([]string{"managed", "data"}, e.mode) || a.Type != e.typ {
		return p.malformed("address %q does not fit mode %q and type %q", e.address, e.mode, e.typ)
	}
	p.index.uncounted[a.Config()] = true
	return nil
}
