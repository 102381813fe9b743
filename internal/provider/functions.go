package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

const (
	clusterType    = "aws_eks_cluster"
	repositoryType = "aws_ecr_repository"
)

// functions lists the provider's functions.
func functions() []judging {
	return []judging{
		{
			name:    "eks_findings",
			summary: "What the benchmark says of an EKS cluster",
			takes:   whole(clusterType), read: ofType(clusterType), answer: findings(),
		},
		{
			name:    "eks_failures",
			summary: "What is wrong with an EKS cluster, in words for an error message",
			takes:   whole(clusterType), read: ofType(clusterType), answer: failures(),
		},
		{
			name:    "ecr_findings",
			summary: "What the benchmark says of an ECR repository",
			takes:   whole(repositoryType), read: ofType(repositoryType), answer: findings(),
		},
		{
			name:    "ecr_failures",
			summary: "What is wrong with an ECR repository, in words for an error message",
			takes:   whole(repositoryType), read: ofType(repositoryType), answer: failures(),
		},
		{
			name:    "findings",
			summary: "What the benchmark says of several resources together",
			takes: parameter("resources", "An object whose attributes are named by resource types, such as "+
				"`{ aws_eks_cluster = aws_eks_cluster.this, aws_eks_node_group = aws_eks_node_group.app }`. "+
				"Each holds a whole resource, the list that `count` makes, or the map that `for_each` makes."),
			read: ofTypes, answer: findings(),
		},
	}
}

func whole(typ string) function.Parameter {
	return parameter("resource", "The whole resource (`self`, or `"+typ+".NAME`), the list that `count` makes, or the map that "+
		"`for_each` makes. `null` is no resource. Parts of it may be known only after apply.")
}

// parameter takes any value, whole or in part unknown: without leave for unknown
// values Terraform would not call a function at plan at all.
func parameter(name, description string) function.Parameter {
	return function.DynamicParameter{
		Name:                name,
		AllowNullValue:      true,
		AllowUnknownValues:  true,
		MarkdownDescription: description,
	}
}

// answer is what a function returns: of a report, and before anything is known.
type answer struct {
	means string
	typ   function.Return
	of    func(*finding.Report) attr.Value
	none  attr.Value
}

// findings answers with every finding on what was given.
func findings() answer {
	return answer{
		means: "Returns a list of objects with `control`, `title`, `severity`, `status`, `address`, `attribute`, `message` and `remediation`, and with `file`, `line` and `waived`, " +
			"which the data source knows where it reads source and are empty here; passes included, the worst of each control first.",
		typ: function.ListReturn{ElementType: findingType()},
		of: func(r *finding.Report) attr.Value {
			return findingsValue(r, onSubjects(r.Findings))
		},
		none: types.ListUnknown(findingType()),
	}
}

// failures answers with a line for each failure.
func failures() answer {
	return answer{
		means: "Returns a list of texts, one for each failure: the control, what is wrong and on which attribute, and the mend. " +
			"It is empty where nothing is known to be wrong: what is known only after apply is no failure.",
		typ: function.ListReturn{ElementType: types.StringType},
		of: func(r *finding.Report) attr.Value {
			texts := []attr.Value{}
			for _, text := range lines(r, finding.Threshold{Statuses: []finding.Status{finding.Fail}}.Counting(r)) {
				texts = append(texts, types.StringValue(text))
			}
			return types.ListValueMust(types.StringType, texts)
		},
		none: types.ListUnknown(types.StringType),
	}
}
