package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	repositoryPolicyType = "aws_ecr_repository_policy"
	registryPolicyType   = "aws_ecr_registry_policy"
	creationTemplateType = "aws_ecr_repository_creation_template"
)

// ecrUserAccess decides 5.1.2. A repository, the registry or a template passes
// when its resource policy names who may do what; an identity policy passes
// when it does not give users every ECR action.
func ecrUserAccess() control.Evaluator {
	return control.Evaluator{
		Key: "ecr-user-access",
		Subjects: slices.Concat(
			[]string{repositoryType, repositoryPolicyType, registryPolicyType, creationTemplateType},
			identityPolicySubjects(),
		),
		Reads: append(node.RoleReads(),
			control.Read{Types: []string{repositoryType}, Arguments: []string{"name", "id", "arn"}},
			control.Read{Types: []string{repositoryPolicyType}, Arguments: []string{"repository", "policy"}},
			control.Read{Types: []string{registryPolicyType}, Arguments: []string{"policy"}},
			control.Read{Types: []string{creationTemplateType}, Arguments: []string{"repository_policy"}},
		),
		Absences: []control.Absence{
			{Types: []string{repositoryPolicyType}, On: []string{repositoryType}, Of: control.OfSubject, Says: "sets no policy on the repository"},
			{Types: node.RolePointerTypes(), Of: control.OfSubject, Says: "does not make the role a node role", Cure: true},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			policies := iam.NewIdentityPolicies(in.Graph)
			nodes := node.NewRoles(in.Graph, policies)
			resources := iam.ResourcePolicies{Documents: policies.Documents, Limits: iam.LimitsOf(in.Settings)}
			identities := newIdentityAccess(policies, nodes)
			return slices.Concat(
				repositoryAccess(in.Graph, resources, identities.administrators()),
				resources.CheckAll(in.Graph.Resources(registryPolicyType), "policy"),
				resources.CheckAll(in.Graph.Resources(creationTemplateType), "repository_policy"),
				identities.judgeAll(),
			)
		},
	}
}

// repositoryAccess judges every repository by the policies that are set on it,
// and on its own every policy that is not certainly on a repository of the plan.
func repositoryAccess(g *graph.Graph, policies iam.ResourcePolicies, administrators []finding.Evidence) []control.Verdict {
	var verdicts []control.Verdict
	anywhere := map[graph.Home]control.Verdict{} // by place, the worst of policies that may be on any repository there
	certain := map[*graph.Resource][]control.Verdict{}
	possible := map[*graph.Resource][]control.Verdict{}
	for _, policy := range g.Resources(repositoryPolicyType) {
		v := policies.Check(policy.Attr("policy"))
		link := g.Link(policy.Attr("repository"), repositoryType)
		if repository, ok := link.One(); ok {
			certain[repository] = append(certain[repository], v.On(repository).Assuming(link.Assumes...))
			continue
		}
		verdicts = append(verdicts, v)
		if home := g.Home(policy); link.Open {
			worst, ok := anywhere[home]
			if !ok {
				worst = v
			}
			anywhere[home] = control.Worst([]control.Verdict{worst, v}, v)
		}
		for _, repository := range link.To {
			possible[repository] = append(possible[repository], v)
		}
	}
	for _, repository := range g.Resources(repositoryType) {
		v := control.Worst(certain[repository], control.Pass(graph.Value{},
			"no resource policy in %s: only the account's own IAM reaches the repository", repository.Input()).On(repository))
		if doubt := control.Worst(slices.Concat(possible[repository], near(g, repository, anywhere)), v); v.Status == finding.Pass && doubt.Status != finding.Pass {
			v = control.Unresolved(doubt.Decider, "%s may be set on this repository: %s", doubt.Subject, doubt.Message).On(repository)
		}
		if len(certain[repository]) > 0 {
			v = v.Complete() // a repository has one policy
		}
		verdicts = append(verdicts, v.With(administrators...))
	}
	return verdicts
}

// near returns the verdicts on policies that may be in the place of a repository.
func near(g *graph.Graph, repository *graph.Resource, policies map[graph.Home]control.Verdict) []control.Verdict {
	var found []control.Verdict
	for _, v := range policies {
		if g.SamePlace(v.Decider.Resource(), repository) != graph.Different {
			found = append(found, v)
		}
	}
	slices.SortFunc(found, func(a, b control.Verdict) int {
		return a.Decider.Resource().Address.Compare(b.Decider.Resource().Address)
	})
	return found
}
