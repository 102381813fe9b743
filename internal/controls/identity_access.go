package controls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// identityAccess judges what identity policies allow users to do with ECR: the
// policies of users, groups, and roles that are not nodes'.
type identityAccess struct {
	policies *identityPolicies
	nodes    map[*graph.Resource]truth // whether a role is a node role
	outside  map[string]bool           // names of node roles that are not in the plan
}

func newIdentityAccess(policies *identityPolicies, nodes *nodeRoles) identityAccess {
	a := identityAccess{policies: policies, nodes: map[*graph.Resource]truth{}, outside: map[string]bool{}}
	for _, node := range nodes.all {
		switch {
		case node.Data != nil:
			a.nodes[node.Data] = yes
		case node.Role == nil && len(node.Rivals) > 0:
			for _, role := range node.Rivals {
				a.nodes[role] = max(a.nodes[role], maybe)
			}
		case node.Role == nil:
			a.outside[node.Outside[strings.LastIndex(node.Outside, "/")+1:]] = true
		case len(node.Rivals) == 0:
			a.nodes[node.Role] = yes
		default:
			a.nodes[node.Role] = max(a.nodes[node.Role], maybe)
		}
	}
	return a
}

// identityPolicySubjects are the types that [identityAccess] gives verdicts on:
// the plan's own managed policy, or else what attaches a policy or has it inline.
func identityPolicySubjects() []string {
	subjects := []string{iamPolicyType, iamRoleType, "aws_iam_policy_attachment"}
	for _, kind := range holderKinds() {
		subjects = append(subjects, kind.attachment, kind.inline, kind.onlyAttached)
	}
	return subjects
}

// judgeAll gives one verdict on each policy that concerns ECR: the worst of
// those that its holders come to.
func (a identityAccess) judgeAll() []control.Verdict {
	var order []*graph.Resource
	of := map[*graph.Resource][]control.Verdict{}
	for _, held := range a.policies.all {
		v, concerned := a.judge(held)
		if !concerned {
			continue
		}
		if of[v.Subject] == nil {
			order = append(order, v.Subject)
		}
		of[v.Subject] = append(of[v.Subject], v)
	}
	var verdicts []control.Verdict
	for _, subject := range order {
		verdicts = append(verdicts, worst(of[subject], control.Verdict{}))
	}
	return verdicts
}

// judge returns false for a policy that has nothing to do with ECR, and for a
// node role's, which 5.1.3 judges.
func (a identityAccess) judge(held heldPolicy) (v control.Verdict, concerned bool) {
	node := a.nodeRole(held)
	if node == yes {
		return control.Verdict{}, false
	}
	full, named := ecrGrant(held)
	decider := held.Value
	if held.Policy != nil && held.Policy.Mode == graph.Managed {
		decider = held.Policy.Attr("policy")
	}
	switch {
	case full == iampolicy.Yes && node == maybe:
		v = control.Unresolved(decider, "%s allows every ECR action on every repository to %s, which may be a node role", held.Name(), holderOf(held))
	case full == iampolicy.Yes:
		v = control.Fail(decider, "%s allows every ECR action on every repository to %s", held.Name(), holderOf(held))
	case full == iampolicy.Maybe && decider.Unknown():
		v = control.Unknown(decider)
	case full == iampolicy.Maybe:
		v = control.Unresolved(decider, "%s may allow every ECR action on every repository: it is not known yet what is attached", held.Name())
	case named:
		v = control.Pass(decider, "%s does not allow every ECR action on every repository", held.Name())
	default:
		return control.Verdict{}, false
	}
	return v.Assuming(held.Assumes...), true
}

// ecrGrant says whether a policy allows every ECR action by that name, and
// whether it names ECR at all.
func ecrGrant(held heldPolicy) (full iampolicy.Truth, named bool) {
	if held.ARN != "" {
		managed, ok := iampolicy.Managed(held.ARN)
		switch {
		case !ok: // of somebody else's plan, whose subject it is
			return iampolicy.No, false
		case managed.FullECR:
			return iampolicy.Yes, true
		}
		return iampolicy.No, strings.Contains(managed.Name, "ContainerRegistry")
	}
	type grant struct {
		full  iampolicy.Truth
		named bool
	}
	type key struct{ sure bool }
	g := asked(held, key{held.sure}, func() (g grant) {
		g.full = iampolicy.FullECR(held.says.Document).Truth
		for _, r := range iampolicy.UsesECR(held.says.Document).Reasons {
			for _, item := range r.Items {
				g.named = g.named || strings.HasPrefix(strings.ToLower(item), "ecr")
			}
		}
		return g
	})
	return g.full, g.named
}

// asked is the answer to a question about what a policy says: put once to a policy
// of the graph, however many hold it.
func asked[T any](held heldPolicy, key any, question func() T) T {
	if held.Policy == nil {
		return question()
	}
	return graph.Once(&held.Policy.Facts, key, question)
}

// nodeRole says whether a policy's holder is a node role.
func (a identityAccess) nodeRole(held heldPolicy) truth {
	switch {
	case held.HolderType != iamRoleType:
		return no
	case held.Holder != nil && held.theirs:
		return a.nodes[held.Holder]
	case held.HolderName == "":
		return maybe
	}
	return truthOf(a.outside[held.HolderName])
}

// administrators is evidence, of a few, that somebody may do everything: no
// policy of a repository limits an administrator of its account.
func (a identityAccess) administrators() []finding.Evidence {
	const most = 3
	var evidence []finding.Evidence
	for _, held := range a.policies.all {
		if len(evidence) == most || a.nodeRole(held) != no {
			continue
		}
		managed, _ := iampolicy.Managed(held.ARN)
		type key struct{ sure bool }
		everything := asked(held, key{held.sure}, func() iampolicy.Truth { return iampolicy.Administrator(held.says.Document).Truth })
		if managed.Name == "AdministratorAccess" || everything == iampolicy.Yes {
			evidence = append(evidence, finding.Evidence{
				Address: held.By.String(), Attribute: held.Value.Path(), Value: "administrator: " + holderOf(held),
			})
		}
	}
	return evidence
}

func holderOf(held heldPolicy) string {
	switch {
	case held.Holder != nil:
		return held.Holder.String()
	case held.HolderName != "":
		return strings.TrimPrefix(held.HolderType, "aws_iam_") + " " + control.Show(held.named)
	}
	return "a " + strings.TrimPrefix(held.HolderType, "aws_iam_")
}
