package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/drawing"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlDrawing is a drawing with the words that go with it.
type htmlDrawing struct {
	drawing.Drawing
	Anchor string
	Title  string
	Input  string // where there are several
	Desc   string
	Open   bool
	Class  string
	Panels []htmlPanel
	Nodes  []htmlNode
	Wires  []htmlWire
}

type htmlNode struct {
	drawing.Node
	Index   int
	Word    string
	Anchor  string // of its worst finding that the page shows
	Uses    []string
	Label   string
	Aspects []htmlAspect
}

// Places of what a node shows, in pixels from its corner.
func (n htmlNode) TextX() int  { return n.X + 12 }
func (n htmlNode) KindY() int  { return n.Y + 18 }
func (n htmlNode) NameY() int  { return n.Y + 35 }
func (n htmlNode) SignX() int  { return n.X + n.W - 24 }
func (n htmlNode) SignY() int  { return n.Y + 8 }
func (n htmlNode) UnderX() int { return n.X + 4 }
func (n htmlNode) UnderY() int { return n.Y + 4 }

// Sign tells whether anything was said of the node.
func (n htmlNode) Sign() bool {
	return len(n.Findings) > 0 || n.Folded > 0 && n.Status != finding.NotApplicable
}

// Class says what the node looks like.
func (n htmlNode) Class() string {
	class := "s-" + string(n.Status)
	if n.Cause {
		class += " cause"
	}
	if n.Folded > 0 {
		class += " folded"
	}
	return class
}

type htmlAspect struct{ drawing.Aspect }

func (a htmlAspect) IconY() int { return a.Y - 10 }
func (a htmlAspect) TextX() int { return a.X + 18 }

type htmlPanel struct{ drawing.Panel }

func (p htmlPanel) TitleX() int { return p.X + 12 }
func (p htmlPanel) TitleY() int { return p.Y + 22 }

type htmlWire struct {
	drawing.Wire
	Title string
}

// drawings puts the drawings into words. The first few are open.
func (p *htmlPage) drawings(r *finding.Report) {
	const open = 4
	all, whole := drawing.All(r)
	p.MoreDrawn = whole - len(all)
	shown := map[string]bool{}
	for _, c := range p.Controls {
		for _, f := range c.Open {
			shown[f.Anchor] = true
		}
		for _, f := range c.Closed {
			shown[f.Anchor] = true
		}
	}
	for i, d := range all {
		one := htmlDrawing{Drawing: d, Anchor: "drawing-" + strconv.Itoa(i), Title: clip(d.Cluster), Open: i < open}
		if d.Cluster == "" {
			one.Title = "Beside the clusters"
			if whole == 1 {
				one.Title = "What was assessed"
			}
		}
		if len(r.Inputs) > 1 && d.Input >= 0 && d.Input < len(r.Inputs) {
			one.Input = clip(input(r.Inputs[d.Input]))
		}
		if d.Width > 900 {
			one.Class = "wide"
		}
		for _, panel := range d.Panels {
			one.Panels = append(one.Panels, htmlPanel{panel})
		}
		failing := 0
		for i, n := range d.Nodes {
			node := htmlNode{Node: n, Index: i, Word: htmlState(n.Status).Word()}
			node.Address, node.Name, node.Kind = clip(n.Address), clip(n.Name), clip(n.Kind)
			for _, f := range n.Findings {
				if anchor := "finding-" + strconv.Itoa(f); node.Anchor == "" && shown[anchor] {
					node.Anchor = anchor
				}
			}
			if n.Status == finding.Fail {
				failing++
			}
			for _, a := range n.Aspects {
				a.Control, a.Label = clip(a.Control), clip(a.Label)
				node.Aspects = append(node.Aspects, htmlAspect{a})
			}
			node.Label = nodeLabel(node)
			one.Nodes = append(one.Nodes, node)
		}
		for _, w := range d.Wires {
			from, to := &one.Nodes[w.From], one.Nodes[w.To]
			role := clip(strings.ReplaceAll(w.Role, "_", " "))
			from.Uses = append(from.Uses, role+": "+name(to))
			one.Wires = append(one.Wires, htmlWire{w, fmt.Sprintf("%s uses %s as %s", name(*from), name(to), role)})
		}
		one.Desc = fmt.Sprintf("%s, %d failing, %s. The same as a table stands below the drawing.",
			count(len(d.Nodes), "part"), failing, count(len(d.Wires), "link"))
		p.Drawings = append(p.Drawings, one)
	}
}

func name(n htmlNode) string {
	if n.Folded > 0 {
		return n.Kind + " " + n.Name
	}
	if n.Address == "" {
		return n.Kind
	}
	return n.Address
}

func nodeLabel(n htmlNode) string {
	parts := []string{n.Kind, name(n)}
	if len(n.Findings) > 0 || n.Folded > 0 {
		parts = append(parts, strings.ToLower(n.Word))
	}
	if n.Cause {
		parts = append(parts, "part of a failure")
	}
	return strings.Join(parts, ", ")
}
