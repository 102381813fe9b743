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

const podIdentityType = "aws_eks_pod_identity_association"

// podAccess is how the pods of a graph's clusters come by permissions.
type podAccess struct {
	g         *graph.Graph
	clusters  map[*graph.Resource]*accountUse
	anywhere  accountUse        // of what may be any cluster's
	offenders []control.Verdict // on what gives permissions too widely, or may
	imds      map[*graph.Resource][]finding.Evidence
}

// accountUse is what is known of one cluster.
type accountUse struct {
	way     control.Answer // to give AWS permissions to single service accounts
	mapping control.Answer // of a service account to permissions
	against []control.Verdict
}

// podAccessReads is what [newPodAccess] reads of its own.
func podAccessReads() []control.Read {
	return []control.Read{
		{Types: []string{podIdentityType}, Arguments: []string{"cluster_name", "service_account"}},
		{Types: []string{networkpolicy.AddonType}, Arguments: []string{"cluster_name", "addon_name", "service_account_role_arn", "pod_identity_association"}},
	}
}

func newPodAccess(in control.Input) *podAccess {
	g := in.Graph
	a := &podAccess{g: g, clusters: map[*graph.Resource]*accountUse{}}
	policies := iam.NewIdentityPolicies(g)
	roles := node.NewRoles(g, policies)
	a.issuers(policies.Documents)
	a.podIdentity()
	a.addons()
	a.autoMode()
	belongs := eks.ByProvider(g)
	seen := map[*graph.Resource]bool{} // a manifest that cannot be read is one offender, whatever it may be
	for _, v := range slices.Concat(kube.SharedBindings(g), kube.UnreadMappings(g)) {
		if !seen[v.Subject] {
			seen[v.Subject] = true
			a.offend(v, belongs(v.Subject))
		}
	}
	a.nodes(roles, in.Settings.NodeRolePolicies)
	a.imds = node.ShieldedCredentials(g, roles.Groups)
	return a
}

func (a *podAccess) of(cluster *graph.Resource) *accountUse {
	use, ok := a.clusters[cluster]
	if !ok {
		use = &accountUse{}
		a.clusters[cluster] = use
	}
	return use
}

// give records an answer for the clusters that it is about: yes for one that it
// is certainly about.
func (a *podAccess) give(m eks.Membership, found control.Answer, slot func(*accountUse) *control.Answer) {
	found.Assumes = slices.Concat(found.Assumes, m.Assumes)
	for _, cluster := range m.Clusters {
		own := found
		if !m.Certain {
			own = own.AtMost(logic.Maybe)
		}
		at := slot(a.of(cluster))
		*at = at.Or(own)
	}
	if m.Anywhere {
		at := slot(&a.anywhere)
		*at = at.Or(found.AtMost(logic.Maybe))
	}
}

func (a *podAccess) way(m eks.Membership, is logic.Truth, by graph.Value) {
	a.give(m, control.Answer{Truth: is, By: by}, func(u *accountUse) *control.Answer { return &u.way })
}

func (a *podAccess) mapping(m eks.Membership, is logic.Truth, by graph.Value, assumes ...string) {
	a.give(m, control.Answer{Truth: is, By: by, Assumes: assumes}, func(u *accountUse) *control.Answer { return &u.mapping })
}

// offend records a verdict on what gives permissions too widely, for each
// cluster that it may concern.
func (a *podAccess) offend(v control.Verdict, m eks.Membership) {
	for _, each := range forEachCluster(a.g, v, m) {
		a.offenders = append(a.offenders, each)
		use := &a.anywhere
		if each.Cluster != nil {
			use = a.of(each.Cluster)
		} else if !m.Anywhere {
			continue // another plan's cluster
		}
		use.against = append(use.against, each)
	}
}

// issuers looks at OpenID Connect providers, and at the roles that trust them.
func (a *podAccess) issuers(documents iam.Documents) {
	issuers := iam.NewIssuers(a.g)
	for _, provider := range slices.Concat(a.g.Resources(iam.OIDCProviderType), a.g.Data(iam.OIDCProviderType)) {
		if i := issuers.Of(provider); i.EKS != logic.No {
			a.way(i.Membership, i.EKS, provider.Attr("url"))
		}
	}
	for _, t := range iam.AccountTrusts(a.g, documents, issuers) {
		v, offends, maps := t.Judge()
		if offends {
			a.offend(v, t.Issuer.Membership)
		}
		a.mapping(t.Issuer.Membership, maps, t.Role.Attr("assume_role_policy"), t.Assumes...)
	}
}

// podIdentity looks at associations of EKS Pod Identity.
func (a *podAccess) podIdentity() {
	belongs := eks.ByClusterName(a.g)
	for _, r := range a.g.Resources(podIdentityType) {
		m, account := belongs(r), r.Attr("service_account")
		a.way(m, logic.Yes, account)
		switch {
		case account.Is("default"):
			a.offend(control.Fail(account, "the role is given to a default service account, which pods get without asking"), m)
		case account.Unknown():
			a.offend(control.Unknown(account), m)
		default:
			a.mapping(m, logic.Yes, account)
		}
	}
}

// addons looks at add-ons: Pod Identity's agent, and those with a role of their
// own.
func (a *podAccess) addons() {
	belongs := eks.ByClusterName(a.g)
	for _, r := range a.g.Resources(networkpolicy.AddonType) {
		m := belongs(r)
		if name := r.Attr("addon_name"); name.Is("eks-pod-identity-agent") {
			a.way(m, logic.Yes, name)
		}
		for _, attr := range []string{"service_account_role_arn", "pod_identity_association"} {
			v := r.Attr(attr)
			switch {
			case len(v.Elements()) == 0:
			case v.Known() || len(a.g.Link(v, iam.IamRoleType).To) > 0:
				a.mapping(m, logic.Yes, v)
			default:
				a.mapping(m, logic.Maybe, v)
			}
		}
	}
}

// autoMode looks at EKS Auto Mode, which has Pod Identity's agent built in.
func (a *podAccess) autoMode() {
	for _, cluster := range a.g.Resources(eks.ClusterType) {
		enabled := cluster.Block("compute_config").Attr("enabled")
		m := eks.Membership{Clusters: []*graph.Resource{cluster}, Certain: true}
		switch {
		case enabled.IsTrue():
			a.way(m, logic.Yes, enabled)
		case enabled.Unknown():
			a.way(m, logic.Maybe, enabled)
		}
	}
}

// nodes looks at the roles of EC2 nodes. Those of Fargate and of hybrid nodes
// are out of their pods' reach. Of a role outside the plan, what this plan gives
// to it can be wrong, and nothing else is known.
func (a *podAccess) nodes(roles *node.Roles, extra []string) {
	judged := map[*graph.Resource]*control.Verdict{}
	for _, n := range roles.All {
		if n.Kind != node.Ec2Node {
			continue
		}
		var m eks.Membership
		if n.Cluster != nil {
			m.Clusters = []*graph.Resource{n.Cluster}
		}
		switch {
		case n.Role != nil:
			v, ok := judged[n.Role]
			if !ok {
				if found, offends := node.WorkloadPermissions(n.Role, roles.Policies.Held(n.Role), extra); offends {
					v = &found
				}
				judged[n.Role] = v
			}
			if v != nil {
				a.offend(n.Qualify(*v), m)
			}
		case n.Outside != "":
			if v, _ := node.WorkloadPermissions(n.By.Resource(), roles.HeldOutside(n), extra); v.Status == finding.Fail {
				a.offend(v, m)
			}
		default:
			a.offend(control.Unresolved(n.By, "the node role cannot be told: %s", control.Waiting(n.By)), m)
		}
	}
}
