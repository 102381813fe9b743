package iam

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// BeyondPull returns a policy that reads more of ECR than pulling an image needs, or may,
// and some of these actions for a message; nil if none does. What an AWS managed policy
// reads is known only of those that nodes are meant to have.
func (g ECRGrants) BeyondPull() (p *HeldPolicy, actions string) {
	if reasons := iampolicy.ReadsBeyondPull(g.Docs...); len(reasons) > 0 {
		p = &g.Held[reasons[0].Document]
		return p, p.Actions(reasons[0].Actions)
	}
	for i := range g.Held {
		if managed, ok := iampolicy.Managed(g.Held[i].ARN); ok && managed.BeyondBaseline != logic.No {
			return &g.Held[i], ""
		}
	}
	return nil, ""
}
