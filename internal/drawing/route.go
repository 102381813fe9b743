package drawing

import (
	"cmp"
	"slices"
)

// Lines run at right angles, in lanes: down the gutters between the columns of a
// band, and along the channel above a band. The lines of one node share a lane,
// so that many of them look like one that forks.

// way is where lanes run: the gutter before a slot of a band, or the channel
// above a band.
type way struct {
	band    int
	slot    int
	channel bool
}

// maxLanes is how many lanes a way has room for; further lines share them.
const maxLanes = 14

// first returns the ends of a wire from left to right and top to bottom.
func (w *wire) first() (a, b *node) {
	if w.from.column <= w.to.column {
		return w.from, w.to
	}
	return w.to, w.from
}

// hub is the end whose lines share a lane: the one with more lines to where the
// other is.
func (w *wire) hub() *node {
	if w.from.fan[w.to.column] >= w.to.fan[w.from.column] {
		return w.from
	}
	return w.to
}

// ways lists the ways of a wire, in its order.
func (w *wire) ways() []way {
	a, b := w.first()
	out := way{band: a.column.band(), slot: a.slot + 1}
	if a.column.band() == b.column.band() && b.slot <= a.slot+1 {
		return []way{out}
	}
	return []way{out, {band: b.column.band(), channel: true}, {band: b.column.band(), slot: b.slot}}
}

// lanes gives each hub a lane in every way that its wires take.
func (p *plan) lanes() {
	p.laneOf = map[way]map[*node]int{}
	for _, n := range p.nodes {
		n.fan = map[column]int{}
	}
	for _, w := range p.wires {
		w.from.fan[w.to.column]++
		w.to.fan[w.from.column]++
	}
	for _, w := range p.wires {
		for _, at := range w.ways() {
			if p.laneOf[at] == nil {
				p.laneOf[at] = map[*node]int{}
			}
			if _, ok := p.laneOf[at][w.hub()]; !ok {
				p.laneOf[at][w.hub()] = len(p.laneOf[at]) % maxLanes
			}
		}
	}
}

func (p *plan) lanesWidth(at way) int { return min(len(p.laneOf[at]), maxLanes) * laneStep }

func (p *plan) gutterWidth(band, slot int) int {
	lanes := p.lanesWidth(way{band: band, slot: slot})
	switch edge := slot == 0 || slot == len(p.bands[band]); {
	case edge && lanes == 0:
		return 0
	case edge:
		return laneStep + lanes
	}
	return gutter + lanes
}

func (p *plan) channelHeight(band int, between bool) int {
	lanes := p.lanesWidth(way{band: band, channel: true})
	if between {
		return bandGap + lanes
	}
	if lanes == 0 {
		return 0
	}
	return laneStep + lanes
}

// route draws the wires.
func (p *plan) route() {
	ports := p.ports()
	for _, w := range p.wires {
		a, b := w.first()
		points := []point{{a.X + a.W, ports[port{a, true, w.hub()}]}}
		enters := b.slot > a.slot || a.column.band() != b.column.band()
		end := point{b.X + b.W, ports[port{b, true, w.hub()}]}
		if enters {
			end = point{b.X, ports[port{b, false, w.hub()}]}
		}
		for _, at := range w.ways() {
			last := points[len(points)-1]
			if at.channel {
				points = append(points, point{last.x, p.laneY(at, w.hub())})
			} else {
				points = append(points, point{p.laneX(at, w.hub()), last.y})
			}
		}
		last := points[len(points)-1]
		points = append(points, point{last.x, end.y}, end)
		w.path = path(points)
		switch {
		case w.to == a:
			w.head = head(points[0], -1)
		case enters:
			w.head = head(end, 1)
		default:
			w.head = head(end, -1)
		}
	}
}

// port is where wires of a hub meet a side of a node.
type port struct {
	node  *node
	right bool
	hub   *node
}

// ports spreads the ports of each side, those of higher nodes higher.
func (p *plan) ports() map[port]int {
	type side struct {
		node  *node
		right bool
	}
	sides := map[side][]port{}
	heights := map[port]int{}
	note := func(n, other *node, right bool, hub *node) {
		at := port{n, right, hub}
		if _, ok := heights[at]; !ok {
			sides[side{n, right}] = append(sides[side{n, right}], at)
			heights[at] = other.Y
		}
	}
	for _, w := range p.wires {
		a, b := w.first()
		note(a, b, true, w.hub())
		note(b, a, b.slot <= a.slot && a.column.band() == b.column.band(), w.hub())
	}
	ys := map[port]int{}
	for s, ports := range sides {
		slices.SortStableFunc(ports, func(a, b port) int {
			return cmp.Or(heights[a]-heights[b], a.hub.index-b.hub.index)
		})
		step := 8
		if n := len(ports) - 1; n > 0 {
			step = max(1, min(step, (s.node.H-16)/n))
		}
		for i, at := range ports {
			ys[at] = s.node.Y + min(s.node.H, nodeHeight)/2 + (2*i-len(ports)+1)*step/2
		}
	}
	return ys
}

func (p *plan) laneX(at way, hub *node) int {
	lane := p.laneOf[at][hub]
	stacks := p.bands[at.band]
	if at.slot == len(stacks) {
		last := stacks[at.slot-1].nodes[0]
		return last.X + last.W + padding + laneStep*(lane+1)
	}
	next := stacks[at.slot].nodes[0]
	room := gutter
	if at.slot == 0 {
		room = laneStep
	}
	return next.X - padding - p.lanesWidth(at) - room/2 + laneStep*lane + laneStep/2
}

func (p *plan) laneY(at way, hub *node) int {
	first := p.bands[at.band][0].nodes[0]
	return first.Y - heading - p.lanesWidth(at) - laneStep/2 + laneStep*p.laneOf[at][hub]
}
