package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// rbacUsers decides 5.5.1. A cluster passes when the plan manages, by way of
// IAM, who signs in to it. An OpenID Connect provider for users and a provider
// configuration with a credential of its own are offenders.
func rbacUsers() control.Evaluator {
	return control.Evaluator{
		Key:      "rbac-users",
		Subjects: []string{eks.ClusterType, eks.IdentityProviderType, "provider.kubernetes", "provider.helm", "provider.kubectl"},
		Reads: slices.Concat(kube.AwsAuthReads(), eks.LoginReads(), eks.ProviderClusterReads(), []control.Read{
			{Types: []string{eks.ClusterType}, Arguments: []string{"access_config"}},
			{Types: []string{eks.AccessEntryType}, Arguments: []string{"cluster_name", "principal_arn"}},
			{Types: []string{eks.AccessPolicyType}, Arguments: []string{"cluster_name", "principal_arn", "policy_arn"}},
			{Types: []string{eks.IdentityProviderType}, Arguments: []string{"cluster_name", "oidc"}},
		}),
		Absences: []control.Absence{
			{
				Types: []string{eks.IdentityProviderType}, On: []string{eks.ClusterType}, Of: control.OfCluster,
				Says: "lets no users from outside IAM sign in",
			},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			access := eks.NewUserAccess(in.Graph)
			verdicts := append(foreignIssuers(in.Graph), foreignLogins(in.Graph)...)
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, managedAccess(access, cluster, in.Requires).On(cluster).In(cluster).With(access.Admins(cluster)...))
			}
			return verdicts
		},
	}
}

// managedAccess checks who manages the users of a cluster.
func managedAccess(a *eks.UserAccess, cluster *graph.Resource, requires benchmark.Requirement) control.Verdict {
	mode := eks.AuthenticationMode(cluster)
	v := withAccessEntries(mode)
	if !requires.AccessEntries {
		v = accessByMode(a, cluster, mode)
	}
	if v.Status != finding.Pass {
		return v
	}
	if login, ok := a.Unseen(cluster); ok {
		return control.Manual(login.By, "%s signs in by means that %s does not show: %s", login.By.Resource(), login.By.Input(), login.Words).
			With(v.Evidence...)
	}
	return v
}

// accessByMode checks the authentication mode, or what works only in one. Only the modes
// with API have access entries; the mode API ignores aws-auth, and passes without it.
func accessByMode(a *eks.UserAccess, cluster *graph.Resource, mode graph.Value) control.Verdict {
	entry, auth := eks.Pick(a.Entries.ByCluster[cluster]), eks.Pick(a.Auths.ByCluster[cluster])
	switch v := withAccessEntries(mode); {
	case v.Status == finding.Pass:
		return v
	case entry != nil && entry.Certain:
		principal := entry.Attr("principal_arn")
		return control.Pass(principal, "users are IAM principals with access entries, such as %s", entry).
			On(cluster).Because(principal).Assuming(entry.Assumes...)
	case auth != nil && auth.Certain:
		if v, unread := a.Data[auth.Resource].Unread("mapRoles", "mapUsers", "mapAccounts"); unread {
			return v
		}
		return control.Pass(a.Data[auth.Resource].Data, "IAM principals are mapped to users by the ConfigMap aws-auth: %s", auth).
			Assuming(auth.Assumes...)
	case mode.Unknown():
		return control.Unknown(mode)
	}
	for _, perhaps := range []*eks.Member{entry, eks.Pick(a.Entries.Anywhere), auth, eks.Pick(a.Auths.Anywhere)} {
		if perhaps != nil {
			return control.Unresolved(mode, "%s manages who signs in, but to which cluster cannot be told", perhaps)
		}
	}
	return control.Manual(mode, "nothing in %s manages who signs in: it has no access entries and no ConfigMap aws-auth, "+
		"and authentication_mode is CONFIG_MAP, which is its default", mode.Input()).Because(mode)
}

// foreignIssuers are the OpenID Connect providers that a cluster trusts for its
// users. (Those of IAM roles for service accounts are another resource.)
func foreignIssuers(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	belongs := eks.ByClusterName(g)
	for _, r := range g.Resources(eks.IdentityProviderType) {
		issuer := r.Block("oidc").Attr("issuer_url")
		v := control.Fail(issuer, "users sign in through an OpenID Connect provider, outside IAM").On(r).Because(issuer)
		if r.Deferred { // it may not come to be
			v = control.Unknown(issuer).On(r)
		}
		verdicts = append(verdicts, forEachCluster(g, v, belongs(r))...)
	}
	return verdicts
}

// foreignLogins are the provider configurations with a credential that is none
// of IAM's.
func foreignLogins(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	for _, p := range g.Providers(eks.KubernetesProviders()...) {
		connection := eks.ConnectionOf(g, p)
		if login := eks.LoginOf(p); (login.Means == eks.OutsideIAM || login.Means == eks.PerhapsOutsideIAM) && connection.EKS != logic.No {
			v := control.Fail(login.By, "the provider configuration signs in to the cluster with %s, not through IAM", login.Words)
			if login.Means == eks.PerhapsOutsideIAM {
				v = control.Unresolved(login.By, "the provider configuration may sign in to the cluster with %s: a variable without a value decides", login.Words)
			}
			verdicts = append(verdicts, forEachCluster(g, v, connection.Membership)...)
		}
	}
	return verdicts
}

// forEachCluster gives the verdict once for every cluster that it may concern,
// once without a cluster where these are none, or too many to tell apart.
func forEachCluster(g *graph.Graph, v control.Verdict, on eks.Membership) []control.Verdict {
	clusters := on.Clusters
	if on.Anywhere {
		clusters = g.Resources(eks.ClusterType)
	}
	if len(clusters) == 0 || on.Anywhere && len(clusters) > eks.Crowd(g) {
		return []control.Verdict{v}
	}
	var verdicts []control.Verdict
	for _, cluster := range clusters {
		verdicts = append(verdicts, v.In(cluster).Assuming(on.Assumes...))
	}
	return verdicts
}
