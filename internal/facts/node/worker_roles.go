package node

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// workerRoles are the roles of a plan that look like a node's, whatever points
// at them.
type workerRoles struct {
	kinds    map[*graph.Resource]Kind
	all      map[Kind][]*graph.Resource
	byModule map[Kind]map[string][]*graph.Resource
}

// workerRoleReads is what [newWorkerRoles] reads.
func workerRoleReads() []control.Read {
	return append(iam.IdentityPolicyReads(), control.Read{Types: []string{iam.IamRoleType}, Arguments: []string{"assume_role_policy"}})
}

func newWorkerRoles(g *graph.Graph, policies *iam.IdentityPolicies) workerRoles {
	w := workerRoles{
		kinds:    map[*graph.Resource]Kind{},
		all:      map[Kind][]*graph.Resource{},
		byModule: map[Kind]map[string][]*graph.Resource{Ec2Node: {}, fargatePod: {}},
	}
	for _, role := range g.Resources(iam.IamRoleType) {
		kind, ok := workerKind(role, policies)
		if !ok {
			continue
		}
		module := role.Address.Module.String()
		w.kinds[role] = kind
		w.all[kind] = append(w.all[kind], role)
		w.byModule[kind][module] = append(w.byModule[kind][module], role)
	}
	return w
}

// workerKind says whether a role looks like a node's. Fargate's service trusts
// no other roles; EC2's does, so that the policy of a worker is asked for too.
func workerKind(role *graph.Resource, policies *iam.IdentityPolicies) (kind Kind, ok bool) {
	trust := policies.Documents.Of(role.Attr("assume_role_policy"))
	if iampolicy.TrustsService(trust.Document, "eks-fargate-pods.amazonaws.com") == logic.Yes {
		return fargatePod, true
	}
	if iampolicy.TrustsService(trust.Document, "ec2.amazonaws.com") != logic.Yes {
		return 0, false
	}
	return Ec2Node, slices.ContainsFunc(policies.Held(role), func(p iam.HeldPolicy) bool {
		policy, _ := iampolicy.Managed(p.ARN)
		return p.Certain() && (policy.Name == "AmazonEKSWorkerNodePolicy" || policy.Name == "AmazonEKSWorkerNodeMinimalPolicy")
	})
}

// MayBeNode reports whether a role may be one of EC2 nodes, whatever points at it:
// it is not known that EC2 cannot assume it.
func MayBeNode(role *graph.Resource, policies *iam.IdentityPolicies) bool {
	if role.Type != iam.IamRoleType {
		return false
	}
	trust := policies.Documents.Of(role.Attr("assume_role_policy"))
	return trust.Open || iampolicy.TrustsService(trust.Document, "ec2.amazonaws.com") != logic.No
}

// among returns those of the roles that look like a node's of the kind.
func (w workerRoles) among(roles []*graph.Resource, kind Kind) []*graph.Resource {
	var found []*graph.Resource
	for _, role := range roles {
		if own, ok := w.kinds[role]; ok && own == kind {
			found = append(found, role)
		}
	}
	return found
}

// near returns the roles that may be meant by a resource whose reference cannot
// be followed: those of its own module instance, or else all.
func (w workerRoles) near(r *graph.Resource, kind Kind) []*graph.Resource {
	if own := w.byModule[kind][r.Address.Module.String()]; len(own) > 0 {
		return own
	}
	return w.all[kind]
}
