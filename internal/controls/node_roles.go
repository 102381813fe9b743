package controls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// nodeKind tells apart what runs with a node role.
type nodeKind int

const (
	ec2Node    nodeKind = iota // pods may reach the role by the instance's metadata service
	hybridNode                 // a machine of one's own, without a metadata service
	fargatePod                 // the role is Fargate's own: pods cannot use it
)

// nodeRole is an IAM role that nodes of a cluster run with.
type nodeRole struct {
	Role    *graph.Resource // nil where it is outside the plan or cannot be told
	Outside string          // what names it, where it is known and not managed in this plan
	Data    *graph.Resource // the data source of an outside role, where there is one
	Cluster *graph.Resource // nil where it is outside the plan
	Kind    nodeKind
	By      graph.Value       // the argument that points at it
	Rivals  []*graph.Resource // the roles of which the argument points at one or some; none when it is certain
	Open    bool              // the argument may point at something else
	Assumes []string
}

// nodeRoles are the node roles of a graph, each once for a cluster, in the
// order of what points at them.
type nodeRoles struct {
	all    []nodeRole
	groups []selfManagedGroup

	g        *graph.Graph
	policies *identityPolicies
	byName   map[string][]heldPolicy // of roles outside the plan
	workers  workerRoles
	index    map[nodeRoleKey]int                   // into all
	clusters map[*graph.Resource][]*graph.Resource // of each role
}

type nodeRoleKey struct {
	role, by, cluster *graph.Resource
	outside           string
}

// nodeRoleSubjects are the types on which a verdict on a node role may be: the
// role, or what points at one that is not in the plan.
func nodeRoleSubjects() []string {
	return slices.Concat(configMapTypes(), []string{
		iamRoleType, clusterType, nodeGroupType, fargateProfileType, accessEntryType, instanceProfileType,
		kubernetesManifestType, kubectlManifestType,
	})
}

// nodeRoleReads is what [newNodeRoles] reads.
func nodeRoleReads() []control.Read {
	return slices.Concat(rolePointerReads(), selfManagedReads(), workerRoleReads())
}

func newNodeRoles(g *graph.Graph, policies *identityPolicies) *nodeRoles {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() *nodeRoles { return readNodeRoles(g, policies) })
}

func readNodeRoles(g *graph.Graph, policies *identityPolicies) *nodeRoles {
	n := &nodeRoles{
		g:        g,
		policies: policies,
		byName:   map[string][]heldPolicy{},
		workers:  newWorkerRoles(g, policies),
		index:    map[nodeRoleKey]int{},
		clusters: map[*graph.Resource][]*graph.Resource{},
	}
	for _, p := range policies.all {
		if p.HolderType == iamRoleType && p.HolderName != "" {
			n.byName[p.HolderName] = append(n.byName[p.HolderName], p)
		}
	}
	pointers := rolePointers(g)
	// What may be any cluster's says nothing new of a role whose cluster is known.
	for _, anywhere := range []bool{false, true} {
		for _, p := range pointers {
			if p.Belongs.Anywhere == anywhere {
				n.follow(p)
			}
		}
	}
	// A group belongs to a cluster by its tags, or by a role that is a node role
	// already; either way, its instance profile's role is a node role.
	n.groups = selfManagedGroups(g, n.clusters)
	for _, group := range n.groups {
		for _, role := range group.Roles {
			n.follow(rolePointer{By: role, Belongs: group.Belongs})
		}
	}
	return n
}

// follow records the roles that an argument points at.
func (n *nodeRoles) follow(p rolePointer) {
	link := n.g.Link(p.By, iamRoleType)
	managed := slices.DeleteFunc(slices.Clone(link.To), func(r *graph.Resource) bool { return r.Mode != graph.Managed })
	if p.Mixed {
		n.assume(p, ec2Node, n.workers.among(managed, ec2Node))
		n.assume(p, fargatePod, n.workers.among(managed, fargatePod))
		return
	}
	if link.Open {
		likely := n.workers.among(managed, p.Kind)
		if len(likely) == 0 {
			likely = n.workers.near(p.By.Resource(), p.Kind)
		}
		if len(likely) > 0 {
			n.assume(p, p.Kind, likely)
			return
		}
	}
	found := nodeRole{Kind: p.Kind, By: p.By, Assumes: link.Assumes, Open: link.Open}
	switch {
	case len(managed) > crowd(n.g):
		found.Rivals, found.Open = managed, true
		n.record(p, found)
		return
	case len(managed) > 1:
		found.Rivals = managed
	case len(managed) == 0 && len(link.Outside) > 0:
		found.Outside = link.Outside[0]
	case len(managed) == 0 && len(link.To) > 0:
		found.Outside, found.Data = link.To[0].String(), link.To[0]
	}
	for _, role := range managed {
		found.Role = role
		n.record(p, found)
	}
	if len(managed) == 0 {
		n.record(p, found)
	}
}

// assume takes roles that look like a node's for those that are meant.
func (n *nodeRoles) assume(p rolePointer, kind nodeKind, roles []*graph.Resource) {
	for _, role := range roles {
		assumption := role.String() + " is a node role of " + p.By.Resource().String() + ": by its trust and policies it is one, and " + p.By.Path() + " cannot be followed"
		n.record(p, nodeRole{Role: role, Kind: kind, By: p.By, Assumes: []string{assumption}})
	}
}

// record adds the role for each cluster that it may belong to.
func (n *nodeRoles) record(p rolePointer, found nodeRole) {
	if p.Belongs.Anywhere && found.Role != nil && len(n.clusters[found.Role]) > 0 {
		return
	}
	for _, cluster := range candidateClusters(n.g, p.Belongs) {
		found.Cluster = nil
		if cluster != nil && cluster.Mode == graph.Managed {
			found.Cluster = cluster
		}
		n.insert(found)
	}
}

// candidateClusters returns the clusters that something may belong to, one of
// them nil where that is none of the graph's; nil alone where there are too many
// to say it of each.
func candidateClusters(g *graph.Graph, m membership) []*graph.Resource {
	clusters := m.Clusters
	if m.Anywhere {
		clusters = g.Resources(clusterType)
	}
	if len(clusters) == 0 || len(clusters) > crowd(g) {
		return []*graph.Resource{nil}
	}
	return clusters
}

// insert adds a role once for a cluster: of two arguments that point at it, the
// one that proves more counts.
func (n *nodeRoles) insert(found nodeRole) {
	key := nodeRoleKey{role: found.Role, cluster: found.Cluster, outside: found.Outside}
	if found.Role == nil && found.Outside == "" {
		key.by = found.By.Resource()
	}
	i, ok := n.index[key]
	if !ok {
		n.index[key] = len(n.all)
		n.all = append(n.all, found)
		n.clusters[found.Role] = append(n.clusters[found.Role], found.Cluster)
		return
	}
	kind := min(n.all[i].Kind, found.Kind)
	if found.doubts() < n.all[i].doubts() {
		n.all[i] = found
	}
	n.all[i].Kind = kind
}

// doubts orders node roles: proven, assumed, one of several.
func (r nodeRole) doubts() int {
	switch {
	case r.Open, len(r.Rivals) > 0:
		return 2
	case len(r.Assumes) > 0:
		return 1
	}
	return 0
}

// heldOutside returns the policies that this plan gives to a node role that is
// not in it.
func (n *nodeRoles) heldOutside(r nodeRole) []heldPolicy {
	if r.Data != nil {
		return n.policies.Held(r.Data)
	}
	return n.byName[r.Outside[strings.LastIndex(r.Outside, "/")+1:]]
}

// name is what names a role outside the plan, redacted where it has to be.
func (r nodeRole) name() string {
	if r.By.Sensitive() {
		return finding.Redacted
	}
	return r.Outside
}
