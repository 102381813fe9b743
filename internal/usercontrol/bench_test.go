package usercontrol_test

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// BenchmarkReferrers judges 2,000 repositories, each with a policy: the cost must
// grow with their number, not with its square.
func BenchmarkReferrers(b *testing.B) {
	evaluators, err := load(b, file("aws_ecr_repository", `startswith(self.name, "app")`,
		`length(referrers("aws_ecr_repository_policy", "repository")) > 0`, "no"))
	if err != nil {
		b.Fatal(err)
	}
	var all []*graph.Resource
	for i := range 2_000 {
		name := cty.StringVal(fmt.Sprintf("app-%d", i))
		all = append(all,
			graphtest.Resource(b, fmt.Sprintf("aws_ecr_repository.app[%d]", i), graphtest.Args{"name": name}),
			graphtest.Resource(b, fmt.Sprintf("aws_ecr_repository_policy.app[%d]", i), graphtest.Args{"repository": name}))
	}
	for b.Loop() {
		if n := len(evaluators[0].Evaluate(control.Input{Graph: graph.New(all)})); n != 2_000 {
			b.Fatalf("%d verdicts", n)
		}
	}
}
