package assess

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// readBy gives the types of resources that evaluators check or read.
func readBy(evaluators []control.Evaluator) map[string]bool {
	types := map[string]bool{}
	for _, e := range evaluators {
		for _, t := range e.Subjects {
			types[t] = true
		}
		for _, read := range e.Reads {
			for _, t := range read.Types {
				types[t] = true
			}
		}
	}
	return types
}

// Unchecked lists, sorted, those of the types that belong to EKS or ECR and that no
// control reads, whichever are selected.
func (a *Assessor) Unchecked(types []string) []string {
	var unchecked []string
	for _, t := range types {
		if !a.read[t] && (strings.HasPrefix(t, "aws_eks_") || strings.HasPrefix(t, "aws_ecr_") || strings.HasPrefix(t, "aws_ecrpublic_")) {
			unchecked = append(unchecked, t)
		}
	}
	slices.Sort(unchecked)
	return slices.Compact(unchecked)
}

// Unfamiliar keeps of unchecked types those that may matter to the benchmark for all that
// this program knows: newer ones than the types that were looked at and set aside.
func Unfamiliar(unchecked []string) []string {
	return slices.DeleteFunc(slices.Clone(unchecked), func(t string) bool {
		return strings.HasPrefix(t, "aws_ecrpublic_") || slices.Contains([]string{
			"aws_ecr_lifecycle_policy", "aws_ecr_pull_through_cache_rule", "aws_ecr_pull_time_update_exclusion",
			"aws_ecr_replication_configuration", "aws_ecr_repository_creation_template",
			"aws_eks_addon", "aws_eks_fargate_profile", "aws_eks_identity_provider_config",
		}, t)
	})
}
