package node

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/network"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Group is a group of nodes that this plan starts for one cluster.
type Group struct {
	*graph.Resource
	Cluster  *graph.Resource   // a data source where the cluster is another plan's, nil where nothing is known of it
	Rivals   []*graph.Resource // the clusters of which it may be one's; none when it is certain
	Lost     bool              // its cluster is one of too many to judge it for each
	Assumes  []string
	Subnets  graph.Value
	Launches []launch
	Started  bool // false when it is not known whether it starts nodes at all: By says why
	By       graph.Value
}

// nodeGroupReads is what [GroupsOf] reads, beside what [RoleReads] does.
func GroupReads() []control.Read {
	return []control.Read{
		{Types: []string{eks.NodeGroupType}, Arguments: []string{"cluster_name", "subnet_ids", "launch_template", "remote_access"}},
		{Types: []string{AutoscalingGroupType}, Arguments: []string{"vpc_zone_identifier"}},
		{Types: []string{eks.ClusterType}, Arguments: []string{"name", "id", "arn", "vpc_config", "compute_config"}},
	}
}

// GroupsOf returns the managed node groups, the self-managed ones, and the
// clusters of EKS Auto Mode that have a node pool of AWS's. A group that may be
// of several clusters is there for each.
func GroupsOf(g *graph.Graph, selfManaged []SelfManagedGroup) []Group {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() []Group { return readNodeGroups(g, selfManaged) })
}

func readNodeGroups(g *graph.Graph, selfManaged []SelfManagedGroup) []Group {
	var found []Group
	belongs := eks.ByClusterName(g)
	for _, r := range g.Resources(eks.NodeGroupType) {
		group := Group{Resource: r, Subnets: r.Attr("subnet_ids"), Launches: launchesOf(g, r), Started: true}
		found = append(found, group.in(g, belongs(r))...)
	}
	for _, r := range selfManaged {
		group := Group{Resource: r.Resource, Subnets: r.Arg("vpc_zone_identifier"), Launches: launchesOf(g, r.Resource), Started: true}
		found = append(found, group.in(g, r.Belongs)...)
	}
	for _, r := range g.Resources(eks.ClusterType) {
		compute := r.Block("compute_config")
		enabled, pools := compute.Attr("enabled"), compute.Attr("node_pools")
		if enabled.Unset() || enabled.IsFalse() || len(pools.Elements()) == 0 {
			continue
		}
		group := Group{Resource: r, Cluster: r, Subnets: r.Lookup("vpc_config", "subnet_ids")}
		group.Started, group.By = enabled.IsTrue() && !pools.Opaque(), enabled
		if enabled.Known() {
			group.By = pools
		}
		found = append(found, group)
	}
	return found
}

// in returns the group once for each cluster that it may belong to.
func (n Group) in(g *graph.Graph, m eks.Membership) []Group {
	clusters := candidateClusters(g, m)
	n.Assumes = m.Assumes
	if clusters[0] == nil {
		n.Lost = m.Anywhere || len(m.Clusters) > 0
		return []Group{n}
	}
	if !m.Certain {
		n.Rivals = clusters
	}
	var groups []Group
	for _, cluster := range clusters {
		n.Cluster = cluster
		groups = append(groups, n)
	}
	return groups
}

// PrivateEndpointOff returns the private endpoint's argument of the group's
// cluster, and whether it is known to be off: maybe, when it is that of only
// some of the clusters that may be the group's.
func (n Group) PrivateEndpointOff() (eks.Endpoint, logic.Truth) {
	if n.Cluster == nil {
		return eks.Endpoint{}, logic.No
	}
	own := eks.EndpointOf(n.Cluster)
	off := logic.Of(own.Private.IsFalse())
	if len(n.Rivals) == 1 { // this cluster, or none that is seen here
		off = min(off, logic.Maybe)
	}
	for _, rival := range n.Rivals {
		if off == logic.Yes && !eks.EndpointOf(rival).Private.IsFalse() {
			off = logic.Maybe
		}
	}
	return own, off
}

// Addresses tells whether nodes get public addresses by what launches them, and
// who decides it where nothing there does. A group starts nodes in each of its
// ways.
func (n Group) Addresses() (network.Way, network.Addressing) {
	if len(n.Launches) == 0 {
		return network.Way{}, network.BySubnet
	}
	var ways []network.Way
	var deciders []network.Addressing
	for _, l := range n.Launches {
		w, by := l.addresses()
		ways = append(ways, w)
		deciders = append(deciders, by)
	}
	return network.AllWays(ways), slices.Min(deciders)
}

// SSHToEveryone is evidence of remote_access with a key and without source
// security groups: EKS then opens port 22 of the nodes to everyone.
func (n Group) SSHToEveryone() []finding.Evidence {
	if n.Type != eks.NodeGroupType {
		return nil
	}
	access := n.Block("remote_access")
	groups := access.Arg("source_security_group_ids")
	if key := access.Attr("ec2_ssh_key"); key.Unset() || len(groups.Elements()) > 0 {
		return nil
	}
	return []finding.Evidence{{Attribute: groups.Path(), Value: "(left out): port 22 of the nodes is open to everyone"}}
}
