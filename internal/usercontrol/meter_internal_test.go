package usercontrol

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
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
	if took := mostStepsEver - *second.meter.left; took != subjectSteps {
		t.Errorf("the second rule has %d steps less for a subject of the first, want %d", took, subjectSteps)
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

// TestManyRulesAndResources holds that a rule gives one verdict on all that it is not
// evaluated for, and that each subject costs something.
func TestManyRulesAndResources(t *testing.T) {
	var all []*graph.Resource
	for i := range 50 {
		all = append(all, graphtest.Resource(t, fmt.Sprintf("aws_ecr_repository.a%d", i), graphtest.Args{"name": cty.StringVal("a")}))
	}
	g := graph.New(all)
	condition, diags := hclsyntax.ParseExpression([]byte("true"), "x", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r := &rule{resource: "aws_ecr_repository", condition: &expression{root: condition}, message: &expression{root: condition}}
	*stepsFor(g) = 10*subjectSteps - 1
	verdicts := r.evaluate(control.Input{Graph: g})
	if len(verdicts) != 11 || verdicts[9].Status != finding.Pass || verdicts[10].Status != finding.Unknown || verdicts[10].Subject != g.Resources(r.resource)[10] {
		t.Errorf("%d verdicts, want 10 that pass and one on the other 40", len(verdicts))
	}
	if again := r.evaluate(control.Input{Graph: g}); len(again) != 1 || !strings.Contains(again[0].Message, "50 resources") {
		t.Errorf("the next rule: %d verdicts, want one on all 50", len(again))
	}
}
