package usercontrol_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/usercontrol"
)

// FuzzUserControls: whatever a rule says, it is refused with a place, or gives one
// verdict at most for each resource, and never says what is sensitive.
func FuzzUserControls(f *testing.F) {
	text, err := os.ReadFile(extras)
	if err != nil {
		f.Fatal(err)
	}
	b, err := benchmark.Load("extras.yaml", text)
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range b.Controls() {
		f.Add(c.Rule.Resource.Value, c.Rule.When.Value, c.Rule.Condition.Value, c.Rule.Message.Value)
	}
	for _, rule := range []struct{ when, condition, message string }{
		{`self.name != null`, `self.force_delete && can(self.tags["a"])`, `${self.tags} %{ for t in self.tags }${t}%{ endfor }`},
		{``, `[for r in referrers("aws_ecr_repository_policy", "repository") : r.policy][0] == "x"`, `${try(self.arn, "x")}`},
		{``, `alltrue([for r in resources("aws_ecr_repository") : r.name != self.name])`, `%{ if self.name == "hunter2" }a%{ endif }`},
		{``, `linked("aws_kms_key", self.encryption_configuration[0].kms_key)[0].enable_key_rotation`, "${jsonencode(self.tags)} ${upper(self.name)}"},
		{``, `self["newer"].a["b"] == {for k, v in self.tags : upper(k) => v...}`, `${self.encryption_configuration[*].kms_key}`},
		{``, `null && self.name`, `${self.name}`},
	} {
		f.Add("aws_ecr_repository", rule.when, rule.condition, rule.message)
	}
	located := regexp.MustCompile(`^(acme\.yaml:[1-9][0-9]*: (resource|when|condition|message): |    )`)
	f.Fuzz(func(t *testing.T, resource, when, condition, message string) {
		at := func(text string) benchmark.Text {
			return benchmark.Text{Value: text, File: "acme.yaml", Line: 11, Lines: true}
		}
		b := &benchmark.Benchmark{Parts: []benchmark.Part{{Sections: []benchmark.Section{{Controls: []benchmark.Control{{
			ID: "A", Key: "A", Rule: &benchmark.Rule{Resource: at(resource), When: at(when), Condition: at(condition), Message: at(message)},
		}}}}}}}
		evaluators, err := usercontrol.Evaluators(b)
		if err != nil {
			if len(evaluators) > 0 {
				t.Fatalf("an evaluator in spite of %v", err)
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !located.MatchString(line) {
					t.Fatalf("no place in %q of %q", line, err)
				}
			}
			return
		}
		for _, g := range graphs(t, resource) {
			verdicts := evaluators[0].Evaluate(control.Input{Graph: g})
			if most := len(g.Resources(resource)); len(verdicts) > most {
				t.Fatalf("%d verdicts on %d resources", len(verdicts), most)
			}
			for _, v := range verdicts {
				said := v.Message
				for _, e := range v.Evidence {
					said += " " + e.Value
				}
				if strings.Contains(strings.ToLower(said), password) && !strings.Contains(strings.ToLower(when+condition+message), password) {
					t.Fatalf("what is sensitive is told: %q", said)
				}
				if v.Subject == nil || v.Status == finding.NotApplicable || strings.ContainsAny(v.Message, "\n\r") {
					t.Fatalf("verdict %+v", v)
				}
			}
		}
	})
}

const password = "hunter2-hunter2"

// graphs have a resource of the type: with known, unknown and sensitive values, and
// with none at all.
func graphs(t *testing.T, typ string) []*graph.Graph {
	block := func(v cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"encryption_type": cty.StringVal("KMS"), "kms_key": v})})
	}
	args := func(v cty.Value) graphtest.Args {
		return graphtest.Args{"name": v, "force_delete": cty.True, "tags": cty.ObjectVal(map[string]cty.Value{"a": v, "b": v}),
			"encryption_configuration": block(v), "version": v, "enabled_cluster_log_types": cty.TupleVal([]cty.Value{v, v}),
			"image_tag_mutability": v, "launch_template": block(v), "policy": v, "repository": v, "newer": v}
	}
	var all []*graph.Graph
	for _, given := range []graphtest.Args{
		{},
		args(cty.StringVal("app")),
		args(cty.DynamicVal),
		args(cty.StringVal(password).Mark(graph.SensitiveMark)),
		args(cty.UnknownVal(cty.String).Mark(graph.SensitiveMark)),
	} {
		g := graph.New([]*graph.Resource{
			graphtest.Resource(t, typ+".this", given),
			graphtest.Resource(t, "aws_ecr_repository_policy.this", given),
			graphtest.Resource(t, "aws_kms_key.this", given),
			graphtest.Resource(t, "aws_ecr_repository.other", given),
		})
		all = append(all, g)
	}
	all[len(all)-1].Gaps = []graph.Gap{{Kind: graph.PartialPlan}}
	return all
}
