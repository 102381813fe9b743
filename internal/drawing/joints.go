package drawing

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// joints takes out the resources that only join two others: a line says as much.
func (p *plan) joints() {
	for _, n := range slices.Clone(p.nodes) {
		switch n.typ {
		case "aws_route_table_association":
			p.join(n, "subnet", "route_table")
			n.gone = true
		case "aws_route":
			p.join(n, "route_table", "internet_gateway")
			n.gone = true
		case "aws_iam_role_policy_attachment":
			// The policies of AWS are in no plan: their attachments stand for them.
			n.gone = p.join(n, "role", "policy")
		case "aws_kms_alias":
			n.gone = p.bypass(n, "key")
		}
	}
	p.nodes = slices.DeleteFunc(p.nodes, func(n *node) bool { return n.gone })
	p.wires = slices.DeleteFunc(p.wires, func(w *wire) bool { return w.from.gone || w.to.gone })
	for _, w := range p.wires {
		// A role has its policies, though Terraform writes it the other way round.
		if w.role == "role" && w.to.column == roles && w.from.column == policies {
			w.from, w.to, w.role = w.to, w.from, "policy"
		}
	}
}

// join draws a line past a node, between the ends of two of its own, if it has
// both.
func (p *plan) join(n *node, left, right string) bool {
	from, to := n.end(left), n.end(right)
	if from == nil || to == nil {
		return false
	}
	p.connect(&wire{from: from, to: to, role: right, over: n})
	return true
}

// bypass leads the wires to a node on to where its own leads.
func (p *plan) bypass(n *node, role string) bool {
	next := n.end(role)
	if next == nil || n.Status == finding.Fail {
		return false
	}
	for _, w := range n.in {
		p.connect(&wire{from: w.from, to: next, role: w.role, over: n})
	}
	return true
}

func (n *node) end(role string) *node {
	for _, w := range n.out {
		if w.role == role {
			return w.to
		}
	}
	return nil
}
