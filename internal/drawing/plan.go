package drawing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// plan is a drawing while it is made.
type plan struct {
	world  *world
	scene  scene
	kinds  map[string]kind
	rank   map[string]int // of types, in their columns
	nodes  []*node
	byID   map[id]*node
	wires  []*wire
	bands  [][]stack
	laneOf map[way]map[*node]int
	panels []Panel
	folded int
	looked int // lines, for ways from failures to causes
	width  int
	height int
}

// node is a [Node] with what places it.
type node struct {
	Node
	at     id
	typ    string
	column column
	index  int
	slot   int // of its column, among those of its band that are not empty
	out    []*wire
	in     []*wire
	fan    map[column]int // how many wires lead to each column
	gone   bool
}

// wire is a [Wire] whose ends may still change.
type wire struct {
	from, to *node
	role     string
	over     *node // that the line stands for, where there is one
	failing  bool
	path     string
	head     string
}

// endpointType stands where a node has no type of its own.
const endpointType = "endpoint"

func newPlan(w *world, s scene) *plan {
	p := &plan{world: w, scene: s, kinds: map[string]kind{}, rank: map[string]int{}, byID: map[id]*node{}}
	for i, k := range kinds() {
		p.kinds[k.typ], p.rank[k.typ] = k, i-len(kinds())
	}
	for _, at := range s.members {
		r := w.nodes[at]
		k := p.kindOf(r.Type)
		n := &node{at: at, typ: r.Type, column: k.column, Node: Node{
			Address: r.Address, Kind: k.words, Name: label(r.Address, module(s.cluster)), Status: w.status(at), Findings: w.verdict[at],
		}}
		p.nodes = append(p.nodes, n)
		p.byID[at] = n
	}
	for _, n := range p.nodes {
		for _, e := range w.uses[n.at] {
			if to := p.byID[id{e.Input, e.To}]; to != nil {
				p.connect(&wire{from: n, to: to, role: e.Role})
			}
		}
	}
	p.cluster()
	return p
}

func (p *plan) connect(w *wire) {
	p.wires = append(p.wires, w)
	w.from.out = append(w.from.out, w)
	w.to.in = append(w.to.in, w)
}

// cluster gives a cluster its aspects, and its endpoint a node: Terraform has
// none for it, and it is the first thing that one looks for.
func (p *plan) cluster() {
	c := p.byID[id{p.scene.input, p.scene.cluster}]
	if c == nil {
		return
	}
	var endpoint []int
	for _, i := range c.Findings {
		f := p.world.report.Findings[i]
		key := p.world.keys[f.Control]
		if key == "endpoint-access" || key == "endpoint-private" {
			endpoint = append(endpoint, i)
			continue
		}
		same := func(a Aspect) bool { return a.Control == f.Control }
		if at := slices.IndexFunc(c.Aspects, same); at < 0 && len(c.Aspects) < maxAspects {
			c.Aspects = append(c.Aspects, Aspect{Control: f.Control, Label: aspect(key), Status: effective(f)})
		}
	}
	slices.SortFunc(c.Aspects, func(a, b Aspect) int { return cmp.Compare(a.Control, b.Control) })
	if len(endpoint) == 0 {
		return
	}
	e := &node{typ: endpointType, column: access, Node: Node{
		Address: c.Address, Kind: "API server endpoint", Name: p.endpointName(endpoint), Status: p.worstOf(endpoint), Findings: endpoint,
	}}
	p.nodes = append(p.nodes, e)
	p.rank[e.typ] = -len(kinds()) - 1
	p.connect(&wire{from: e, to: c, role: "endpoint", failing: e.Status == finding.Fail})
}

func aspect(key string) string {
	return map[string]string{
		"secrets-encryption":         "Secrets encryption",
		"network-policy":             "Network policies",
		"dedicated-service-accounts": "Service accounts",
		"rbac-users":                 "User access",
		"private-nodes":              "Private nodes",
	}[key]
}

// endpointName says no more than the verdicts do.
func (p *plan) endpointName(findings []int) string {
	by := map[finding.Status][]string{}
	limited := false
	for _, i := range findings {
		f := p.world.report.Findings[i]
		by[effective(f)] = append(by[effective(f)], f.Control)
		if f.Status == finding.Pass {
			if p.world.keys[f.Control] == "endpoint-private" {
				return "private alone"
			}
			limited = true
		}
	}
	if limited {
		return "limited networks"
	}
	if ids := by[finding.Fail]; len(ids) > 0 {
		slices.Sort(ids)
		return fit("fails " + strings.Join(slices.Compact(ids), ", "))
	}
	return "not decided"
}

func (p *plan) worstOf(findings []int) finding.Status {
	worst := finding.NotApplicable
	for _, i := range findings {
		worst = finding.Worst(worst, effective(p.world.report.Findings[i]))
	}
	return worst
}

// effective is a finding's status, where what is waived does not count.
func effective(f finding.Finding) finding.Status {
	if f.Waiver != nil {
		return finding.NotApplicable
	}
	return f.Status
}
