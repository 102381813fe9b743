package node

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const AutoscalingGroupType = "aws_autoscaling_group"

// SelfManagedGroup is an Auto Scaling group whose instances are nodes of a
// cluster.
type SelfManagedGroup struct {
	*graph.Resource
	Belongs eks.Membership
	Roles   []graph.Value // the role arguments of its instance profiles
}

// selfManagedReads is what [selfManagedGroups] reads.
func selfManagedReads() []control.Read {
	return append(launchReads(),
		control.Read{
			Types:     []string{AutoscalingGroupType},
			Arguments: []string{"id", "arn", "name", "tag", "launch_configuration", "launch_template", "mixed_instances_policy"},
		},
		control.Read{Types: []string{"aws_autoscaling_group_tag"}, Arguments: []string{"autoscaling_group_name", "tag"}},
		control.Read{Types: []string{eks.InstanceProfileType}, Arguments: []string{"name", "path", "id", "arn", "role"}},
		control.Read{Types: []string{eks.ClusterType}, Arguments: []string{"name", "id", "arn"}},
	)
}

// selfManagedGroups returns the groups that belong to a cluster by their tags,
// or because their instance profile holds a node role; clusters are those of
// each node role that is known already.
func selfManagedGroups(g *graph.Graph, clusters map[*graph.Resource][]*graph.Resource) []SelfManagedGroup {
	var found []SelfManagedGroup
	for _, r := range g.Resources(AutoscalingGroupType) {
		group := SelfManagedGroup{Resource: r}
		var byRole eks.Membership
		held := false
		roles, seen := union{}, map[*graph.Resource]bool{}
		for _, profile := range instanceProfiles(g, r) {
			group.Roles = append(group.Roles, profile.Attr("role"))
			roles.add(g.Link(profile.Attr("role"), iam.IamRoleType).To)
		}
		for _, role := range roles.all {
			held = held || len(clusters[role]) > 0
			for _, cluster := range clusters[role] {
				if cluster != nil && !seen[cluster] {
					seen[cluster] = true
					byRole.Clusters = append(byRole.Clusters, cluster)
				}
			}
		}
		byRole.Certain = len(byRole.Clusters) == 1
		byRole = eks.Among(g, byRole)
		tagged, ok := taggedFor(g, r)
		switch {
		case ok && (len(tagged.Clusters) > 0 || !held):
			group.Belongs = tagged
		case held:
			group.Belongs = byRole
		default:
			continue
		}
		found = append(found, group)
	}
	return found
}

// taggedFor reads the tags by which a group names its cluster: the one that EKS
// requires of self-managed nodes, kubernetes.io/cluster/<name>, and the cluster
// autoscaler's.
func taggedFor(g *graph.Graph, r *graph.Resource) (m eks.Membership, ok bool) {
	tags := r.Blocks("tag")
	for _, tag := range g.Referrers(r, "aws_autoscaling_group_tag", "autoscaling_group_name") {
		tags = append(tags, tag.Resource.Blocks("tag")...)
	}
	for _, tag := range tags {
		key := tag.Attr("key")
		if key.Unknown() {
			// The tag's name is made of the cluster's, which is all that a tag's
			// key refers to.
			link := g.Link(key, eks.ClusterType)
			if len(link.To) > 0 {
				return eks.Linked(g, link), true
			}
			continue
		}
		text, _ := key.Text()
		for _, prefix := range []string{"kubernetes.io/cluster/", "k8s.io/cluster/", "k8s.io/cluster-autoscaler/"} {
			name, cut := strings.CutPrefix(text, prefix)
			if !cut || name == "enabled" || strings.HasPrefix(name, "node-template/") {
				continue
			}
			return eks.ClustersOf(g, key.Decoded(cty.StringVal(name))), true
		}
	}
	return eks.Membership{}, false
}

// instanceProfiles returns the profiles of the plan that a group's launch
// templates and configurations name.
func instanceProfiles(g *graph.Graph, r *graph.Resource) []*graph.Resource {
	var profiles union
	for _, launch := range launchesOf(g, r) {
		for _, template := range launch.Candidates {
			profile := template.Attr("iam_instance_profile")
			named := []graph.Value{profile}
			if template.Type == launchTemplateType {
				named = []graph.Value{profile.First().Attr("arn"), profile.First().Attr("name")}
			}
			for _, v := range named {
				profiles.add(g.Link(v, eks.InstanceProfileType).To)
			}
		}
	}
	return slices.DeleteFunc(profiles.all, func(r *graph.Resource) bool { return r.Mode != graph.Managed })
}

// union gathers the candidates of links, each once. Links that share their
// candidates are looked at once.
type union struct {
	all   []*graph.Resource
	seen  map[*graph.Resource]bool
	lists map[**graph.Resource]bool
}

func (u *union) add(list []*graph.Resource) {
	if len(list) == 0 || u.lists[&list[0]] {
		return
	}
	if u.seen == nil {
		u.seen, u.lists = map[*graph.Resource]bool{}, map[**graph.Resource]bool{}
	}
	u.lists[&list[0]] = true
	for _, r := range list {
		if !u.seen[r] {
			u.seen[r] = true
			u.all = append(u.all, r)
		}
	}
}
