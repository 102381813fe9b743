package drawing

// maxSteps is how long a way from a failure to its cause may be. What is further
// off explains nothing.
const maxSteps = 4

// mostLooked is how many lines are looked at in one drawing for such ways. Beyond it
// failures and causes are marked, and the ways between them are not.
const mostLooked = 200_000

// failures marks what caused a failure of something else, and the shortest way
// between the two: from a node group by its subnet and a route table to the
// internet, say.
func (p *plan) failures() {
	lines := map[*node][]*wire{}
	over := map[id]*wire{}
	for _, w := range p.wires {
		lines[w.from] = append(lines[w.from], w)
		lines[w.to] = append(lines[w.to], w)
		if w.over != nil {
			over[w.over.at] = w
		}
	}
	for _, n := range p.nodes {
		if n.typ == endpointType {
			continue
		}
		for _, cause := range p.world.causes[n.at] {
			to := p.byID[cause]
			if to == nil || to == n {
				continue
			}
			to.Cause = true
			if !to.gone {
				p.mark(lines, n, to)
			} else if w := over[cause]; w != nil {
				w.failing = true
				w.to.Cause = true
				p.mark(lines, n, w.from)
			}
		}
	}
}

// mark makes the shortest way between two nodes a failing one.
func (p *plan) mark(lines map[*node][]*wire, from, to *node) {
	by := map[*node]*wire{from: nil}
	edge := []*node{from}
	for step := 0; step < maxSteps && by[to] == nil; step++ {
		var next []*node
		for _, n := range edge {
			for _, w := range lines[n] {
				if p.looked++; p.looked > mostLooked {
					return
				}
				other := w.from
				if other == n {
					other = w.to
				}
				if _, seen := by[other]; !seen {
					by[other] = w
					next = append(next, other)
				}
			}
		}
		edge = next
	}
	for at := to; by[at] != nil; {
		w := by[at]
		w.failing = true
		if w.from == at {
			at = w.to
		} else {
			at = w.from
		}
	}
}
