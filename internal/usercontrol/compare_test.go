package usercontrol_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func cut(verdict string) (status, rest string, found bool) { return strings.Cut(verdict, " ") }

// A state has no configuration: of what AWS fills it is not known whether it was set.
func TestWrittenInAState(t *testing.T) {
	cluster := graphtest.Resource(t, "aws_eks_cluster.shop", graphtest.Args{
		"name": cty.StringVal("shop"), "version": cty.StringVal("1.33"), "tags": cty.NullVal(cty.Map(cty.String)),
		"access_config": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"authentication_mode": cty.StringVal("API")})}),
	})
	tests := []struct{ condition, want string }{
		{`self.version != null`, "unknown aws_eks_cluster.shop | version | this plan does not tell whether version is set in the configuration"},
		{`null == self.version`, "unknown aws_eks_cluster.shop | version | this plan does not tell whether version is set in the configuration"},
		{`length(self.access_config) == 1`, "unknown aws_eks_cluster.shop | access_config | this plan does not tell whether access_config is set in the configuration"},
		{`self.version == "1.33"`, "pass aws_eks_cluster.shop | version | the condition holds"},
		{`self.access_config[0].authentication_mode == "API"`, "pass aws_eks_cluster.shop | access_config[0].authentication_mode | the condition holds"},
		{`self.name != null`, "pass aws_eks_cluster.shop | name | the condition holds"},
		{`(self.tags) == null`, "pass aws_eks_cluster.shop | tags | the condition holds"},
		{`self.tags["Owner"] == null`, "pass aws_eks_cluster.shop | tags.Owner | the condition holds"},
		{`length(self.tags) == 0`, "pass aws_eks_cluster.shop | tags | the condition holds"},
		{`self.encryption_config == null`, "pass aws_eks_cluster.shop | encryption_config | the condition holds"},
	}
	for _, tt := range tests {
		t.Run(tt.condition, func(t *testing.T) {
			got := judge(t, file("aws_eks_cluster", "", tt.condition, "no"), graph.New([]*graph.Resource{cluster}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Values of two types are never equal, whatever they are: that is a mistake of the rule.
func TestComparedTypes(t *testing.T) {
	const group = "aws_eks_node_group"
	mistakes := []struct{ resource, condition, want string }{
		{"aws_eks_cluster", `self.version == 1.33`, `self.version is a string, which is never equal to a number: write "1.33"`},
		{"aws_eks_cluster", `1.33 != (self.version)`, `self.version is a string, which is never equal to a number: write "1.33"`},
		{"aws_ecr_repository", `self.force_delete == "false"`, `self.force_delete is a bool, which is never equal to a string: write false without quotes`},
		{group, `self.scaling_config[0].min_size == "2"`, `self.scaling_config[0].min_size is a number, which is never equal to a string: write 2 without quotes`},
		{group, `alltrue([for t in linked("aws_launch_template", self.launch_template[0].id) : t.ebs_optimized == true])`, `t.ebs_optimized is a string, which is never equal to a bool: write "true"`},
		{group, `length(self.labels) == "1"`, `length(self.labels) is a number, which is never equal to a string: write 1 without quotes`},
		{group, `self.subnet_ids == ["subnet-1"]`, `self.subnet_ids is a set, which has no order: compare it with setsubtract, contains or length`},
	}
	for _, tt := range mistakes {
		t.Run(tt.condition, func(t *testing.T) {
			_, err := load(t, file(tt.resource, "", tt.condition, "no"))
			if err == nil {
				t.Fatal("no mistake")
			}
			first, _, _ := strings.Cut(err.Error(), "\n")
			if diff := cmp.Diff("acme.yaml:13: condition: "+tt.want, first); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	for _, condition := range []string{`self.version == "1.33"`, `tonumber(self.version) == 1.33`, `self["newer"] == 1`, `self.version == self.name`} {
		if _, err := load(t, file("aws_eks_cluster", "", condition, "no")); err != nil {
			t.Errorf("%s: %v", condition, err)
		}
	}
}

// If the types are known only when the values are, there is no answer.
func TestComparedValues(t *testing.T) {
	repository := graphtest.Resource(t, "aws_ecr_repository.app", graphtest.Args{"newer": cty.StringVal("1")})
	for _, operator := range []string{"==", "!="} {
		got := judge(t, file("aws_ecr_repository", "", `self["newer"] `+operator+` 1`, "no"), graph.New([]*graph.Resource{repository}))
		want := "unknown aws_ecr_repository.app | newer | condition at acme.yaml:13 has no answer: it compares a string with a number, which are never equal"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", operator, diff)
		}
	}
}
