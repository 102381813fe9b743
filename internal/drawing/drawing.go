// Package drawing lays out the graph of a report as people draw architecture:
// one drawing for each cluster, and one for what belongs to none.
//
// It says what stands where and how the lines run, in whole pixels. It writes no
// format, and the same report gives the same drawings. Names are as the report
// has them: whoever writes them down disarms them.
package drawing

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Drawing is one cluster with what it uses, or what an input has beside its
// clusters.
type Drawing struct {
	Input   int    // index into the report's inputs
	Cluster string // address; empty where things of no cluster are drawn
	Status  finding.Status
	Width   int
	Height  int
	Panels  []Panel
	Nodes   []Node
	Wires   []Wire
	Folded  int // how many resources stand behind the nodes that say "and more"
}

// Box is a place: its upper left corner and its size.
type Box struct{ X, Y, W, H int }

// Panel is a titled column that nodes stand in.
type Panel struct {
	Box
	Title string
}

// Node is a resource, what a cluster has that is no resource of its own, or, when
// Folded is not 0, so many resources of one type.
type Node struct {
	Box
	Address  string
	Kind     string // what it is, in words
	Name     string // short enough for its box
	Status   finding.Status
	Cause    bool // an attribute of it decided a failure of something else
	Aspects  []Aspect
	Findings []int // indices into the report's findings, worst first
	Folded   int
}

// Aspect is what one control says of a cluster itself.
type Aspect struct {
	Control string
	Label   string
	Status  finding.Status
	X, Y    int // where its line of text begins: the baseline
}

// Wire is a line between two nodes, by their index. The arrow points at To.
type Wire struct {
	From, To int
	Role     string
	Failing  bool // it lies between a failure and its cause
	Path     string
	Head     string
}

// Limits of what is drawn. What is beyond them is counted and not shown.
const (
	MaxDrawings = 24
	maxAlike    = 12 // nodes of one type in a drawing
	maxAspects  = 14
)

// All draws a report, and tells how many drawings there would be without
// [MaxDrawings]. Where there are too many, those with the worst findings remain.
func All(r *finding.Report) (drawings []Drawing, whole int) {
	world := newWorld(r)
	scenes := world.scenes()
	whole = len(scenes)
	for _, s := range world.worst(scenes, MaxDrawings) {
		drawings = append(drawings, world.draw(s))
	}
	return drawings, whole
}

func (w *world) draw(s scene) Drawing {
	p := newPlan(w, s)
	p.joints()
	p.failures()
	p.fold()
	p.arrange()
	p.route()
	d := Drawing{Input: s.input, Cluster: s.cluster, Status: s.status, Width: p.width, Height: p.height, Panels: p.panels, Folded: p.folded}
	for _, n := range p.nodes {
		d.Nodes = append(d.Nodes, n.Node)
	}
	// What fails is drawn over what does not.
	slices.SortStableFunc(p.wires, func(a, b *wire) int { return prefer(a.failing) - prefer(b.failing) })
	for _, wire := range p.wires {
		d.Wires = append(d.Wires, Wire{wire.from.index, wire.to.index, wire.role, wire.failing, wire.path, wire.head})
	}
	return d
}
