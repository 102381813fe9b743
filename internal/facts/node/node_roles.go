// Package node has what several controls derive about nodes: node roles, node groups,
// launch templates and the permissions that pods can reach through them.
//
// It knows no control, and not where the graph came from.
package node

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Kind tells apart what runs with a node role.
type Kind int

const (
	Ec2Node    Kind = iota // pods may reach the role by the instance's metadata service
	hybridNode             // a machine of one's own, without a metadata service
	fargatePod             // the role is Fargate's own: pods cannot use it
)

// Role is an IAM role that nodes of a cluster run with.
type Role struct {
	Role    *graph.Resource // nil where it is outside the plan or cannot be told
	Outside string          // what names it, where it is known and not managed in this plan
	Data    *graph.Resource // the data source of an outside role, where there is one
	Cluster *graph.Resource // nil where it is outside the plan
	Kind    Kind
	By      graph.Value       // the argument that points at it
	Rivals  []*graph.Resource // the roles of which the argument points at one or some; none when it is certain
	Open    bool              // the argument may point at something else
	Assumes []string
}

// Roles are the node roles of a graph, each once for a cluster, in the
// order of what points at them.
type Roles struct {
	All    []Role
	Groups []SelfManagedGroup

	g        *graph.Graph
	Policies *iam.IdentityPolicies
	byName   map[string][]iam.HeldPolicy // of roles outside the plan
	workers  workerRoles
	index    map[nodeRoleKey]int                   // into all
	clusters map[*graph.Resource][]*graph.Resource // of each role
}

type nodeRoleKey struct {
	role, by, cluster *graph.Resource
	outside           string
}

// RoleSubjects are the types on which a verdict on a node role may be: the
// role, or what points at one that is not in the plan.
func RoleSubjects() []string {
	return slices.Concat(kube.ConfigMapTypes(), []string{
		iam.IamRoleType, eks.ClusterType, eks.NodeGroupType, eks.FargateProfileType, eks.AccessEntryType, eks.InstanceProfileType,
		kube.KubernetesManifestType, kube.KubectlManifestType,
	})
}

// nodeRoleReads is what [NewRoles] reads.
func RoleReads() []control.Read {
	return slices.Concat(rolePointerReads(), selfManagedReads(), workerRoleReads())
}

func NewRoles(g *graph.Graph, policies *iam.IdentityPolicies) *Roles {
	type key struct{}
	return graph.Once(&g.Facts, key{}, func() *Roles { return readNodeRoles(g, policies) })
}

func readNodeRoles(g *graph.Graph, policies *iam.IdentityPolicies) *Roles {
	n := &Roles{
		g:        g,
		Policies: policies,
		byName:   map[string][]iam.HeldPolicy{},
		workers:  newWorkerRoles(g, policies),
		index:    map[nodeRoleKey]int{},
		clusters: map[*graph.Resource][]*graph.Resource{},
	}
	for _, p := range policies.All {
		if p.HolderType == iam.IamRoleType && p.HolderName != "" {
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
	n.Groups = selfManagedGroups(g, n.clusters)
	for _, group := range n.Groups {
		for _, role := range group.Roles {
			n.follow(rolePointer{By: role, Belongs: group.Belongs})
		}
	}
	return n
}

// follow records the roles that an argument points at.
func (n *Roles) follow(p rolePointer) {
	link := n.g.Link(p.By, iam.IamRoleType)
	managed := slices.DeleteFunc(slices.Clone(link.To), func(r *graph.Resource) bool { return r.Mode != graph.Managed })
	if p.Mixed {
		n.assume(p, Ec2Node, n.workers.among(managed, Ec2Node))
		n.assume(p, fargatePod, n.workers.among(managed, fargatePod))
		return
	}
	if link.Open {
		likely := n.workers.among(managed, p.Kind)
		if len(likely) == 0 {
			likely = n.g.Near(p.By.Resource(), n.workers.near(p.By.Resource(), p.Kind))
		}
		if len(likely) > 0 {
			n.assume(p, p.Kind, likely)
			return
		}
	}
	found := Role{Kind: p.Kind, By: p.By, Assumes: link.Assumes, Open: link.Open}
	switch {
	case len(managed) > eks.Crowd(n.g):
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
func (n *Roles) assume(p rolePointer, kind Kind, roles []*graph.Resource) {
	for _, role := range roles {
		assumption := role.String() + " is a node role of " + p.By.Resource().String() + ": by its trust and policies it is one, and " + p.By.Path() + " cannot be followed"
		n.record(p, Role{Role: role, Kind: kind, By: p.By, Assumes: []string{assumption}})
	}
}

// record adds the role for each cluster that it may belong to.
func (n *Roles) record(p rolePointer, found Role) {
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
func candidateClusters(g *graph.Graph, m eks.Membership) []*graph.Resource {
	clusters := m.Clusters
	if m.Anywhere {
		clusters = g.Resources(eks.ClusterType)
	}
	if len(clusters) == 0 || len(clusters) > eks.Crowd(g) {
		return []*graph.Resource{nil}
	}
	return clusters
}

// insert adds a role once for a cluster: of two arguments that point at it, the
// one that proves more counts.
func (n *Roles) insert(found Role) {
	key := nodeRoleKey{role: found.Role, cluster: found.Cluster, outside: found.Outside}
	if found.Role == nil && found.Outside == "" {
		key.by = found.By.Resource()
	}
	i, ok := n.index[key]
	if !ok {
		n.index[key] = len(n.All)
		n.All = append(n.All, found)
		n.clusters[found.Role] = append(n.clusters[found.Role], found.Cluster)
		return
	}
	kind := min(n.All[i].Kind, found.Kind)
	if found.doubts() < n.All[i].doubts() {
		n.All[i] = found
	}
	n.All[i].Kind = kind
}

// doubts orders node roles: proven, assumed, one of several.
func (r Role) doubts() int {
	switch {
	case r.Open, len(r.Rivals) > 0:
		return 2
	case len(r.Assumes) > 0:
		return 1
	}
	return 0
}

// HeldOutside returns the policies that this plan gives to a node role that is
// not in it.
func (n *Roles) HeldOutside(r Role) []iam.HeldPolicy {
	if r.Data != nil {
		return n.Policies.Held(r.Data)
	}
	var held []iam.HeldPolicy
	for _, p := range n.byName[r.Outside[strings.LastIndex(r.Outside, "/")+1:]] {
		place := n.g.SameAccount(p.By, r.By.Resource())
		if strings.HasPrefix(r.Outside, "arn:") {
			place = n.g.Matches(r.Outside, p.By)
		}
		switch place {
		case graph.Undetermined:
			p.Sure, p.Theirs = false, false
			fallthrough
		case graph.Same:
			held = append(held, p)
		}
	}
	return held
}

// Name is what names a role outside the plan, redacted where it has to be.
func (r Role) Name() string {
	if r.By.Sensitive() {
		return finding.Redacted
	}
	return r.Outside
}
