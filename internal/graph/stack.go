package graph

import "github.com/zclconf/go-cty/cty"

// StackType is the resource type of a CloudFormation stack.
const StackType = "aws_cloudformation_stack"

// StackGaps returns a gap for each CloudFormation stack that is passed a cluster of
// the graph: the way of AWS's own templates to start nodes, with a role that the
// stack makes. What is in the template is not read.
func (g *Graph) StackGaps() []Gap {
	var gaps []Gap
	for _, stack := range g.Resources(StackType) {
		gap := Gap{
			Kind: OtherEngine, Address: stack.Address.Config(), Range: stack.Range, Calls: stack.Calls,
			Among: []string{"aws_eks_node_group", "aws_autoscaling_group"},
			Why:   "its template may start nodes", Remedy: "check the template",
			Passed: func() Origins {
				parameters := stack.Attr("parameters")
				o := parameters.Origins()
				if v := parameters.Cty(); v != cty.NilVal {
					o.Literals = append(o.Literals[:len(o.Literals):len(o.Literals)], v)
				}
				return o
			},
		}
		for _, cluster := range g.Resources("aws_eks_cluster") {
			if gap.Receives(cluster) == Received {
				gaps = append(gaps, gap)
				break
			}
		}
	}
	return gaps
}
