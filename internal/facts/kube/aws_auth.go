package kube

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// awsAuthReads is what [AwsAuthMaps] reads.
func AwsAuthReads() []control.Read { return []control.Read{ConfigMapReads(), ManifestReads()} }

// AwsAuthMaps returns what writes the ConfigMap by which EKS maps IAM roles and
// users to Kubernetes users.
func AwsAuthMaps(g *graph.Graph, documents []Manifest) []ConfigMap {
	return ConfigMaps(g, documents, "kube-system", "aws-auth")
}

// MappedRole is one entry of mapRoles.
type MappedRole struct {
	ARN    graph.Value
	Groups []string
}

// MappedRoles returns the entries of an aws-auth ConfigMap's mapRoles. ok is
// false when the text is not known yet; what cannot be read is in
// [UnreadMappings].
func MappedRoles(m ConfigMap) (roles []MappedRole, ok bool) {
	mapRoles := m.Data.Attr("mapRoles")
	text, ok := mapRoles.Text()
	if !ok {
		return nil, !mapRoles.Unknown()
	}
	entries, err := DecodeYAML(text)
	if err != nil {
		return nil, true
	}
	for _, entry := range mapRoles.Decoded(entries).Elements() {
		groups, _ := entry.Attr("groups").Strings()
		roles = append(roles, MappedRole{ARN: entry.Attr("rolearn"), Groups: groups})
	}
	return roles, true
}

// UnreadMappings returns a verdict on each mapRoles, and each manifest that may
// be an aws-auth ConfigMap or a NodeClass, that cannot be read: it may name a node
// role, of which nothing is said elsewhere.
func UnreadMappings(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	for _, m := range AwsAuthMaps(g, Manifests(g)) {
		if v, ok := m.Unread("mapRoles"); ok {
			verdicts = append(verdicts, v)
		}
	}
	for _, u := range UnreadManifests(g) {
		if u.MayBeConfigMap("aws-auth") || u.MayBeNodeClass() {
			verdicts = append(verdicts, u.Verdict())
		}
	}
	return verdicts
}

// Unread returns a verdict on the first of the lists in an aws-auth ConfigMap that
// cannot be read; ok is false if all can.
func (m ConfigMap) Unread(lists ...string) (v control.Verdict, ok bool) {
	for _, name := range lists {
		list := m.Data.Attr(name)
		text, _ := list.Text()
		entries, err := DecodeYAML(text)
		switch {
		case err != nil:
			return control.Unresolved(list, "%s cannot be read: %s", list.Path(), YamlReason(err)), true
		case !entries.IsNull() && !entries.Type().IsTupleType():
			return control.Unresolved(list, "%s cannot be read: expected a list", list.Path()), true
		}
	}
	return v, false
}
