package eks

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// What makes an IAM principal an administrator of a cluster: an access policy of
// EKS, or a group of Kubernetes.
const (
	clusterAdminPolicy = "AmazonEKSClusterAdminPolicy"
	clusterAdminGroup  = "system:masters"
)

// UserAccess holds what a plan says of who signs in to its clusters.
type UserAccess struct {
	Entries  Members
	policies Members
	Auths    Members
	Data     map[*graph.Resource]kube.ConfigMap // by the resource that writes the ConfigMap

	logins   map[*graph.Resource]Login // the first unseen one of a cluster's providers
	anywhere *Login
}

func NewUserAccess(g *graph.Graph) *UserAccess {
	a := &UserAccess{
		Entries:  MembersOf(g, ByClusterName(g), AccessEntryType),
		policies: MembersOf(g, ByClusterName(g), AccessPolicyType),
		Data:     map[*graph.Resource]kube.ConfigMap{},
		logins:   map[*graph.Resource]Login{},
	}
	for _, auth := range kube.AwsAuthMaps(g, kube.Manifests(g)) {
		a.Data[auth.Resource] = auth
	}
	belongs := ByProvider(g)
	a.Auths = MembersOf(g, func(r *graph.Resource) Membership {
		if _, ok := a.Data[r]; !ok {
			return Membership{}
		}
		return belongs(r)
	}, slices.Concat(kube.ConfigMapTypes(), kube.ManifestReads().Types)...)
	for _, p := range g.Providers(KubernetesProviders()...) {
		if login := LoginOf(p); login.Means == unseenLogin || login.Means == PerhapsOutsideIAM {
			a.addLogin(login, ConnectionOf(g, p).Membership)
		}
	}
	return a
}

func (a *UserAccess) addLogin(l Login, on Membership) {
	if on.Anywhere && a.anywhere == nil {
		a.anywhere = &l
	}
	for _, cluster := range on.Clusters {
		if _, ok := a.logins[cluster]; !ok {
			a.logins[cluster] = l
		}
	}
}

// Unseen returns the login of a provider configuration that talks to the
// cluster, or may, and cannot be judged.
func (a *UserAccess) Unseen(cluster *graph.Resource) (Login, bool) {
	if l, ok := a.logins[cluster]; ok {
		return l, true
	}
	if a.anywhere != nil {
		return *a.anywhere, true
	}
	return Login{}, false
}

// AuthenticationMode is how the cluster lets users in. Not set, it is CONFIG_MAP for a
// cluster that the API or Terraform creates.
func AuthenticationMode(cluster *graph.Resource) graph.Value {
	return cluster.Arg("access_config").First().Arg("authentication_mode")
}

// Pick returns a member that certainly belongs to its cluster, else any, else
// nil.
func Pick(of []Member) *Member {
	for i := range of {
		if of[i].Certain {
			return &of[i]
		}
	}
	if len(of) > 0 {
		return &of[0]
	}
	return nil
}

// Admins is the evidence of who administers the cluster.
func (a *UserAccess) Admins(cluster *graph.Resource) []finding.Evidence {
	const most = 5
	creator := cluster.Arg("access_config").First().Attr("bootstrap_cluster_creator_admin_permissions").Or(cty.True)
	facts := []finding.Evidence{control.Fact(creator, cluster)}
	for _, p := range a.policies.ByCluster[cluster] {
		if arn, _ := p.Attr("policy_arn").Text(); strings.HasSuffix(arn, "/"+clusterAdminPolicy) {
			facts = append(facts, control.Fact(p.Attr("policy_arn"), cluster), control.Fact(p.Attr("principal_arn"), cluster))
		}
	}
	for _, m := range a.Auths.ByCluster[cluster] {
		facts = append(facts, masters(a.Data[m.Resource], cluster)...)
	}
	return facts[:min(len(facts), most)]
}

// masters names the IAM roles that an aws-auth ConfigMap makes administrators.
func masters(auth kube.ConfigMap, cluster *graph.Resource) []finding.Evidence {
	var facts []finding.Evidence
	roles, _ := kube.MappedRoles(auth)
	for _, role := range roles {
		if slices.Contains(role.Groups, clusterAdminGroup) {
			facts = append(facts, control.Fact(role.ARN, cluster))
		}
	}
	return facts
}

const (
	AccessPolicyType     = "aws_eks_access_policy_association"
	IdentityProviderType = "aws_eks_identity_provider_config"
)
