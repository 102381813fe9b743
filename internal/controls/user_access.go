package controls

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// What makes an IAM principal an administrator of a cluster: an access policy of
// EKS, or a group of Kubernetes.
const (
	clusterAdminPolicy = "AmazonEKSClusterAdminPolicy"
	clusterAdminGroup  = "system:masters"
)

// userAccess holds what a plan says of who signs in to its clusters.
type userAccess struct {
	entries  members
	policies members
	auths    members
	data     map[*graph.Resource]configMap // by the resource that writes the ConfigMap

	logins   map[*graph.Resource]login // the first unseen one of a cluster's providers
	anywhere *login
}

func newUserAccess(g *graph.Graph) *userAccess {
	a := &userAccess{
		entries:  membersOf(g, byClusterName(g), accessEntryType),
		policies: membersOf(g, byClusterName(g), accessPolicyType),
		data:     map[*graph.Resource]configMap{},
		logins:   map[*graph.Resource]login{},
	}
	for _, auth := range awsAuthMaps(g, manifests(g)) {
		a.data[auth.Resource] = auth
	}
	belongs := byProvider(g)
	a.auths = membersOf(g, func(r *graph.Resource) membership {
		if _, ok := a.data[r]; !ok {
			return membership{}
		}
		return belongs(r)
	}, slices.Concat(configMapTypes(), manifestReads().Types)...)
	for _, p := range g.Providers(kubernetesProviders()...) {
		if login := loginOf(p); login.means == unseenLogin && !otherCloud(p) {
			a.addLogin(login, providerClusters(g, p))
		}
	}
	return a
}

func (a *userAccess) addLogin(l login, on membership) {
	if on.Anywhere && a.anywhere == nil {
		a.anywhere = &l
	}
	for _, cluster := range on.Clusters {
		if _, ok := a.logins[cluster]; !ok {
			a.logins[cluster] = l
		}
	}
}

// unseen returns the login of a provider configuration that talks to the
// cluster, or may, and cannot be judged.
func (a *userAccess) unseen(cluster *graph.Resource) (login, bool) {
	if l, ok := a.logins[cluster]; ok {
		return l, true
	}
	if a.anywhere != nil {
		return *a.anywhere, true
	}
	return login{}, false
}

// pick returns a member that certainly belongs to its cluster, else any, else
// nil.
func pick(of []member) *member {
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

// admins is the evidence of who administers the cluster.
func (a *userAccess) admins(cluster *graph.Resource) []finding.Evidence {
	const most = 5
	creator := cluster.Arg("access_config").First().Attr("bootstrap_cluster_creator_admin_permissions").Or(cty.True)
	facts := []finding.Evidence{control.Fact(creator, cluster)}
	for _, p := range a.policies.of[cluster] {
		if arn, _ := p.Attr("policy_arn").Text(); strings.HasSuffix(arn, "/"+clusterAdminPolicy) {
			facts = append(facts, control.Fact(p.Attr("policy_arn"), cluster), control.Fact(p.Attr("principal_arn"), cluster))
		}
	}
	for _, m := range a.auths.of[cluster] {
		facts = append(facts, masters(a.data[m.Resource], cluster)...)
	}
	return facts[:min(len(facts), most)]
}

// masters names the IAM roles that an aws-auth ConfigMap makes administrators.
func masters(auth configMap, cluster *graph.Resource) []finding.Evidence {
	var facts []finding.Evidence
	roles, _ := mappedRoles(auth)
	for _, role := range roles {
		if slices.Contains(role.Groups, clusterAdminGroup) {
			facts = append(facts, control.Fact(role.ARN, cluster))
		}
	}
	return facts
}
