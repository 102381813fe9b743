package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	nodeGroupType       = "aws_eks_node_group"
	accessEntryType     = "aws_eks_access_entry"
	fargateProfileType  = "aws_eks_fargate_profile"
	instanceProfileType = "aws_iam_instance_profile"
)

// rolePointer is an argument that points at a node role of a cluster.
type rolePointer struct {
	By      graph.Value
	Belongs membership
	Kind    nodeKind
	// Mixed is true where the argument points at roles of people too, and only
	// those that look like a node's are meant.
	Mixed bool
}

// rolePointerReads is what [rolePointers] reads.
func rolePointerReads() []control.Read {
	return slices.Concat(awsAuthReads(), []control.Read{
		{Types: []string{clusterType}, Arguments: []string{"name", "id", "arn", "compute_config"}},
		{Types: []string{nodeGroupType}, Arguments: []string{"cluster_name", "node_role_arn"}},
		{Types: []string{fargateProfileType}, Arguments: []string{"cluster_name", "pod_execution_role_arn"}},
		{Types: []string{accessEntryType}, Arguments: []string{"cluster_name", "principal_arn", "type"}},
		{Types: []string{instanceProfileType}, Arguments: []string{"name", "path", "id", "arn", "role"}},
	})
}

// rolePointers returns all that points at node roles, except for the instance
// profiles of self-managed groups.
func rolePointers(g *graph.Graph) []rolePointer {
	var found []rolePointer
	byName, byProvider := byClusterName(g), byProvider(g)
	for _, r := range g.Resources(nodeGroupType) {
		found = append(found, rolePointer{By: r.Attr("node_role_arn"), Belongs: byName(r)})
	}
	for _, r := range g.Resources(fargateProfileType) {
		found = append(found, rolePointer{By: r.Attr("pod_execution_role_arn"), Belongs: byName(r), Kind: fargatePod})
	}
	for _, r := range g.Resources(clusterType) {
		compute := r.Block("compute_config")
		if role := compute.Attr("node_role_arn"); !role.Unset() && !compute.Attr("enabled").IsFalse() {
			found = append(found, rolePointer{By: role, Belongs: membership{Clusters: []*graph.Resource{r}, Certain: true}})
		}
	}
	for _, r := range g.Resources(accessEntryType) {
		if kind, ok := entryKind(r); ok {
			found = append(found, rolePointer{By: r.Attr("principal_arn"), Belongs: byName(r), Kind: kind})
		}
	}
	documents := manifests(g)
	for _, m := range awsAuthMaps(g, documents) {
		found = append(found, mappedPointers(m, byProvider(m.Resource))...)
	}
	for _, class := range nodeClasses(documents) {
		if role := class.Object.Attr("spec").Attr("role"); !role.Unset() {
			found = append(found, rolePointer{By: role, Belongs: byProvider(class.Resource), Mixed: role.Unknown()})
		}
		profile := class.Object.Attr("spec").Attr("instanceProfile")
		for _, to := range g.Link(profile, instanceProfileType).To {
			found = append(found, rolePointer{By: to.Attr("role"), Belongs: byProvider(class.Resource)})
		}
	}
	return found
}

// entryKind says whether an access entry lets nodes in: by its type, STANDARD
// when it is left out.
func entryKind(entry *graph.Resource) (kind nodeKind, node bool) {
	switch typ, _ := entry.Arg("type").Text(); typ {
	case "EC2_LINUX", "EC2_WINDOWS", "EC2", "HYPERPOD_LINUX":
		return ec2Node, true
	case "FARGATE_LINUX":
		return fargatePod, true
	case "HYBRID_LINUX":
		return hybridNode, true
	}
	return 0, false
}

func mappedPointers(m configMap, belongs membership) []rolePointer {
	roles, ok := mappedRoles(m)
	if !ok {
		return []rolePointer{{By: m.Data.Attr("mapRoles"), Belongs: belongs, Mixed: true}}
	}
	var found []rolePointer
	for _, role := range roles {
		if kind, node := role.kind(); node {
			found = append(found, rolePointer{By: role.ARN, Belongs: belongs, Kind: kind})
		}
	}
	return found
}

// nodeClasses returns the manifests that say how nodes are started at run time:
// Karpenter's (its old name included) and those of EKS Auto Mode.
func nodeClasses(documents []manifest) []manifest {
	var found []manifest
	for _, m := range documents {
		if m.is("karpenter.k8s.aws", "EC2NodeClass") || m.is("karpenter.k8s.aws", "AWSNodeTemplate") || m.is("eks.amazonaws.com", "NodeClass") {
			found = append(found, m)
		}
	}
	return found
}
