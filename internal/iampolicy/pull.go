package iampolicy

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// pullActions are what a pull needs, through a cache included: those of AWS's managed
// policy AmazonEC2ContainerRegistryPullOnly, and the one with which older clients look for
// layers (Amazon ECR user guide, "Required IAM permissions for pulling an image").
const pullActions = `GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer BatchGetImage
	BatchImportUpstreamImage`

// ReadsBeyondPull lists the statements of one identity's documents that allow, or may
// allow, reads of ECR that no pull needs, such as ecr:DescribeImages. A Deny takes nothing
// back here: the answer is for a person to review.
func ReadsBeyondPull(docs ...Document) []Reason {
	var reasons []Reason
	for d, doc := range docs {
		for i, s := range doc.Statements {
			allow := s.has(Allow)
			r := Reason{}
			for action, level := range eachECRAction {
				named := s.names(action).And(allow)
				_, name, _ := strings.Cut(action, ":")
				if level != levelRead || hasWord(pullActions, name) || named == logic.No {
					continue
				}
				targets, more := s.targets(action, true, true)
				if len(targets) > 0 || more {
					r.Truth = r.Truth.Or(named)
					r.Actions = append(r.Actions, action)
				}
			}
			if len(r.Actions) > 0 {
				located := reason(d, i, s, r.Truth, unique(s.patternsOf(r.Actions))...)
				located.Actions = r.Actions
				reasons = append(reasons, located)
			}
		}
	}
	sortReasons(reasons)
	return reasons
}

// patternsOf lists the known patterns of the statement's actions that match one of them.
func (s Statement) patternsOf(actions []string) []string {
	var patterns []string
	for _, item := range s.Actions.Items {
		p := foldedPattern(item.Value)
		if !item.Unknown && slices.ContainsFunc(actions, func(action string) bool { return p.matches(fold(action)) }) {
			patterns = append(patterns, item.Value)
		}
	}
	return patterns
}
