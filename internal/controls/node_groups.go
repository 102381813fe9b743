package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// nodeGroup is a group of nodes that this plan starts for one cluster.
type nodeGroup struct {
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

// nodeGroupReads is what [nodeGroupsOf] reads, beside what [nodeRoleReads] does.
func nodeGroupReads() []control.Read {
	return []control.Read{
		{Types: []string{nodeGroupType}, Arguments: []string{"cluster_name", "subnet_ids", "launch_template", "remote_access"}},
		{Types: []string{autoscalingGroupType}, Arguments: []string{"vpc_zone_identifier"}},
		{Types: []string{clusterType}, Arguments: []string{"name", "id", "arn", "vpc_config", "compute_config"}},
	}
}

// nodeGroupsOf returns the managed node groups, the self-managed ones, and the
// clusters of EKS Auto Mode that have a node pool of AWS's. A group that may be
// of several clusters is there for each.
func nodeGroupsOf(g *graph.Graph, selfManaged []selfManagedGroup) []nodeGroup {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() []nodeGroup { return readNodeGroups(g, selfManaged) })
}

func readNodeGroups(g *graph.Graph, selfManaged []selfManagedGroup) []nodeGroup {
	var found []nodeGroup
	belongs := byClusterName(g)
	for _, r := range g.Resources(nodeGroupType) {
		group := nodeGroup{Resource: r, Subnets: r.Attr("subnet_ids"), Launches: launchesOf(g, r), Started: true}
		found = append(found, group.in(g, belongs(r))...)
	}
	for _, r := range selfManaged {
		group := nodeGroup{Resource: r.Resource, Subnets: r.Arg("vpc_zone_identifier"), Launches: launchesOf(g, r.Resource), Started: true}
		found = append(found, group.in(g, r.Belongs)...)
	}
	for _, r := range g.Resources(clusterType) {
		compute := r.Block("compute_config")
		enabled, pools := compute.Attr("enabled"), compute.Attr("node_pools")
		if enabled.Unset() || enabled.IsFalse() || len(pools.Elements()) == 0 {
			continue
		}
		group := nodeGroup{Resource: r, Cluster: r, Subnets: r.Lookup("vpc_config", "subnet_ids")}
		group.Started, group.By = enabled.IsTrue() && !pools.Opaque(), enabled
		if enabled.Known() {
			group.By = pools
		}
		found = append(found, group)
	}
	return found
}

// in returns the group once for each cluster that it may belong to.
func (n nodeGroup) in(g *graph.Graph, m membership) []nodeGroup {
	clusters := candidateClusters(g, m)
	n.Assumes = m.Assumes
	if clusters[0] == nil {
		n.Lost = m.Anywhere || len(m.Clusters) > 0
		return []nodeGroup{n}
	}
	if !m.Certain {
		n.Rivals = clusters
	}
	var groups []nodeGroup
	for _, cluster := range clusters {
		n.Cluster = cluster
		groups = append(groups, n)
	}
	return groups
}

// privateEndpointOff returns the private endpoint's argument of the group's
// cluster, and whether it is known to be off: maybe, when it is that of only
// some of the clusters that may be the group's.
func (n nodeGroup) privateEndpointOff() (endpoint, truth) {
	if n.Cluster == nil {
		return endpoint{}, no
	}
	own := endpointOf(n.Cluster)
	off := truthOf(own.Private.IsFalse())
	if len(n.Rivals) == 1 { // this cluster, or none that is seen here
		off = min(off, maybe)
	}
	for _, rival := range n.Rivals {
		if off == yes && !endpointOf(rival).Private.IsFalse() {
			off = maybe
		}
	}
	return own, off
}

// addresses tells whether nodes get public addresses by what launches them, and
// who decides it where nothing there does. A group starts nodes in each of its
// ways.
func (n nodeGroup) addresses() (way, addressing) {
	if len(n.Launches) == 0 {
		return way{}, bySubnet
	}
	var ways []way
	var deciders []addressing
	for _, l := range n.Launches {
		w, by := l.addresses()
		ways = append(ways, w)
		deciders = append(deciders, by)
	}
	return allWays(ways), slices.Min(deciders)
}

// sshToEveryone is evidence of remote_access with a key and without source
// security groups: EKS then opens port 22 of the nodes to everyone.
func (n nodeGroup) sshToEveryone() []finding.Evidence {
	if n.Type != nodeGroupType {
		return nil
	}
	access := n.Block("remote_access")
	groups := access.Arg("source_security_group_ids")
	if key := access.Attr("ec2_ssh_key"); key.Unset() || len(groups.Elements()) > 0 {
		return nil
	}
	return []finding.Evidence{{Attribute: groups.Path(), Value: "(left out): port 22 of the nodes is open to everyone"}}
}
