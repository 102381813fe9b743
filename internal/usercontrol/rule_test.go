package usercontrol_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/usercontrol"
)

// file is a controls file with one check, whose texts are written line by line.
func file(resource, when, condition, message string) string {
	block := func(key, text string) string {
		if text == "" {
			return ""
		}
		return "        " + key + ": |\n          " + strings.ReplaceAll(text, "\n", "\n          ") + "\n"
	}
	return `controls:
version: "acme-1"
id: A
text: "Acme"
groups:
  - id: A.1
    text: "Rules"
    checks:
      - id: A.1.1
        text: "Rule"
        resource: ` + resource + "\n" + block("when", when) + block("condition", condition) + block("message", message)
}

func load(t testing.TB, text string) ([]control.Evaluator, error) {
	t.Helper()
	b, err := benchmark.Load("acme.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return usercontrol.Evaluators(b)
}

// judge says what a rule makes of each resource: "status address | attribute | message".
func judge(t testing.TB, text string, g *graph.Graph) string {
	t.Helper()
	evaluators, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, v := range evaluators[0].Evaluate(control.Input{Graph: g}) {
		lines = append(lines, line(v))
	}
	return strings.Join(lines, "\n")
}

func line(v control.Verdict) string {
	attribute := v.Decider.Path()
	if r := v.Decider.Resource(); r != nil && r != v.Subject {
		attribute = r.String() + "." + attribute
	}
	text := fmt.Sprintf("%s %s | %s | %s", v.Status, v.Subject, attribute, v.Message)
	for _, a := range v.Assumes {
		text += " | assumes " + a
	}
	return text
}

func TestCondition(t *testing.T) {
	secret := func(s string) cty.Value { return cty.StringVal(s).Mark(graph.SensitiveMark) }
	encryption := func(attrs map[string]cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(attrs)})
	}
	repository := func(args graphtest.Args) *graph.Graph {
		return graph.New([]*graph.Resource{graphtest.Resource(t, "aws_ecr_repository.app", args)})
	}
	tests := []struct {
		name, when, condition, message string
		args                           graphtest.Args
		want                           string
	}{
		{
			name: "true", condition: `self.image_tag_mutability == "IMMUTABLE"`,
			args: graphtest.Args{"image_tag_mutability": cty.StringVal("IMMUTABLE")},
			want: "pass aws_ecr_repository.app | image_tag_mutability | the condition holds",
		},
		{
			name: "false", condition: `self.image_tag_mutability == "IMMUTABLE"`, message: "tags of ${self.name} can be overwritten",
			args: graphtest.Args{"image_tag_mutability": cty.StringVal("MUTABLE"), "name": cty.StringVal("app")},
			want: "fail aws_ecr_repository.app | image_tag_mutability | tags of app can be overwritten",
		},
		{
			name: "unknown", condition: `self.image_tag_mutability == "IMMUTABLE"`,
			args: graphtest.Args{"image_tag_mutability": cty.DynamicVal},
			want: "unknown aws_ecr_repository.app | image_tag_mutability | image_tag_mutability is known only after apply",
		},
		{
			name: "left out is null", condition: `self.force_delete == null`,
			want: "pass aws_ecr_repository.app | force_delete | the condition holds",
		},
		{
			name: "null is no answer", condition: `self.force_delete`,
			want: "unknown aws_ecr_repository.app | force_delete | condition at acme.yaml:13 has no answer: it is null, as an argument that is not set is; compare it with null, or give a value for that case with coalesce",
		},
		{
			name: "a block that is not set has what the provider reads back", condition: `self.encryption_configuration[0].encryption_type == "KMS"`,
			message: "encrypted with ${self.encryption_configuration[0].encryption_type}",
			want:    "fail aws_ecr_repository.app | encryption_configuration[0].encryption_type | encrypted with AES256",
		},
		{
			name: "but try catches it", condition: `try(self.encryption_configuration[0].encryption_type, "AES256") == "AES256"`,
			want: "pass aws_ecr_repository.app | encryption_configuration[0].encryption_type | the condition holds",
		},
		{
			name: "blocks are a list", condition: `length(self.encryption_configuration) == 0`,
			want: "pass aws_ecr_repository.app | encryption_configuration | the condition holds",
		},
		{
			name: "splat", condition: `contains(self.encryption_configuration[*].encryption_type, "KMS")`,
			args: graphtest.Args{"encryption_configuration": encryption(map[string]cty.Value{"encryption_type": cty.StringVal("KMS")})},
			want: "pass aws_ecr_repository.app | encryption_configuration | the condition holds",
		},
		{
			name: "what a block leaves out is null", condition: `alltrue([for e in self.encryption_configuration : e.kms_key != null])`,
			args: graphtest.Args{"encryption_configuration": encryption(map[string]cty.Value{"encryption_type": cty.StringVal("KMS")})},
			want: "fail aws_ecr_repository.app | encryption_configuration | no",
		},
		{
			name: "a known part decides beside an unknown one", condition: `self.name != "x" && self.image_tag_mutability == "IMMUTABLE"`,
			args: graphtest.Args{"name": cty.DynamicVal, "image_tag_mutability": cty.StringVal("MUTABLE")},
			want: "fail aws_ecr_repository.app | image_tag_mutability | no",
		},
		{
			name: "the unknown part is named", condition: `self.image_tag_mutability == "IMMUTABLE" && self.name != "x"`,
			args: graphtest.Args{"name": cty.DynamicVal, "image_tag_mutability": cty.StringVal("IMMUTABLE")},
			want: "unknown aws_ecr_repository.app | name | name is known only after apply",
		},
		{
			name: "what is guarded is not asked", condition: `self.name != null && jsondecode(self.name).a`,
			want: "fail aws_ecr_repository.app | name | no",
		},
		{
			name: "a known alternative decides beside an unknown one", condition: `self.name == "x" || self.image_tag_mutability == "IMMUTABLE"`,
			args: graphtest.Args{"name": cty.DynamicVal, "image_tag_mutability": cty.StringVal("IMMUTABLE")},
			want: "pass aws_ecr_repository.app | name | the condition holds",
		},
		{
			name: "no subject", when: `startswith(self.name, "prod/")`, condition: `self.force_delete != true`,
			args: graphtest.Args{"name": cty.StringVal("dev/app"), "force_delete": cty.True},
			want: "",
		},
		{
			name: "perhaps a subject that fails", when: `startswith(self.name, "prod/")`, condition: `self.force_delete != true`,
			args: graphtest.Args{"name": cty.DynamicVal, "force_delete": cty.True},
			want: "unknown aws_ecr_repository.app | name | name is known only after apply",
		},
		{
			name: "perhaps a subject that passes", when: `startswith(self.name, "prod/")`, condition: `self.force_delete != true`,
			args: graphtest.Args{"name": cty.DynamicVal, "force_delete": cty.False},
			want: "pass aws_ecr_repository.app | force_delete | the condition holds",
		},
		{
			name: "sensitive values hide", condition: `self.force_delete == true`, message: "named ${self.name}: ${[self.name]} ${lower(self.name)}",
			args: graphtest.Args{"name": secret("hunter2")},
			want: "fail aws_ecr_repository.app | force_delete | named (sensitive): (sensitive) (sensitive)",
		},
		{
			name: "sensitive values hide in what goes wrong", condition: `jsondecode(self.name).a`,
			args: graphtest.Args{"name": secret("hunter2")},
			want: "manual aws_ecr_repository.app | name | the condition depends on a sensitive value: no control may decide by one, so check it by hand",
		},
		{
			name: "keys of a map", condition: `self.tags["Owner"] != null`,
			args: graphtest.Args{"tags": cty.ObjectVal(map[string]cty.Value{"Team": cty.StringVal("x")})},
			want: `fail aws_ecr_repository.app | tags.Owner | no`,
		},
		{
			name: "an argument of a newer provider", condition: `self["made_up"] == true`,
			args: graphtest.Args{"made_up": cty.False},
			want: "fail aws_ecr_repository.app | made_up | no",
		},
		{
			name: "an argument that no provider has", condition: `self["made_up"] != true`,
			want: "unknown aws_ecr_repository.app | made_up | made_up is not among the arguments of aws_ecr_repository that are given: is it misspelt?",
		},
		{
			name: "an argument that no provider has, inside try", condition: `try(self["made_up"], true)`,
			want: "unknown aws_ecr_repository.app | made_up | made_up is not among the arguments of aws_ecr_repository that are given: is it misspelt?",
		},
		{
			name: "null is no operand", condition: `self.force_delete && self.name != null`,
			args: graphtest.Args{"name": cty.StringVal("x")},
			want: "unknown aws_ecr_repository.app | force_delete | condition at acme.yaml:13 has no answer: it is null, as an argument that is not set is; compare it with null, or give a value for that case with coalesce",
		},
		{
			name: "null is no operand inside another", condition: `!(self.force_delete || self.name == null)`,
			args: graphtest.Args{"name": cty.StringVal("x")},
			want: "unknown aws_ecr_repository.app | force_delete | condition at acme.yaml:13 has no answer: operation failed: Error during operation: argument must not be null",
		},
		{
			name: "directives", condition: `self.force_delete == true`, message: "%{ for e in self.encryption_configuration }${e.encryption_type},%{ endfor } %{ if self.name == null }a%{ else }b%{ endif }",
			args: graphtest.Args{"encryption_configuration": encryption(map[string]cty.Value{"encryption_type": cty.StringVal("KMS")})},
			want: "fail aws_ecr_repository.app | force_delete | KMS, a",
		},
		{
			name: "sensitive values hide in directives", condition: `self.force_delete == true`, message: "%{ for c in [self.name] }${c}%{ endfor } %{ if self.name == \"hunter2\" }a%{ else }b%{ endif }",
			args: graphtest.Args{"name": secret("hunter2")},
			want: "fail aws_ecr_repository.app | force_delete | (sensitive) (sensitive)",
		},
		{
			name: "objects in messages", condition: `self.force_delete == true`, message: "${self.tags} ${self.encryption_configuration}",
			args: graphtest.Args{"tags": cty.ObjectVal(map[string]cty.Value{"Team": cty.StringVal("x"), "Key": cty.DynamicVal})},
			want: "fail aws_ecr_repository.app | force_delete | {Key = (known after apply), Team = x} [{encryption_type = AES256, kms_key = }]",
		},
		{
			name: "too much work", condition: `length(setproduct(range(1000), range(1000))) > 0 || self.name == "x"`,
			want: "unknown aws_ecr_repository.app | name | the condition asks for more work than a control may do",
		},
		{
			name: "what is no condition after all", condition: `self.name`,
			args: graphtest.Args{"name": cty.StringVal("app")},
			want: "unknown aws_ecr_repository.app | name | condition at acme.yaml:13 has no answer: it is a string and not true or false",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			message := tt.message
			if message == "" {
				message = "no"
			}
			got := judge(t, file("aws_ecr_repository", tt.when, tt.condition, message), repository(tt.args))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Source has only what is written: of a type whose arguments are not known here, one that
// is not set is not called misspelt.
func TestUnknownTypeInSource(t *testing.T) {
	for kind, want := range map[graph.Kind]string{
		graph.FromSource: "unknown cloudflare_record.www | proxied | proxied is not set, and the arguments of cloudflare_record are not known here: a plan tells whether there is such an argument",
		graph.FromPlan:   "unknown cloudflare_record.www | proxied | proxied is not among the arguments of cloudflare_record that are given: is it misspelt?",
	} {
		g := graph.New([]*graph.Resource{graphtest.Resource(t, "cloudflare_record.www", graphtest.Args{"name": cty.StringVal("www")})})
		g.Kind = kind
		if diff := cmp.Diff(want, judge(t, file("cloudflare_record", "", "self.proxied == true", "no"), g)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
