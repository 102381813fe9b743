package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	accessPolicyType     = "aws_eks_access_policy_association"
	identityProviderType = "aws_eks_identity_provider_config"
)

// rbacUsers decides 5.5.1. A cluster passes when the plan manages, by way of
// IAM, who signs in to it. An OpenID Connect provider for users and a provider
// configuration with a credential of its own are offenders.
func rbacUsers() control.Evaluator {
	return control.Evaluator{
		Key:      "rbac-users",
		Subjects: []string{clusterType, identityProviderType},
		Reads: slices.Concat(awsAuthReads(), loginReads(), providerClusterReads(), []control.Read{
			{Types: []string{clusterType}, Arguments: []string{"access_config"}},
			{Types: []string{accessEntryType}, Arguments: []string{"cluster_name", "principal_arn"}},
			{Types: []string{accessPolicyType}, Arguments: []string{"cluster_name", "principal_arn", "policy_arn"}},
			{Types: []string{identityProviderType}, Arguments: []string{"cluster_name", "oidc"}},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			access := newUserAccess(in.Graph)
			verdicts := append(foreignIssuers(in.Graph), foreignLogins(in.Graph)...)
			for _, cluster := range in.Graph.Resources(clusterType) {
				verdicts = append(verdicts, access.managed(cluster).On(cluster).In(cluster).With(access.admins(cluster)...))
			}
			return verdicts
		},
	}
}

// managed judges what the plan says of a cluster's users.
func (a *userAccess) managed(cluster *graph.Resource) control.Verdict {
	mode := cluster.Arg("access_config").First().Arg("authentication_mode")
	v := a.byMode(cluster, mode)
	if v.Status != finding.Pass {
		return v
	}
	if login, ok := a.unseen(cluster); ok {
		return control.Manual(login.by, "%s signs in by means that this plan does not show: %s", login.by.Resource(), login.words).
			With(v.Evidence...)
	}
	return v
}

// byMode judges the authentication mode, or what works only in one. Access
// entries exist in the modes with API alone; the mode API ignores aws-auth, and
// passes without it.
func (a *userAccess) byMode(cluster *graph.Resource, mode graph.Value) control.Verdict {
	entry, auth := pick(a.entries.of[cluster]), pick(a.auths.of[cluster])
	switch {
	case mode.Is("API"), mode.Is("API_AND_CONFIG_MAP"):
		return control.Pass(mode, "users are IAM principals with access entries: authentication_mode is %s", control.Show(mode)).Because(mode)
	case entry != nil && entry.Certain:
		principal := entry.Attr("principal_arn")
		return control.Pass(principal, "users are IAM principals with access entries, such as %s", entry).
			On(cluster).Because(principal).Assuming(entry.Assumes...)
	case auth != nil && auth.Certain:
		if v, unread := a.data[auth.Resource].unread("mapRoles", "mapUsers", "mapAccounts"); unread {
			return v
		}
		return control.Pass(a.data[auth.Resource].Data, "IAM principals are mapped to users by the ConfigMap aws-auth: %s", auth).
			Assuming(auth.Assumes...)
	case mode.Unknown():
		return control.Unknown(mode)
	}
	for _, perhaps := range []*member{entry, pick(a.entries.anywhere), auth, pick(a.auths.anywhere)} {
		if perhaps != nil {
			return control.Unresolved(mode, "%s manages who signs in, but to which cluster cannot be told", perhaps)
		}
	}
	return control.Manual(mode, "nothing in this plan manages who signs in: it has no access entries and no ConfigMap aws-auth, "+
		"and authentication_mode is CONFIG_MAP, as it is when left out").Because(mode)
}

// foreignIssuers are the OpenID Connect providers that a cluster trusts for its
// users. (Those of IAM roles for service accounts are another resource.)
func foreignIssuers(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	belongs := byClusterName(g)
	for _, r := range g.Resources(identityProviderType) {
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
	for _, p := range g.Providers(kubernetesProviders()...) {
		if login := loginOf(p); login.means == outsideIAM && !otherCloud(p) {
			v := control.Fail(login.by, "the provider configuration signs in to the cluster with %s, not through IAM", login.words)
			verdicts = append(verdicts, forEachCluster(g, v, providerClusters(g, p))...)
		}
	}
	return verdicts
}

// forEachCluster gives the verdict once for every cluster that it may concern,
// once without a cluster where these are none, or too many to tell apart.
func forEachCluster(g *graph.Graph, v control.Verdict, on membership) []control.Verdict {
	clusters := on.Clusters
	if on.Anywhere {
		clusters = g.Resources(clusterType)
	}
	if len(clusters) == 0 || on.Anywhere && len(clusters) > crowd(g) {
		return []control.Verdict{v}
	}
	var verdicts []control.Verdict
	for _, cluster := range clusters {
		verdicts = append(verdicts, v.In(cluster).Assuming(on.Assumes...))
	}
	return verdicts
}
