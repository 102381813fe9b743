package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// ecrNodeAccess evaluates 5.1.3. A node role passes when all its policies are
// known and none of them, nor all together, allow a write to ECR.
func ecrNodeAccess() control.Evaluator {
	return control.Evaluator{
		Key:      "ecr-node-access",
		Subjects: node.RoleSubjects(),
		Reads:    node.RoleReads(),
		Absences: []control.Absence{
			{Types: iam.RolePolicyTypes(), On: []string{iam.IamRoleType}, Of: control.OfSubject, Says: "attaches no policy to the role"},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			judge := nodeECRJudge{node.NewRoles(in.Graph, iam.NewIdentityPolicies(in.Graph)), in.Requires, map[*graph.Resource]control.Verdict{}}
			var verdicts []control.Verdict
			for _, role := range judge.roles.All {
				verdicts = append(verdicts, judge.node(role).In(role.Cluster))
			}
			belongs := eks.ByProvider(in.Graph)
			for _, v := range kube.UnreadMappings(in.Graph) {
				verdicts = append(verdicts, eks.InClusters(v, belongs(v.Subject))...)
			}
			return verdicts
		},
	}
}

// nodeECRJudge judges each role once, however many clusters' nodes run with it.
type nodeECRJudge struct {
	roles    *node.Roles
	requires benchmark.Requirement
	judged   map[*graph.Resource]control.Verdict
}

func (j nodeECRJudge) node(n node.Role) control.Verdict {
	switch {
	case n.Role == nil && n.Outside == "":
		return control.Unresolved(n.By, "the node role cannot be told: %s", control.Waiting(n.By))
	case n.Role == nil:
		return j.outside(n)
	}
	v := j.role(n.Role)
	for _, rival := range n.Rivals {
		if j.role(rival).Status != v.Status {
			return control.Unresolved(n.By, "it cannot be told yet which is the node role, %s or %s", n.Role, rival).On(n.Role)
		}
	}
	if n.Open {
		return control.Unresolved(n.By, "it cannot be told whether %s is the node role: %s", n.Role, control.Waiting(n.By)).On(n.Role)
	}
	if v.Status == finding.Pass || v.Status == finding.Fail {
		v = v.Assuming(n.Assumes...)
	}
	return v
}

func (j nodeECRJudge) role(role *graph.Resource) control.Verdict {
	v, ok := j.judged[role]
	if !ok {
		v = roleECR(role, j.roles.Policies.Held(role), j.requires)
		j.judged[role] = v
	}
	return v
}

// outside judges a role that another plan manages: this plan may still give it
// a policy that writes.
func (j nodeECRJudge) outside(n node.Role) control.Verdict {
	subject := n.By.Resource()
	if v := roleECR(subject, j.roles.HeldOutside(n), j.requires); v.Status == finding.Fail {
		return v
	}
	return control.Manual(n.By, "node role %s is not in %s: see that its policies only read from ECR", n.Name(), n.By.Input()).On(subject)
}

// roleECR judges what a role's policies together let it do to ECR.
func roleECR(role *graph.Resource, held []iam.HeldPolicy, requires benchmark.Requirement) control.Verdict {
	grants := iam.ECRGrantsOf(held)
	writes := iampolicy.Writes(grants.Docs...)
	var v control.Verdict
	switch {
	case writes.Verdict == iampolicy.ECRWrite:
		p, actions := grants.Telling(writes)
		v = control.Fail(p.Decider(), "%s lets nodes write to ECR%s", p.Name(), actions).Assuming(p.Assumes...)
	case writes.Verdict == iampolicy.ECRUndecided:
		v = grants.Undecided(writes)
	case writes.Verdict == iampolicy.ECRPullThrough:
		p, actions := grants.Telling(writes)
		v = control.Manual(p.Decider(), "%s lets nodes fill a pull through cache%s: see that they are meant to", p.Name(), actions)
	case len(grants.Outside) > 0:
		p := grants.Outside[0]
		v = control.Manual(p.Value, "%s is held, and what it allows is not in %s", p.Name(), p.Value.Input())
	default:
		if p, reads := grants.BeyondPull(); requires.PullOnly && p != nil {
			return control.Manual(p.Decider(), "%s lets nodes read more of ECR than a pull needs%s: check that they need it", p.Name(), reads).
				On(role).With(grants.Evidence(role)...)
		}
		v = control.Pass(graph.Value{}, "no policy of the role writes to ECR")
		for _, p := range grants.Held {
			v = v.Assuming(p.Assumes...)
		}
	}
	return v.On(role).With(grants.Evidence(role)...)
}
