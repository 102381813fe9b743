package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// awsAuthReads is what [awsAuthMaps] reads.
func awsAuthReads() []control.Read { return []control.Read{configMapReads(), manifestReads()} }

// awsAuthMaps returns what writes the ConfigMap by which EKS maps IAM roles and
// users to Kubernetes users.
func awsAuthMaps(g *graph.Graph, documents []manifest) []configMap {
	return configMaps(g, documents, "kube-system", "aws-auth")
}

// mappedRole is one entry of mapRoles.
type mappedRole struct {
	ARN    graph.Value
	Groups []string
}

// mappedRoles returns the entries of an aws-auth ConfigMap's mapRoles. ok is
// false when the text is not known yet; what cannot be read is in
// [unreadMappings].
func mappedRoles(m configMap) (roles []mappedRole, ok bool) {
	mapRoles := m.Data.Attr("mapRoles")
	text, ok := mapRoles.Text()
	if !ok {
		return nil, !mapRoles.Unknown()
	}
	entries, err := decodeYAML(text)
	if err != nil {
		return nil, true
	}
	for _, entry := range mapRoles.Decoded(entries).Elements() {
		groups, _ := entry.Attr("groups").Strings()
		roles = append(roles, mappedRole{ARN: entry.Attr("rolearn"), Groups: groups})
	}
	return roles, true
}

// unreadMappings returns a verdict on each mapRoles, and each manifest that may
// be an aws-auth ConfigMap or a NodeClass, that cannot be read: it may name a node
// role, of which nothing is said elsewhere.
func unreadMappings(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	for _, m := range awsAuthMaps(g, manifests(g)) {
		if v, ok := m.unread("mapRoles"); ok {
			verdicts = append(verdicts, v)
		}
	}
	for _, u := range unreadManifests(g) {
		if u.mayBeConfigMap("aws-auth") || u.mayBeNodeClass() {
			verdicts = append(verdicts, u.verdict())
		}
	}
	return verdicts
}

// unread returns a verdict on the first of the lists in an aws-auth ConfigMap that
// cannot be read; ok is false if all can.
func (m configMap) unread(lists ...string) (v control.Verdict, ok bool) {
	for _, name := range lists {
		list := m.Data.Attr(name)
		text, _ := list.Text()
		entries, err := decodeYAML(text)
		switch {
		case err != nil:
			return control.Unresolved(list, "%s cannot be read: %s", list.Path(), yamlReason(err)), true
		case !entries.IsNull() && !entries.Type().IsTupleType():
			return control.Unresolved(list, "%s cannot be read: expected a list", list.Path()), true
		}
	}
	return v, false
}

// kind says what the entry lets in: the groups are those that EKS asks for
// (EKS user guide, "Create a ConfigMap for the aws-auth"). Only nodes are in
// system:nodes.
func (r mappedRole) kind() (kind nodeKind, node bool) {
	if !slices.Contains(r.Groups, "system:nodes") {
		return 0, false
	}
	if slices.Contains(r.Groups, "system:node-proxier") {
		return fargatePod, true
	}
	return ec2Node, true
}
