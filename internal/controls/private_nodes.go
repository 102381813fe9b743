package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
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
		Subjects: []string{nodeGroupType, autoscalingGroupType, clusterType, kubernetesManifestType, kubectlManifestType, helmReleaseType},
		Reads:    slices.Concat(nodeRoleReads(), nodeGroupReads(), subnetReads(), runTimeNodeReads(), []control.Read{endpointReads()}),
		Evaluate: func(in control.Input) []control.Verdict {
			g := in.Graph
			roles := newNodeRoles(g, newIdentityPolicies(g))
			groups := nodeGroupsOf(g, roles.groups)
			subnets := newSubnets(g)
			var verdicts []control.Verdict
			for _, group := range groups {
				verdicts = append(verdicts, groupPrivate(group, subnets))
			}
			return append(verdicts, runTimeNodes(g, groups)...)
		},
	}
}

// groupPrivate judges one group of nodes of one cluster.
func groupPrivate(group nodeGroup, subnets *subnets) control.Verdict {
	addresses, by := group.addresses()
	placed := subnets.of(group.Subnets, by)
	endpoint, off := group.privateEndpointOff()
	var v control.Verdict
	switch {
	case !group.Started:
		v = control.Unknown(group.By)
	case addresses.exposure == public:
		v = addresses.fail()
	case placed.exposure == public:
		v = placed.fail()
	case off == yes:
		v = endpoint.privateOff().Assuming(group.Assumes...)
	case addresses.exposure == undecided:
		v = addresses.unknown()
	case placed.exposure == undecided:
		v = placed.unknown()
	case endpoint.Private.Unknown():
		v = control.Unknown(endpoint.Private)
	case group.Lost:
		v = control.Unresolved(group.Subnets, "the cluster cannot be told, and with it whether its private endpoint is on")
	case off == maybe:
		v = control.Unresolved(endpoint.Private, "its cluster may be %s, whose private endpoint is off", group.Cluster)
	case addresses.exposure == elsewhere:
		v = addresses.manual()
	case placed.exposure == elsewhere:
		v = placed.manual()
	default:
		v = control.Pass(group.Subnets, "nodes get no public addresses, and every subnet is private").
			Assuming(addresses.Assumes...).Assuming(placed.Assumes...).Assuming(group.Assumes...)
	}
	return group.evidence(v, endpoint)
}

// evidence sets the verdict's subject and cluster, and adds what it rests on. How
// open the public endpoint is belongs to another control: here it is evidence.
func (n nodeGroup) evidence(v control.Verdict, endpoint endpoint) control.Verdict {
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
	return v.With(n.sshToEveryone()...)
}
