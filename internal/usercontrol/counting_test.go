package usercontrol_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// What is not known of one element hides nothing of the others.
func TestBesideTheUnknown(t *testing.T) {
	text := func(s string) cty.Value { return cty.StringVal(s) }
	repository := func(name string, mutability cty.Value) *graph.Resource {
		return graphtest.Resource(t, "aws_ecr_repository."+name, graphtest.Args{"name": text(name), "image_tag_mutability": mutability})
	}
	others := []*graph.Resource{
		repository("later", cty.UnknownVal(cty.String)),
		repository("moving", text("MUTABLE")),
		repository("other", text("MUTABLE")),
		repository("shut", text("IMMUTABLE")),
	}
	const all = `resources("aws_ecr_repository")`
	tests := []struct{ name, condition, want string }{
		{"two are counted", `length([for r in ` + all + ` : r if r.image_tag_mutability == "MUTABLE"]) < 2`, "fail"},
		{"a third may be", `length([for r in ` + all + ` : r if r.image_tag_mutability == "MUTABLE"]) < 3`, "unknown"},
		{"a fourth is none", `length([for r in ` + all + ` : r if r.image_tag_mutability == "MUTABLE"]) < 4`, "pass"},
		{"exactly so many cannot be said", `length([for r in ` + all + ` : r if r.image_tag_mutability == "MUTABLE"]) == 2`, "unknown"},
		{"more than there are", `length([for r in ` + all + ` : r if r.image_tag_mutability == "MUTABLE"]) == 4`, "fail"},
		{"one that is found", `contains([for r in ` + all + ` : r.name if r.image_tag_mutability == "MUTABLE"], "other")`, "pass"},
		{"one that may be", `contains([for r in ` + all + ` : r.name if r.image_tag_mutability == "MUTABLE"], "later")`, "unknown"},
		{"one that is filtered", `!contains([for r in ` + all + ` : r.name if r.image_tag_mutability == "MUTABLE"], "shut")`, "pass"},
		{"any through a filter", `anytrue([for r in ` + all + ` : r.name == "moving" if r.image_tag_mutability == "MUTABLE"])`, "pass"},
		{"all through a filter that does not matter", `alltrue([for r in ` + all + ` : r.name != "x" if r.image_tag_mutability == "MUTABLE"])`, "pass"},
		{"all through a filter that does", `alltrue([for r in ` + all + ` : r.name != "later" if r.image_tag_mutability == "MUTABLE"])`, "unknown"},
		{"flattened", `alltrue(flatten([for r in ` + all + ` : r.image_tag_mutability == "MUTABLE" ? [r.name != "moving"] : [true]]))`, "fail"},
		{"an inner list that is not known", `anytrue(flatten([[for r in ` + all + ` : r.name == "moving"], jsondecode(self.description)]))`, "pass"},
		{"an inner list that decides", `anytrue(flatten([[for r in ` + all + ` : r.name == "x"], jsondecode(self.description)]))`, "unknown"},
		{"joined lists", `contains(concat([for r in ` + all + ` : r.name], jsondecode(self.description)), "moving")`, "pass"},
		{"a list of lists", `length(flatten([for r in ` + all + ` : [for o in ` + all + ` : o if o.image_tag_mutability == "MUTABLE"]])) >= 8`, "pass"},
		{"one filter in another", `length([for n in [for r in ` + all + ` : r.name if r.image_tag_mutability == "MUTABLE"] : n]) > 1`, "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			subject := graphtest.Resource(t, "aws_iam_policy.all", graphtest.Args{"name": text("all"), "description": cty.UnknownVal(cty.String)})
			got := judge(t, file("aws_iam_policy", "", tt.condition+` && self.name == "all"`, "no"), graph.New(append(others, subject)))
			status, _, _ := cut(got)
			if diff := cmp.Diff(tt.want, status); diff != "" {
				t.Errorf("(-want +got)\n%s\nin full: %s", diff, got)
			}
		})
	}
}

// A filter by something secret tells nothing of it.
func TestSecretFilter(t *testing.T) {
	repository := graphtest.Resource(t, "aws_ecr_repository.one", graphtest.Args{"name": cty.StringVal("hunter2").Mark(graph.SensitiveMark)})
	later := graphtest.Resource(t, "aws_ecr_repository.two", graphtest.Args{"name": cty.UnknownVal(cty.String)})
	subject := graphtest.Resource(t, "aws_iam_policy.all", graphtest.Args{"name": cty.StringVal("all")})
	condition := `length([for r in resources("aws_ecr_repository") : r if r.name == "hunter2"]) < 3 && self.name == "all"`
	got := judge(t, file("aws_iam_policy", "", condition, "no"), graph.New([]*graph.Resource{repository, later, subject}))
	if status, _, _ := cut(got); status != "manual" {
		t.Errorf("got %s, want manual", got)
	}
}
