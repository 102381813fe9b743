package controls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// identityAccess judges what identity policies allow users to do with ECR: the
// policies of users, groups, and roles that are not nodes'.
type identityAccess struct {
	policies *iam.IdentityPolicies
	nodes    map[*graph.Resource]logic.Truth // whether a role is a node role
	outside  map[string]bool                 // names of node roles that are not in the plan
}

func newIdentityAccess(policies *iam.IdentityPolicies, nodes *node.Roles) identityAccess {
	a := identityAccess{policies: policies, nodes: map[*graph.Resource]logic.Truth{}, outside: map[string]bool{}}
	for _, node := range nodes.All {
		switch {
		case node.Data != nil:
			a.nodes[node.Data] = logic.Yes
		case node.Role == nil && len(node.Rivals) > 0:
			for _, role := range node.Rivals {
				a.nodes[role] = max(a.nodes[role], logic.Maybe)
			}
		case node.Role == nil:
			a.outside[node.Outside[strings.LastIndex(node.Outside, "/")+1:]] = true
		case len(node.Rivals) == 0:
			a.nodes[node.Role] = logic.Yes
		default:
			a.nodes[node.Role] = max(a.nodes[node.Role], logic.Maybe)
		}
	}
	return a
}

// identityPolicySubjects are the types that [identityAccess] gives verdicts on:
// the plan's own managed policy, or else what attaches a policy or has it inline.
func identityPolicySubjects() []string {
	subjects := []string{iam.IamPolicyType, iam.IamRoleType, "aws_iam_policy_attachment"}
	for _, kind := range iam.HolderKinds() {
		subjects = append(subjects, kind.Attachment, kind.Inline, kind.OnlyAttached)
	}
	return subjects
}

// judgeAll gives one verdict on each policy that concerns ECR: the worst of
// those that its holders come to.
func (a identityAccess) judgeAll() []control.Verdict {
	var order []*graph.Resource
	of := map[*graph.Resource][]control.Verdict{}
	for _, held := range a.policies.All {
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
		verdicts = append(verdicts, control.Worst(of[subject], control.Verdict{}))
	}
	return verdicts
}

// judge returns false for a policy that has nothing to do with ECR, and for a
// node role's, which 5.1.3 judges.
func (a identityAccess) judge(held iam.HeldPolicy) (v control.Verdict, concerned bool) {
	isNode := a.nodeRole(held)
	if isNode == logic.Yes {
		return control.Verdict{}, false
	}
	full, named := ecrGrant(held)
	decider := held.Value
	if held.Policy != nil && held.Policy.Mode == graph.Managed {
		decider = held.Policy.Attr("policy")
	}
	switch {
	case full == logic.Yes && held.Undone != nil:
		v = control.Unresolved(decider, "%s allows every ECR action on every repository to %s, and %s takes it away: the order of the apply decides",
			held.Name(), holderOf(held), held.Undone)
	case full == logic.Yes && isNode == logic.Maybe:
		v = control.Unresolved(decider, "%s allows every ECR action on every repository to %s, which may be a node role", held.Name(), holderOf(held))
	case full == logic.Yes:
		v = control.Fail(decider, "%s allows every ECR action on every repository to %s", held.Name(), holderOf(held))
		if held.Holder != nil && node.MayBeNode(held.Holder, a.policies) {
			v = v.Lacking(held.Holder)
		}
	case full == logic.Maybe && decider.Unknown():
		v = control.Unknown(decider)
	case full == logic.Maybe:
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
func ecrGrant(held iam.HeldPolicy) (full logic.Truth, named bool) {
	if held.ARN != "" {
		managed, ok := iampolicy.Managed(held.ARN)
		switch {
		case !ok: // of somebody else's plan, whose subject it is
			return logic.No, false
		case managed.FullECR:
			return logic.Yes, true
		}
		return logic.No, strings.Contains(managed.Name, "ContainerRegistry")
	}
	type grant struct {
		full  logic.Truth
		named bool
	}
	type key struct{ sure bool }
	g := iam.Asked(held, key{held.Sure}, func() (g grant) {
		g.full = iampolicy.FullECR(held.Says()).Truth
		for _, r := range iampolicy.UsesECR(held.Says()).Reasons {
			for _, item := range r.Items {
				g.named = g.named || strings.HasPrefix(strings.ToLower(item), "ecr")
			}
		}
		return g
	})
	return g.full, g.named
}

// nodeRole says whether a policy's holder is a node role.
func (a identityAccess) nodeRole(held iam.HeldPolicy) logic.Truth {
	switch {
	case held.HolderType != iam.IamRoleType:
		return logic.No
	case held.Holder != nil && held.Theirs:
		return a.nodes[held.Holder]
	case held.HolderName == "":
		return logic.Maybe
	}
	return logic.Of(a.outside[held.HolderName])
}

// administrators is evidence, of a few, that somebody may do everything: no
// policy of a repository limits an administrator of its account.
func (a identityAccess) administrators() []finding.Evidence {
	const most = 3
	var evidence []finding.Evidence
	for _, held := range a.policies.All {
		if len(evidence) == most || a.nodeRole(held) != logic.No {
			continue
		}
		managed, _ := iampolicy.Managed(held.ARN)
		type key struct{ sure bool }
		everything := iam.Asked(held, key{held.Sure}, func() logic.Truth { return iampolicy.Administrator(held.Says()).Truth })
		if managed.Name == "AdministratorAccess" || everything == logic.Yes {
			evidence = append(evidence, finding.Evidence{
				Address: held.By.String(), Attribute: held.Value.Path(), Value: "administrator: " + holderOf(held),
			})
		}
	}
	return evidence
}

func holderOf(held iam.HeldPolicy) string {
	switch {
	case held.Holder != nil:
		return held.Holder.String()
	case held.HolderName != "":
		return strings.TrimPrefix(held.HolderType, "aws_iam_") + " " + control.Show(held.Named)
	}
	return "a " + strings.TrimPrefix(held.HolderType, "aws_iam_")
}
