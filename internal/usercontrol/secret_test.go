package usercontrol_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// secretGraph has one text, marked sensitive, in every place that a rule can reach:
// in arguments, in a list, in a map, as a map's key, and as what names and links
// resources.
func secretGraph(t *testing.T, text string) *graph.Graph {
	s := cty.StringVal(text).Mark(graph.SensitiveMark)
	return graph.New([]*graph.Resource{
		graphtest.Resource(t, "aws_ecr_repository.app", graphtest.Args{
			"name": s, "force_delete": cty.False, "image_tag_mutability": cty.StringVal("MUTABLE"),
			"tags":     cty.ObjectVal(map[string]cty.Value{"a": s, "b": cty.StringVal("b")}),
			"tags_all": cty.ObjectVal(map[string]cty.Value{text: cty.StringVal("b")}).Mark(graph.SensitiveMark),
			"encryption_configuration": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
				"encryption_type": cty.StringVal("KMS"), "kms_key": s})}),
		}),
		graphtest.Resource(t, "aws_kms_key.ours", graphtest.Args{"arn": cty.StringVal("hunter2"), "description": s}),
		graphtest.Resource(t, "aws_ecr_lifecycle_policy.p", graphtest.Args{"repository": cty.StringVal("hunter2"), "policy": s}),
		graphtest.Resource(t, "aws_ecr_repository_policy.p", graphtest.Args{"repository": s, "policy": s}),
	})
}

// A verdict on a sensitive value would tell it to whoever writes the question. So
// what a control says is the same, byte for byte, whatever the value is.
func TestSensitiveValueDecidesNothing(t *testing.T) {
	conditions := []string{
		`self.name == "hunter2"`,
		`self.name != null`,
		`!startswith(self.name, "h")`,
		`length(self.name) == 7`,
		`contains([self.name], "hunter2")`,
		`contains(["hunter2"], self.name)`,
		`contains(keys(self.tags_all), "hunter2")`,
		`self.tags_all["hunter2"] == null`,
		`length([for k, v in self.tags_all : k if k == "hunter2"]) == 0`,
		`length([for k, v in self.tags : k if v == "hunter2"]) == 0`,
		`length([for c in self.encryption_configuration : c if c.kms_key == "hunter2"]) == 0`,
		`alltrue([for c in self.encryption_configuration : c.kms_key != "hunter2"])`,
		`self.encryption_configuration[*].kms_key == ["hunter2"]`,
		`{ a = self.name } == { a = "hunter2" }`,
		`{ (self.name) = true } == { hunter2 = true }`,
		`"${self.name}!" == "hunter2!"`,
		`"%{ if self.name == "hunter2" }a%{ else }b%{ endif }" == "a"`,
		`self.name == "hunter2" ? true : false`,
		`self.name == "hunter2" || self.force_delete`,
		`[true, false][length(self.name) - 7]`,
		`{ hunter2 = true }[self.name]`,
		`lookup({ hunter2 = true }, self.name, false)`,
		`tonumber(self.name) == 1`,
		`regex("^h", self.name) == "h"`,
		`jsondecode(self.name) == 1`,
		`can(regex("^h", self.name))`,
		`!can(regex("^h", self.name))`,
		`can(tonumber(self.name))`,
		`try(regex("^h", self.name), "no") == "h"`,
		`try({ hunter2 = true }[self.name], false)`,
		`try(self.tags_all["hunter2"], "none") == "none"`,
		`can(self.tags_all.hunter2)`,
		`length(range(self.name == "hunter2" ? 40000 : 1)) == 1`,
		`length(join("", [for i in range(self.name == "hunter2" ? 1000 : 1) : join("", [for j in range(1000) : "x"])])) > 1`,
		`length(linked("aws_kms_key", self.encryption_configuration[0].kms_key)) == 1`,
		`try(linked("aws_kms_key", self.encryption_configuration[0].kms_key)[0].arn, "") == "hunter2"`,
		`alltrue([for k in linked("aws_kms_key", self.encryption_configuration[0].kms_key) : k.arn == null])`,
		`length(referrers("aws_ecr_lifecycle_policy", "repository")) == 0`,
		`length(referrers("aws_ecr_repository_policy", "repository")) == 0`,
		`length([for p in resources("aws_ecr_repository_policy") : p if p.policy == "hunter2"]) == 0`,
		`can([for p in resources("aws_ecr_repository_policy") : regex("^h", p.policy)])`,
		`length([for p in resources("aws_ecr_repository_policy") : p if can(regex("^h", p.policy))]) == 0`,
	}
	graphs := map[string]*graph.Graph{}
	for _, secret := range []string{"hunter2", "a", "{}"} {
		graphs[secret] = secretGraph(t, secret)
	}
	for _, condition := range conditions {
		for _, rule := range []struct{ when, condition, message string }{
			{"", condition, "no"},
			{condition, "self.force_delete", "no"},
			{condition, "!self.force_delete", "no"},
			{"", "self.image_tag_mutability == \"IMMUTABLE\"", "told ${" + condition + "}"},
		} {
			evaluators, err := load(t, file("aws_ecr_repository", rule.when, rule.condition, rule.message))
			if err != nil {
				t.Fatal(err)
			}
			say := func(secret string) (said string) {
				for _, v := range evaluators[0].Evaluate(control.Input{Graph: graphs[secret]}) {
					said += fmt.Sprintln(line(v), v.Evidence)
					if rule.condition == condition && v.Status != finding.Manual {
						t.Errorf("%s: %s", condition, said)
					}
				}
				return said
			}
			want := say("hunter2")
			for _, other := range []string{"a", "{}"} {
				if diff := cmp.Diff(want, say(other)); diff != "" {
					t.Errorf("when %q, condition %q, message %q (-hunter2 +%s)\n%s", rule.when, rule.condition, rule.message, other, diff)
				}
			}
		}
	}
}

// What is not sensitive decides next to what is.
func TestSensitiveValueNextToOthers(t *testing.T) {
	for condition, want := range map[string]string{
		`self.image_tag_mutability == "IMMUTABLE" && self.name != "x"`: "fail aws_ecr_repository.app | image_tag_mutability | no",
		`self.name != "x" && self.image_tag_mutability == "IMMUTABLE"`: "fail aws_ecr_repository.app | image_tag_mutability | no",
		`self.tags.b == "b"`: "pass aws_ecr_repository.app | tags.b | the condition holds",
		`self.encryption_configuration[0].encryption_type == "KMS"`:  "pass aws_ecr_repository.app | encryption_configuration[0].encryption_type | the condition holds",
		`try(self.tags.b, "") == "b"`:                                "pass aws_ecr_repository.app | tags.b | the condition holds",
		`length(resources("aws_ecr_repository_policy")) == 1`:        "pass aws_ecr_repository.app |  | the condition holds",
		`self.force_delete == false && self.name == self.tags["a"] `: "manual aws_ecr_repository.app | name | the condition depends on a sensitive value: no control may decide by one, so check it by hand",
	} {
		if diff := cmp.Diff(want, judge(t, file("aws_ecr_repository", "", condition, "no"), secretGraph(t, "hunter2"))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", condition, diff)
		}
	}
}

// A user and a password in an address decide nothing either, and are in no message:
// no provider marks them. An address without them is one like any other.
func TestLoginDecidesNothing(t *testing.T) {
	rule := func(condition, address string) string {
		return judge(t, file("aws_ecr_repository", "", condition, "it is ${self.name}, of ${self.tags.b}"), graph.New([]*graph.Resource{
			graphtest.Resource(t, "aws_ecr_repository.app", graphtest.Args{
				"name": cty.StringVal(address), "force_delete": cty.False,
				"tags": cty.ObjectVal(map[string]cty.Value{"b": cty.StringVal(address)}),
			}),
		}))
	}
	for _, condition := range []string{
		`!startswith(self.name, "https://robot:h")`, `strcontains(self.tags.b, "hunter2")`, `{ a = true, b = false }[self.tags.b]`,
		`can(regex("hunter2", self.name))`, `length([for k, v in self.tags : k if endswith(v, "x")]) == 0`,
	} {
		for _, address := range []string{"https://robot:%s@r.example.com", "robot:%s@r.example.com/x", "//robot:%s@r.example.com", "https://robot:a/%s@r.example.com"} {
			one, two := rule(condition, fmt.Sprintf(address, "hunter2")), rule(condition, fmt.Sprintf(address, "x"))
			if one != two || !strings.HasPrefix(one, "manual ") {
				t.Errorf("%s, %s: %s\nor %s", condition, address, one, two)
			}
		}
	}
	if got := rule(`self.force_delete`, "https://robot:hunter2@r.example.com"); got != "fail aws_ecr_repository.app | force_delete | it is (sensitive), of (sensitive)" {
		t.Error(got)
	}
	if got := rule(`startswith(self.name, "r.")`, "r.example.com/app@sha256:0123456789abcdef0123456789abcdef"); !strings.HasPrefix(got, "pass ") {
		t.Error(got)
	}
}
