package kube

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

var RoleBindingTypes = []string{
	"kubernetes_role_binding", "kubernetes_role_binding_v1",
	"kubernetes_cluster_role_binding", "kubernetes_cluster_role_binding_v1",
}

// bindingReads is what [SharedBindings] reads.
func BindingReads() []control.Read {
	return []control.Read{{Types: RoleBindingTypes, Arguments: []string{"subject"}}, ManifestReads()}
}

// SharedBindings returns a verdict on each binding that gives permissions to a
// default service account, or to all the accounts of a namespace or the
// cluster; and on each of which that is not known.
func SharedBindings(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	for _, r := range g.Resources(RoleBindingTypes...) {
		if v, ok := sharedSubject(r.Attr("subject")); ok {
			verdicts = append(verdicts, v)
		}
	}
	for _, m := range Manifests(g) {
		if m.Is("rbac.authorization.k8s.io", "RoleBinding") || m.Is("rbac.authorization.k8s.io", "ClusterRoleBinding") {
			if v, ok := sharedSubject(m.Object.Attr("subjects")); ok {
				verdicts = append(verdicts, v.On(m.Resource))
			}
		}
	}
	for _, u := range UnreadManifests(g) {
		if u.MayBe("RoleBinding", "ClusterRoleBinding") {
			verdicts = append(verdicts, u.Verdict())
		}
	}
	return verdicts
}

// sharedSubject looks for such a subject among those of a binding.
func sharedSubject(subjects graph.Value) (v control.Verdict, ok bool) {
	for _, subject := range subjects.Elements() {
		name := subject.Attr("name")
		switch text, known := name.Text(); {
		case known && shared(subject.Attr("kind"), text):
			return control.Fail(name, "%s %s is given permissions, and pods share it", control.Show(subject.Attr("kind")), control.Show(name)), true
		case name.Unknown() && mayBeAccount(subject.Attr("kind")) && !ok:
			v, ok = control.Unknown(name), true
		}
	}
	return v, ok
}

// shared reports whether a subject of a binding is what pods get without asking,
// or have in common (Kubernetes, "Authenticating": service account tokens).
func shared(kind graph.Value, name string) bool {
	switch {
	case kind.Is("ServiceAccount"):
		return name == "default"
	case kind.Is("Group"):
		return name == "system:serviceaccounts" || strings.HasPrefix(name, "system:serviceaccounts:")
	case kind.Is("User"):
		parts := strings.Split(name, ":")
		return len(parts) == 4 && slices.Equal(parts[:2], []string{"system", "serviceaccount"}) && parts[3] == "default"
	}
	return false
}

func mayBeAccount(kind graph.Value) bool {
	return !kind.Known() || kind.Is("ServiceAccount") || kind.Is("Group")
}
