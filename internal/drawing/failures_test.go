package drawing

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// TestWaysAreBounded holds that looking for the ways from failures to their causes is
// bounded for a whole drawing: many node groups, each with many subnets, of one cluster.
func TestWaysAreBounded(t *testing.T) {
	const groups, subnets = 300, 20
	var links strings.Builder
	var findings []finding.Finding
	for i := range groups {
		group := fmt.Sprintf("aws_eks_node_group.n%d", i)
		fmt.Fprintf(&links, "%s -cluster-> aws_eks_cluster.k\n", group)
		for j := range subnets {
			fmt.Fprintf(&links, "%s -subnet-> aws_subnet.s%d\n", group, j)
		}
		f := fail(group, "subnet_ids")
		f.Evidence = []finding.Evidence{{Address: fmt.Sprintf("aws_subnet.s%d", i%subnets), Attribute: "map_public_ip_on_launch"}}
		findings = append(findings, f)
	}
	w := newWorld(report(links.String(), findings...))
	p := newPlan(w, w.scenes()[0])
	for at := range w.nodes {
		for n := range subnets {
			w.causes[at] = append(w.causes[at], id{0, fmt.Sprintf("aws_subnet.s%d", n)})
		}
	}
	p.joints()
	p.failures()
	if p.looked < mostLooked || p.looked > mostLooked+groups*subnets*subnets {
		t.Errorf("%d lines were looked at, want about %d", p.looked, mostLooked)
	}
	if n := p.byID[id{0, "aws_subnet.s1"}]; n == nil || !n.Cause {
		t.Error("beyond the limit a cause is not marked")
	}
}
