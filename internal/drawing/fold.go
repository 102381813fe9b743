package drawing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// fold puts what is too many of one type behind a node that says how many. The
// worst stay, and then those that caused a failure.
func (p *plan) fold() {
	byType := map[string][]*node{}
	for _, n := range p.nodes {
		byType[n.typ] = append(byType[n.typ], n)
	}
	instead := map[*node]*node{}
	for _, typ := range slices.Sorted(maps.Keys(byType)) {
		alike := byType[typ]
		if len(alike) <= maxAlike {
			continue
		}
		slices.SortStableFunc(alike, func(a, b *node) int {
			return cmp.Or(a.Status.Rank()-b.Status.Rank(), prefer(b.Cause)-prefer(a.Cause), cmp.Compare(a.Address, b.Address))
		})
		hidden := alike[maxAlike-1:]
		more := &node{typ: typ, column: alike[0].column, Node: Node{
			Kind: alike[0].Kind, Name: fmt.Sprintf("and %d more", len(hidden)), Status: finding.NotApplicable, Folded: len(hidden)}}
		for _, n := range hidden {
			more.Status = finding.Worst(more.Status, n.Status)
			more.Cause = more.Cause || n.Cause
			instead[n] = more
		}
		p.folded += len(hidden)
		p.nodes = append(p.nodes, more)
	}
	p.nodes = slices.DeleteFunc(p.nodes, func(n *node) bool { return instead[n] != nil })
	for _, w := range p.wires {
		w.from, w.to = cmp.Or(instead[w.from], w.from), cmp.Or(instead[w.to], w.to)
	}
	p.merge()
}

func prefer(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// merge keeps one wire between two nodes.
func (p *plan) merge() {
	type ends struct{ from, to *node }
	seen := map[ends]*wire{}
	p.wires = slices.DeleteFunc(p.wires, func(w *wire) bool {
		if w.from == w.to {
			return true
		}
		if first := seen[ends{w.from, w.to}]; first != nil {
			first.failing = first.failing || w.failing
			return true
		}
		seen[ends{w.from, w.to}] = w
		return false
	})
}
