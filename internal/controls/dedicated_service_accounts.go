package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/iam"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/networkpolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/node"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// dedicatedServiceAccounts evaluates 5.2.1. A cluster passes when pods can have
// AWS permissions by their service account, at least one account has some, and
// nothing gives permissions to accounts that pods share, or to whole nodes.
func dedicatedServiceAccounts() control.Evaluator {
	return control.Evaluator{
		Key:      "dedicated-service-accounts",
		Subjects: slices.Concat(node.RoleSubjects(), []string{podIdentityType}, kube.RoleBindingTypes),
		Reads:    slices.Concat(node.RoleReads(), node.GroupReads(), iam.IRSAReads(), kube.BindingReads(), podAccessReads(), node.IMDSReads()),
		Absences: []control.Absence{
			{Types: iam.RolePolicyTypes(), Of: nodeRolesOf, Says: "attaches no policy to the roles of the nodes"},
			{
				Types: append(node.RolePointerTypes(), podIdentityType, iam.IamRoleType, networkpolicy.AddonType),
				Of:    issuersOf, Says: "gives no permissions to the pods of the cluster",
			},
			{
				Types: append([]string{kube.KubernetesManifestType, kube.KubectlManifestType}, kube.RoleBindingTypes...),
				Says:  "binds no role to a service account that pods share",
			},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			access := newPodAccess(in)
			verdicts := access.offenders
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, access.judge(cluster).On(cluster).In(cluster).With(access.imds[cluster]...))
			}
			return verdicts
		},
	}
}

// judge judges a cluster: by what is found against it, and then by whether it
// has a way to give permissions to single accounts, and uses it.
func (a *podAccess) judge(cluster *graph.Resource) control.Verdict {
	use := a.of(cluster)
	way, mapping := use.way.Or(a.anywhere.way), use.mapping.Or(a.anywhere.mapping)
	against := control.Worst(use.against, control.Verdict{Status: finding.Pass})
	doubt := control.Worst(a.anywhere.against, control.Verdict{Status: finding.Pass})
	identity := cluster.Attr("identity")
	switch {
	case against.Status == finding.Fail:
		return control.Fail(against.Decider, "%s: %s", against.Subject, against.Message).Assuming(against.Assumes...)
	case against.Status == finding.Unknown:
		return control.Unresolved(against.Decider, "%s: %s", against.Subject, against.Message)
	case doubt.Status != finding.Pass:
		return control.Unresolved(doubt.Decider, "%s may be this cluster's: %s", doubt.Subject, doubt.Message)
	case way.And(mapping.Truth) == logic.Maybe:
		return control.Unresolved(mapping.By, "it cannot be determined whether %s gives a service account of this cluster its permissions", mapping.By.Resource())
	case against.Status == finding.Manual:
		return control.Manual(against.Decider, "%s: %s", against.Subject, against.Message)
	case way.Truth == logic.No:
		return control.Manual(identity, "pods have no way to AWS permissions of their own in %s: it has neither an OpenID Connect provider for this cluster's issuer, nor Pod Identity, nor Auto Mode", identity.Input())
	case mapping.Truth == logic.No:
		return control.Manual(way.By, "%s lets service accounts have permissions of their own, and %s gives them to none", way.By.Resource(), way.By.Input())
	}
	return control.Pass(mapping.By, "%s gives a dedicated service account its permissions", mapping.By.Resource()).
		On(cluster).Because(way.By, mapping.By).Assuming(way.Assumes...).Assuming(mapping.Assumes...)
}

// nodeRolesOf returns the roles of the nodes of the verdict's cluster.
func nodeRolesOf(g *graph.Graph, v control.Verdict) []*graph.Resource {
	var roles []*graph.Resource
	for _, n := range node.NewRoles(g, iam.NewIdentityPolicies(g)).All {
		if n.Role != nil && (n.Cluster == v.Cluster || n.Cluster == nil) {
			roles = append(roles, n.Role)
		}
	}
	return roles
}

// issuersOf returns the verdict's cluster, and the OpenID Connect providers of its
// issuer.
func issuersOf(g *graph.Graph, v control.Verdict) []*graph.Resource {
	found := control.OfCluster(g, v)
	issuers := iam.NewIssuers(g)
	for _, provider := range g.Resources(iam.OIDCProviderType) {
		if slices.Contains(issuers.Of(provider).Clusters, v.Cluster) {
			found = append(found, provider)
		}
	}
	return found
}
