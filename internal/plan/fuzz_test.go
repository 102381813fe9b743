package plan_test

import (
	"bytes"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/plan"
)

// FuzzPlan looks for an input that makes the loader, or the graph that it
// makes, panic or hang.
func FuzzPlan(f *testing.F) {
	f.Add([]byte(planOf(entry(`["create"]`, `{"name":"c","vpc_config":[{"public_access_cidrs":null}]}`))))
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"child_modules":[{"resources":[]}]}}}`))
	for _, raw := range plans(f) {
		if len(raw) < 20_000 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o := options()
		o.AllowErrored = true
		p, err := plan.Load(bytes.NewReader(raw), int64(len(raw)), o)
		if err != nil {
			return
		}
		_ = describe(p, o)
		for _, r := range p.Graph.Resources("aws_eks_node_group") {
			p.Graph.Link(r.Attr("cluster_name"), "aws_eks_cluster")
			p.Graph.Link(r.Attr("subnet_ids"), "aws_subnet")
		}
		for _, r := range p.Graph.Resources("aws_eks_cluster") {
			p.Graph.Referrers(r, "aws_eks_node_group", "cluster_name")
		}
	})
}
