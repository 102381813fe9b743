package usercontrol_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

const rotated = `alltrue([for key in linked("aws_kms_key", self.encryption_configuration[0].kms_key) : key.enable_key_rotation])`

func encrypted(key string) graphtest.Args {
	return graphtest.Args{"name": cty.StringVal("app"), "encryption_configuration": cty.TupleVal([]cty.Value{
		cty.ObjectVal(map[string]cty.Value{"kms_key": cty.StringVal(key)}),
	})}
}

func TestLinks(t *testing.T) {
	const arn = "arn:aws:kms:eu-central-1:111122223333:key/1"
	key := func(address string, args graphtest.Args) *graph.Resource {
		args["arn"] = cty.StringVal(arn)
		return graphtest.Resource(t, address, args)
	}
	policies := func(n int) []*graph.Resource {
		var all []*graph.Resource
		for i := range n {
			all = append(all, graphtest.Resource(t, fmt.Sprintf("aws_ecr_repository_policy.p[%d]", i), graphtest.Args{"repository": cty.DynamicVal}))
		}
		return all
	}
	tests := []struct {
		name, condition string
		args            graphtest.Args
		others          []*graph.Resource
		incomplete      bool
		want            string
	}{
		{
			name: "of a data source, what it does not read is not here", condition: rotated, args: encrypted(arn),
			others: []*graph.Resource{key("data.aws_kms_key.ours", graphtest.Args{})},
			want:   "manual aws_ecr_repository.app | encryption_configuration[0].kms_key | data.aws_kms_key.ours only reads it: what is set there is not in this plan",
		},
		{
			name: "of a data source, what it reads counts", condition: rotated, args: encrypted(arn),
			others: []*graph.Resource{key("data.aws_kms_key.ours", graphtest.Args{"enable_key_rotation": cty.False})},
			want:   "fail aws_ecr_repository.app | encryption_configuration[0].kms_key | no",
		},
		{
			name: "how many there are is known of what is elsewhere", args: encrypted(arn),
			condition: `length(linked("aws_kms_key", self.encryption_configuration[0].kms_key)) == 1`,
			want:      "pass aws_ecr_repository.app | encryption_configuration[0].kms_key | the condition holds",
		},
		{
			name: "what is left out points at nothing", args: graphtest.Args{},
			condition: `length(linked("aws_kms_key", self.encryption_configuration[0].kms_key)) == 0`,
			want:      "pass aws_ecr_repository.app | encryption_configuration[0].kms_key | the condition holds",
		},
		{
			name: "try does not hide that a link is open", condition: `try(linked("aws_kms_key", self.encryption_configuration[0].kms_key)[0].enable_key_rotation, true)`,
			args: graphtest.Args{"encryption_configuration": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"kms_key": cty.DynamicVal})})},
			want: "unknown aws_ecr_repository.app | encryption_configuration[0].kms_key | what encryption_configuration[0].kms_key points at is not known: a dynamic block writes it, which --source shows",
		},
		{
			name: "one of a type that may be of any repository", condition: `length(referrers("aws_ecr_repository_policy", "repository")) == 0`,
			args: encrypted(arn), others: policies(1),
			want: "unknown aws_ecr_repository.app | aws_ecr_repository_policy.p[0].repository | what aws_ecr_repository_policy.p[0].repository points at is not known",
		},
		{
			name: "too many of them to try them all", condition: `length(referrers("aws_ecr_repository_policy", "repository")) < 100`,
			args: encrypted(arn), others: policies(20),
			want: "unknown aws_ecr_repository.app | aws_ecr_repository_policy.p[0].repository | what aws_ecr_repository_policy.p[0].repository points at is not known",
		},
		{
			name: "few enough to try them all", condition: `length(referrers("aws_ecr_repository_policy", "repository")) < 100`,
			args: encrypted(arn), others: policies(5),
			want: "pass aws_ecr_repository.app | aws_ecr_repository_policy.p[0].repository | the condition holds",
		},
		{
			name: "a literal that may be a name not yet known", condition: `length(referrers("aws_ecr_repository_policy", "repository")) == 0`,
			args:   graphtest.Args{"name": cty.DynamicVal},
			others: []*graph.Resource{graphtest.Resource(t, "aws_ecr_repository_policy.p", graphtest.Args{"repository": cty.StringVal("app")})},
			want:   "unknown aws_ecr_repository.app | aws_ecr_repository_policy.p.repository | what aws_ecr_repository_policy.p.repository points at is not known",
		},
		{
			name: "an incomplete plan may have more", condition: `length(referrers("aws_ecr_repository_policy", "repository")) == 0`,
			args: encrypted(arn), incomplete: true,
			want: "unknown aws_ecr_repository.app |  | the plan is incomplete: it was targeted: it may hold more of aws_ecr_repository_policy",
		},
		{
			name: "an incomplete plan may have more of all", condition: `length(resources("aws_ecr_registry_policy")) == 0`,
			args: encrypted(arn), incomplete: true,
			want: "unknown aws_ecr_repository.app |  | the plan is incomplete: it was targeted: it may hold more of aws_ecr_registry_policy",
		},
		{
			name: "all of a type", condition: `length(resources("aws_ecr_registry_policy")) == 0`, args: encrypted(arn),
			others: []*graph.Resource{graphtest.Resource(t, "aws_ecr_registry_policy.this", nil)},
			want:   "fail aws_ecr_repository.app |  | no",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := graph.New(append(tt.others, graphtest.Resource(t, "aws_ecr_repository.app", tt.args)))
			if tt.incomplete {
				g.Gaps = []graph.Gap{{Kind: graph.PartialPlan, Why: "it was targeted"}}
			}
			if diff := cmp.Diff(tt.want, judge(t, file("aws_ecr_repository", "", tt.condition, "no"), g)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A value of a linked resource is evidence, with its address. A sensitive one
// decides nothing, so that it is no evidence either.
func TestEvidence(t *testing.T) {
	const arn = "arn:aws:kms:eu-central-1:111122223333:key/1"
	for name, tt := range map[string]struct {
		rotates cty.Value
		want    []finding.Evidence
	}{
		"known": {cty.False, []finding.Evidence{
			{Attribute: "encryption_configuration[0].kms_key", Value: arn},
			{Address: "aws_kms_key.ours", Attribute: "enable_key_rotation", Value: "false"},
		}},
		"sensitive": {cty.False.Mark(graph.SensitiveMark), nil},
	} {
		g := graph.New([]*graph.Resource{
			graphtest.Resource(t, "aws_ecr_repository.app", encrypted(arn)),
			graphtest.Resource(t, "aws_kms_key.ours", graphtest.Args{"arn": cty.StringVal(arn), "enable_key_rotation": tt.rotates}),
		})
		evaluators, err := load(t, file("aws_ecr_repository", "", rotated, "no"))
		if err != nil {
			t.Fatal(err)
		}
		got := evaluators[0].Evaluate(control.Input{Graph: g})
		if diff := cmp.Diff(tt.want, got[0].Evidence); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// A finding on what belongs to a cluster is grouped with it.
func TestCluster(t *testing.T) {
	cluster := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"name": cty.StringVal("prod")})
	g := graph.New([]*graph.Resource{
		cluster,
		graphtest.Resource(t, "aws_eks_node_group.own", graphtest.Args{"cluster_name": cty.StringVal("prod")}),
		graphtest.Resource(t, "aws_eks_node_group.elsewhere", graphtest.Args{"cluster_name": cty.StringVal("other")}),
	})
	for resource, want := range map[string]map[string]*graph.Resource{
		"aws_eks_cluster":    {"aws_eks_cluster.this": cluster},
		"aws_eks_node_group": {"aws_eks_node_group.own": cluster, "aws_eks_node_group.elsewhere": nil},
	} {
		evaluators, err := load(t, file(resource, "", `self.tags == null`, "no"))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range evaluators[0].Evaluate(control.Input{Graph: g}) {
			if v.Cluster != want[v.Subject.String()] {
				t.Errorf("%s is of %v", v.Subject, v.Cluster)
			}
		}
	}
}
