package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/network"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// privateNodes evaluates 5.4.3. A group of nodes passes when no node gets a
// public address, no subnet of the group routes to an internet gateway, and the
// cluster's private endpoint is not known to be off.
//
// A subnet with such a route counts as public even when it gives no public
// addresses at launch (CIS EKS 1.8.0, audit of the control).
func privateNodes() control.Evaluator {
	return control.Evaluator{
		Key:      "private-nodes",
		Subjects: []string{eks.NodeGroupType, node.AutoscalingGroupType, eks.ClusterType, kube.KubernetesManifestType, kube.KubectlManifestType, kube.HelmReleaseType},
		Reads:    slices.Concat(node.RoleReads(), node.GroupReads(), network.SubnetReads(), node.RunTimeNodeReads(), []control.Read{eks.EndpointReads()}),
		Absences: network.Absences(),
		Evaluate: func(in control.Input) []control.Verdict {
			g := in.Graph
			roles := node.NewRoles(g, iam.NewIdentityPolicies(g))
			groups := node.GroupsOf(g, roles.Groups)
			subnets := network.NewSubnets(g)
			var verdicts []control.Verdict
			for _, group := range groups {
				verdicts = append(verdicts, groupPrivate(group, subnets))
			}
			return append(verdicts, node.RunTimeNodes(g, groups)...)
		},
	}
}

// groupPrivate judges one group of nodes of one cluster.
func groupPrivate(group node.Group, subnets *network.Subnets) control.Verdict {
	addresses, by := group.Addresses()
	placed := subnets.Of(group.Subnets, by)
	endpoint, off := group.PrivateEndpointOff()
	var v control.Verdict
	switch {
	case !group.Started:
		v = control.Unknown(group.By)
	case addresses.Exposure == network.Public:
		v = addresses.Fail()
	case placed.Exposure == network.Public:
		v = placed.Fail().Lacking(subnets.Unassociated(group.Subnets)...)
	case off == logic.Yes:
		v = endpoint.PrivateOff().Assuming(group.Assumes...)
	case addresses.Exposure == network.Undecided:
		v = addresses.Unknown()
	case placed.Exposure == network.Undecided:
		v = placed.Unknown()
	case endpoint.Private.Unknown():
		v = control.Unknown(endpoint.Private)
	case group.Lost:
		v = control.Unresolved(group.Subnets, "the cluster cannot be told, and with it whether its private endpoint is on")
	case off == logic.Maybe:
		v = control.Unresolved(endpoint.Private, "its cluster may be %s, whose private endpoint is off", group.Cluster)
	case addresses.Exposure == network.Elsewhere:
		v = addresses.Manual()
	case placed.Exposure == network.Elsewhere:
		v = placed.Manual()
	default:
		v = control.Pass(group.Subnets, "nodes get no public addresses, and every subnet is private").
			Assuming(addresses.Assumes...).Assuming(placed.Assumes...).Assuming(group.Assumes...)
	}
	return groupEvidence(group, v, endpoint)
}

// evidence sets the verdict's subject and cluster, and adds what it rests on. How
// open the public endpoint is belongs to another control: here it is evidence.
func groupEvidence(n node.Group, v control.Verdict, endpoint eks.Endpoint) control.Verdict {
	v = v.On(n.Resource)
	if n.Cluster != nil && n.Cluster.Mode == graph.Managed {
		v = v.In(n.Cluster)
	}
	if v.Decider.Resource() != n.Resource {
		v = v.Because(v.Decider)
	}
	v = v.Because(n.Subnets)
	if endpoint.Public.IsTrue() {
		v = v.Because(endpoint.Public)
	}
	return v.With(n.SSHToEveryone()...)
}
