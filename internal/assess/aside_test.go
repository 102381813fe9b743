package assess

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// Without a sign of EKS general resources are not checked, and counted once, however
// many controls would check them. If a part was not read, it may hold the sign.
func TestAside(t *testing.T) {
	all := []*graph.Resource{
		graphtest.Resource(t, "aws_lb_listener.a", nil), graphtest.Resource(t, "aws_lb_listener.b", nil),
		graphtest.Resource(t, "kubernetes_pod_v1.a", nil), graphtest.Resource(t, "aws_ecr_repository.a", nil),
	}
	statuses := func(g *graph.Graph) string {
		a := aside{}
		var lines []string
		for range 2 {
			var verdicts []control.Verdict
			for _, r := range all {
				verdicts = append(verdicts, control.Fail(r.Attr("x"), "wrong"))
			}
			lines = nil
			for _, v := range a.tied(g, verdicts) {
				lines = append(lines, string(v.Status)+" "+v.Subject.String())
			}
		}
		return strings.Join(append(lines, a.String()), "; ")
	}
	g := graph.New(all)
	want := "fail aws_ecr_repository.a; 1 Kubernetes object and 2 load balancer listeners without a sign of EKS were not checked"
	if got := statuses(g); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	g.Gaps = []graph.Gap{{Kind: graph.PartialPlan}}
	want = "unknown aws_lb_listener.a; unknown aws_lb_listener.b; unknown kubernetes_pod_v1.a; fail aws_ecr_repository.a; "
	if got := statuses(g); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	g.Gaps = []graph.Gap{{Kind: graph.NotPassed}}
	if got := statuses(g); !strings.HasPrefix(got, "fail aws_ecr_repository.a; ") {
		t.Errorf("%s, want the repository only: what is passed to a function is tied by what is passed with it", got)
	}
	g = graph.New(all)
	g.Gaps = []graph.Gap{{Kind: graph.UnreadModule, Address: "module.eks"}}
	if got := statuses(g); strings.Count(got, string(finding.Fail)) != len(all) {
		t.Errorf("%s, want all to fail: a module that was not read is named after EKS", got)
	}
	g = graph.New(all)
	g.Gaps = []graph.Gap{{Kind: graph.UnreadFile, Why: "reading eks.tf: no such file or directory"}}
	if got := statuses(g); got != want {
		t.Errorf("%s, want %s: that a file is named after EKS ties nothing to it", got, want)
	}
	g = graph.New(append(all, graphtest.Resource(t, "aws_eks_cluster.a", nil)))
	if got := statuses(g); strings.Count(got, string(finding.Fail)) != len(all) {
		t.Errorf("%s, want all to fail", got)
	}
}
