package node

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// need says whose permissions a policy of a node role holds. The order counts:
// of several policies the greatest decides.
type need int

const (
	workerNeed   need = iota
	unjudgedNeed      // it is named, and neither in the plan nor in a table
	unsureNeed        // it is not known yet
	workloadNeed      // beyond what a worker node needs: every pod of the node has it
)

// WorkloadPermissions judges whether a node role holds AWS permissions that are
// a workload's. ok is false where it holds a worker's alone. The policies in
// extra count as a worker's.
func WorkloadPermissions(role *graph.Resource, held []iam.HeldPolicy, extra iampolicy.Baseline) (v control.Verdict, ok bool) {
	worst, p := workerNeed, iam.HeldPolicy{}
	for _, alternatives := range iam.ByPlace(held) {
		if n := needOfAny(alternatives, extra); n > worst {
			worst, p = n, alternatives[0]
		}
	}
	switch worst {
	case workerNeed:
		return control.Verdict{}, false
	case workloadNeed:
		v = control.Fail(p.Decider(), "%s gives every pod of these nodes permissions beyond a worker's%s", p.Name(), beyond(p)).Assuming(p.Assumes...)
	case unjudgedNeed:
		v = control.Manual(p.Value, "the node role holds %s: see whether it gives pods what only some workloads need", p.Name())
	case unsureNeed:
		if p.Undone != nil {
			v = control.Unresolved(p.Value, "%s gives the role %s and %s takes it away: the order of the apply decides", p.By, p.Name(), p.Undone)
			break
		}
		v = control.Unresolved(p.Decider(), "it is not known yet whether %s gives pods more than a worker node needs", p.Name())
	}
	return v.On(role).With(p.Evidence(role)), true
}

// needOfAny judges the candidates for one attached policy: they have to agree.
func needOfAny(alternatives []iam.HeldPolicy, extra iampolicy.Baseline) need {
	first := needOf(alternatives[0], extra)
	for _, p := range alternatives[1:] {
		if needOf(p, extra) != first {
			return unsureNeed
		}
	}
	if p := alternatives[0]; first == workloadNeed && (!p.Theirs || p.Undone != nil) {
		return unsureNeed // another role may hold it, or a list takes it away
	}
	return first
}

func needOf(p iam.HeldPolicy, extra iampolicy.Baseline) need {
	policy, managed := iampolicy.Managed(p.ARN)
	answer := policy.BeyondBaseline
	switch {
	case inBaseline(p, extra):
		return workerNeed
	case p.OutsidePlan():
		return unjudgedNeed
	case !managed:
		type key struct{}
		answer = iam.Asked(p, key{}, func() logic.Truth { return iampolicy.BeyondBaseline(p.Document.Document).Truth })
	}
	switch answer {
	case logic.No:
		return workerNeed
	case logic.Yes:
		return workloadNeed
	}
	return unsureNeed
}

// inBaseline reports whether the user counts the policy as a worker's.
func inBaseline(p iam.HeldPolicy, extra iampolicy.Baseline) bool {
	names := []string{p.ARN, p.InlineName}
	if p.Policy != nil {
		for _, attr := range []string{"name", "arn"} {
			if text, ok := p.Policy.Attr(attr).Text(); ok {
				names = append(names, text)
			}
		}
	}
	for _, name := range names {
		if name != "" && extra.Has(name) {
			return true
		}
	}
	return false
}

// beyond lists what a policy's document allows beyond a worker's needs, for a
// message.
func beyond(p iam.HeldPolicy) string {
	answer := iampolicy.BeyondBaseline(p.Document.Document)
	if len(answer.Reasons) == 0 {
		return ""
	}
	return p.Actions(answer.Reasons[0].Items)
}

// Qualify weakens a verdict on a role that may not be a node's.
func (r Role) Qualify(v control.Verdict) control.Verdict {
	if v.Status != finding.Fail {
		return v
	}
	if r.Open || len(r.Rivals) > 0 {
		return control.Unresolved(r.By, "it cannot be told whether %s is the node role: %s", r.Role, v.Message).On(r.Role)
	}
	return v.Assuming(r.Assumes...)
}
