package drawing

import (
	"cmp"
	"slices"
)

// Sizes, in pixels.
const (
	nodeWidth  = 212
	nodeHeight = 46
	nodeGap    = 10
	aspectRow  = 20
	padding    = 12 // of a panel
	heading    = 34 // of a panel, its title included
	margin     = 4  // of the drawing
	laneStep   = 8
	gutter     = 26 // without lanes
	bandGap    = 22
)

// stack is a column with its nodes, top down.
type stack struct {
	column column
	nodes  []*node
}

// arrange places the nodes: in bands of columns, each in an order that keeps
// the lines to the columns before it short.
func (p *plan) arrange() {
	p.grid()
	p.lanes()
	y := margin
	for band, stacks := range p.bands {
		if len(stacks) == 0 {
			continue
		}
		y += p.channelHeight(band, y > margin)
		tall := 0
		for _, s := range stacks {
			tall = max(tall, s.height())
		}
		x := margin
		for i, s := range stacks {
			x += p.gutterWidth(band, i)
			p.panels = append(p.panels, Panel{Box{x, y, nodeWidth + 2*padding, s.height()}, titles()[s.column]})
			p.place(s, x+padding, y+heading)
			x += nodeWidth + 2*padding
		}
		x += p.gutterWidth(band, len(stacks))
		p.width = max(p.width, x+margin)
		y += tall
	}
	p.height = y + margin
}

func (s stack) height() int {
	h := heading + padding - nodeGap
	for _, n := range s.nodes {
		h += n.height() + nodeGap
	}
	return h
}

func (n *node) height() int {
	if len(n.Aspects) == 0 {
		return nodeHeight
	}
	return nodeHeight + len(n.Aspects)*aspectRow + padding/2
}

func (p *plan) place(s stack, x, y int) {
	for _, n := range s.nodes {
		n.Box = Box{x, y, nodeWidth, n.height()}
		for i := range n.Aspects {
			n.Aspects[i].X, n.Aspects[i].Y = x+padding, y+nodeHeight+i*aspectRow+14
		}
		y += n.H + nodeGap
	}
}

// grid brings the nodes into their columns and numbers them.
func (p *plan) grid() {
	byColumn := map[column][]*node{}
	for _, n := range p.nodes {
		byColumn[n.column] = append(byColumn[n.column], n)
	}
	near := map[*node][]*node{}
	for _, w := range p.wires {
		near[w.from] = append(near[w.from], w.to)
		near[w.to] = append(near[w.to], w.from)
	}
	p.bands = make([][]stack, bands)
	placed := map[*node]int{} // in thousandths of its column
	p.nodes = p.nodes[:0]
	for c := column(0); c < bands*10; c++ {
		column := byColumn[c]
		if len(column) == 0 {
			continue
		}
		// middle is where a node's neighbours are, on average, of those that stand
		// already. Without any it goes below.
		middle := func(n *node) int {
			sum, count := 0, 0
			for _, other := range near[n] {
				if at, ok := placed[other]; ok && other.column != c {
					sum, count = sum+at, count+1
				}
			}
			if count == 0 {
				return 1000
			}
			return sum / count
		}
		middles := map[*node]int{}
		for _, n := range column {
			middles[n] = middle(n)
		}
		slices.SortFunc(column, func(a, b *node) int {
			return cmp.Or(prefer(a.Folded > 0)-prefer(b.Folded > 0), middles[a]-middles[b],
				p.rank[a.typ]-p.rank[b.typ], cmp.Compare(a.typ, b.typ), cmp.Compare(a.Address, b.Address))
		})
		for i, n := range column {
			n.index = len(p.nodes)
			p.nodes = append(p.nodes, n)
			placed[n] = i * 1000 / len(column)
		}
		p.bands[c.band()] = append(p.bands[c.band()], stack{c, column})
	}
	for _, stacks := range p.bands {
		for i, s := range stacks {
			for _, n := range s.nodes {
				n.slot = i
			}
		}
	}
	slices.SortFunc(p.wires, func(a, b *wire) int {
		return cmp.Or(a.from.index-b.from.index, a.to.index-b.to.index)
	})
}
