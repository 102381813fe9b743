package node

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// rolePointer is an argument that points at a node role of a cluster.
type rolePointer struct {
	By      graph.Value
	Belongs eks.Membership
	Kind    Kind
	// Mixed is true where the argument points at roles of people too, and only
	// those that look like a node's are meant.
	Mixed bool
}

// rolePointerReads is what [rolePointers] reads.
func rolePointerReads() []control.Read {
	return slices.Concat(kube.AwsAuthReads(), eks.ProviderClusterReads(), []control.Read{
		{Types: []string{eks.ClusterType}, Arguments: []string{"name", "id", "arn", "compute_config"}},
		{Types: []string{eks.NodeGroupType}, Arguments: []string{"cluster_name", "node_role_arn"}},
		{Types: []string{eks.FargateProfileType}, Arguments: []string{"cluster_name", "pod_execution_role_arn"}},
		{Types: []string{eks.AccessEntryType}, Arguments: []string{"cluster_name", "principal_arn", "type"}},
		{Types: []string{eks.InstanceProfileType}, Arguments: []string{"name", "path", "id", "arn", "role"}},
	})
}

// RolePointerTypes are the resource types that make a role of EC2 a node role by
// naming it.
func RolePointerTypes() []string {
	return []string{eks.NodeGroupType, eks.AccessEntryType, eks.InstanceProfileType, eks.ClusterType}
}

// rolePointers returns all that points at node roles, except for the instance
// profiles of self-managed groups.
func rolePointers(g *graph.Graph) []rolePointer {
	var found []rolePointer
	byName, byProvider := eks.ByClusterName(g), eks.ByProvider(g)
	for _, r := range g.Resources(eks.NodeGroupType) {
		found = append(found, rolePointer{By: r.Attr("node_role_arn"), Belongs: byName(r)})
	}
	for _, r := range g.Resources(eks.FargateProfileType) {
		found = append(found, rolePointer{By: r.Attr("pod_execution_role_arn"), Belongs: byName(r), Kind: fargatePod})
	}
	for _, r := range g.Resources(eks.ClusterType) {
		compute := r.Block("compute_config")
		if role := compute.Attr("node_role_arn"); !role.Unset() && !compute.Attr("enabled").IsFalse() {
			found = append(found, rolePointer{By: role, Belongs: eks.Membership{Clusters: []*graph.Resource{r}, Certain: true}})
		}
	}
	for _, r := range g.Resources(eks.AccessEntryType) {
		if kind, ok := entryKind(r); ok {
			found = append(found, rolePointer{By: r.Attr("principal_arn"), Belongs: byName(r), Kind: kind})
		}
	}
	documents := kube.Manifests(g)
	for _, m := range kube.AwsAuthMaps(g, documents) {
		found = append(found, mappedPointers(m, byProvider(m.Resource))...)
	}
	for _, class := range Classes(documents) {
		if role := class.Object.Attr("spec").Attr("role"); !role.Unset() {
			found = append(found, rolePointer{By: role, Belongs: byProvider(class.Resource), Mixed: role.Unknown()})
		}
		profile := class.Object.Attr("spec").Attr("instanceProfile")
		for _, to := range g.Link(profile, eks.InstanceProfileType).To {
			found = append(found, rolePointer{By: to.Attr("role"), Belongs: byProvider(class.Resource)})
		}
	}
	return found
}

// entryKind says whether an access entry lets nodes in: by its type, STANDARD
// when it is left out.
func entryKind(entry *graph.Resource) (kind Kind, node bool) {
	switch typ, _ := entry.Arg("type").Text(); typ {
	case "EC2_LINUX", "EC2_WINDOWS", "EC2", "HYPERPOD_LINUX":
		return Ec2Node, true
	case "FARGATE_LINUX":
		return fargatePod, true
	case "HYBRID_LINUX":
		return hybridNode, true
	}
	return 0, false
}

func mappedPointers(m kube.ConfigMap, belongs eks.Membership) []rolePointer {
	roles, ok := kube.MappedRoles(m)
	if !ok {
		return []rolePointer{{By: m.Data.Attr("mapRoles"), Belongs: belongs, Mixed: true}}
	}
	var found []rolePointer
	for _, role := range roles {
		if kind, node := mappedKind(role); node {
			found = append(found, rolePointer{By: role.ARN, Belongs: belongs, Kind: kind})
		}
	}
	return found
}

// Classes returns the manifests that say how nodes are started at run time:
// Karpenter's (its old name included) and those of EKS Auto Mode.
func Classes(documents []kube.Manifest) []kube.Manifest {
	var found []kube.Manifest
	for _, m := range documents {
		if m.Is("karpenter.k8s.aws", "EC2NodeClass") || m.Is("karpenter.k8s.aws", "AWSNodeTemplate") || m.Is("eks.amazonaws.com", "NodeClass") {
			found = append(found, m)
		}
	}
	return found
}

// mappedKind says what the entry lets in: the groups are those that EKS asks for
// (EKS user guide, "Create a ConfigMap for the aws-auth"). Only nodes are in
// system:nodes.
func mappedKind(r kube.MappedRole) (kind Kind, node bool) {
	if !slices.Contains(r.Groups, "system:nodes") {
		return 0, false
	}
	if slices.Contains(r.Groups, "system:node-proxier") {
		return fargatePod, true
	}
	return Ec2Node, true
}
