package usercontrol

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// TestStepsOfAnInput holds that the rules on one input share what there is to
// spend, that another input has its own, and that looking at the resources that may
// point at a subject is charged.
func TestStepsOfAnInput(t *testing.T) {
	var all []*graph.Resource
	for _, address := range []string{"aws_ecr_repository.a", "aws_ecr_repository_policy.a", "aws_ecr_repository_policy.b"} {
		all = append(all, graphtest.Resource(t, address, graphtest.Args{"repository": cty.UnknownVal(cty.String)}))
	}
	g := graph.New(all)
	first, second := newSession(&rule{}, g), newSession(&rule{}, g)
	first.meter.begin()
	if found, ok := first.reach.referrers(all[0], "aws_ecr_repository_policy", "repository"); !ok || len(found) != 2 {
		t.Fatalf("%d resources may point at it, looked at all %v: want 2", len(found), ok)
	}
	first.meter.end()
	if took := mostStepsEver - *second.meter.left; took != 2 {
		t.Errorf("the second rule has %d steps less for what the first looked at, want 2", took)
	}
	if other := newSession(&rule{}, graph.New(all)); *other.meter.left != mostStepsEver {
		t.Errorf("another input begins with %d steps", *other.meter.left)
	}
	*second.meter.left = 1
	second.meter.begin()
	if _, ok := second.reach.referrers(all[0], "aws_ecr_repository_policy", "repository"); ok || !second.meter.exceeded() {
		t.Error("two resources are looked at with one step left")
	}
}
