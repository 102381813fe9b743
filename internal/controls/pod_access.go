package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
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
	way     answer // to give AWS permissions to single service accounts
	mapping answer // of a service account to permissions
	against []control.Verdict
}

// answer is a truth, with the argument that says so.
type answer struct {
	is      truth
	by      graph.Value
	assumes []string
}

// orElse returns the answer that is more certain to be yes, by proof rather than
// by assumption.
func (a answer) orElse(b answer) answer {
	if b.is > a.is || b.is == a.is && len(b.assumes) < len(a.assumes) {
		return b
	}
	return a
}

// podAccessReads is what [newPodAccess] reads of its own.
func podAccessReads() []control.Read {
	return []control.Read{
		{Types: []string{podIdentityType}, Arguments: []string{"cluster_name", "service_account"}},
		{Types: []string{addonType}, Arguments: []string{"cluster_name", "addon_name", "service_account_role_arn", "pod_identity_association"}},
	}
}

func newPodAccess(in control.Input) *podAccess {
	g := in.Graph
	a := &podAccess{g: g, clusters: map[*graph.Resource]*accountUse{}}
	policies := newIdentityPolicies(g)
	roles := newNodeRoles(g, policies)
	a.issuers(policies.documents)
	a.podIdentity()
	a.addons()
	a.autoMode()
	belongs := byProvider(g)
	seen := map[*graph.Resource]bool{} // a manifest that cannot be read is one offender, whatever it may be
	for _, v := range slices.Concat(sharedBindings(g), unreadMappings(g)) {
		if !seen[v.Subject] {
			seen[v.Subject] = true
			a.offend(v, belongs(v.Subject))
		}
	}
	a.nodes(roles, in.Settings.NodeRolePolicies)
	a.imds = shieldedCredentials(g, roles.groups)
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
func (a *podAccess) give(m membership, found answer, slot func(*accountUse) *answer) {
	found.assumes = slices.Concat(found.assumes, m.Assumes)
	for _, cluster := range m.Clusters {
		own := found
		if !m.Certain {
			own.is = min(own.is, maybe)
		}
		at := slot(a.of(cluster))
		*at = at.orElse(own)
	}
	if m.Anywhere {
		found.is = min(found.is, maybe)
		at := slot(&a.anywhere)
		*at = at.orElse(found)
	}
}

func (a *podAccess) way(m membership, is truth, by graph.Value) {
	a.give(m, answer{is: is, by: by}, func(u *accountUse) *answer { return &u.way })
}

func (a *podAccess) mapping(m membership, is truth, by graph.Value, assumes ...string) {
	a.give(m, answer{is, by, assumes}, func(u *accountUse) *answer { return &u.mapping })
}

// offend records a verdict on what gives permissions too widely, for each
// cluster that it may concern.
func (a *podAccess) offend(v control.Verdict, m membership) {
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
func (a *podAccess) issuers(documents documents) {
	issuers := newIssuers(a.g)
	for _, provider := range slices.Concat(a.g.Resources(oidcProviderType), a.g.Data(oidcProviderType)) {
		if i := issuers.of(provider); i.EKS != no {
			a.way(i.membership, i.EKS, provider.Attr("url"))
		}
	}
	for _, t := range accountTrusts(a.g, documents, issuers) {
		v, offends, maps := t.judge()
		if offends {
			a.offend(v, t.Issuer.membership)
		}
		a.mapping(t.Issuer.membership, maps, t.Role.Attr("assume_role_policy"), t.Assumes...)
	}
}

// podIdentity looks at associations of EKS Pod Identity.
func (a *podAccess) podIdentity() {
	belongs := byClusterName(a.g)
	for _, r := range a.g.Resources(podIdentityType) {
		m, account := belongs(r), r.Attr("service_account")
		a.way(m, yes, account)
		switch {
		case account.Is("default"):
			a.offend(control.Fail(account, "the role is given to a default service account, which pods get without asking"), m)
		case account.Unknown():
			a.offend(control.Unknown(account), m)
		default:
			a.mapping(m, yes, account)
		}
	}
}

// addons looks at add-ons: Pod Identity's agent, and those with a role of their
// own.
func (a *podAccess) addons() {
	belongs := byClusterName(a.g)
	for _, r := range a.g.Resources(addonType) {
		m := belongs(r)
		if name := r.Attr("addon_name"); name.Is("eks-pod-identity-agent") {
			a.way(m, yes, name)
		}
		for _, attr := range []string{"service_account_role_arn", "pod_identity_association"} {
			v := r.Attr(attr)
			switch {
			case len(v.Elements()) == 0:
			case v.Known() || len(a.g.Link(v, iamRoleType).To) > 0:
				a.mapping(m, yes, v)
			default:
				a.mapping(m, maybe, v)
			}
		}
	}
}

// autoMode looks at EKS Auto Mode, which has Pod Identity's agent built in.
func (a *podAccess) autoMode() {
	for _, cluster := range a.g.Resources(clusterType) {
		enabled := cluster.Block("compute_config").Attr("enabled")
		m := membership{Clusters: []*graph.Resource{cluster}, Certain: true}
		switch {
		case enabled.IsTrue():
			a.way(m, yes, enabled)
		case enabled.Unknown():
			a.way(m, maybe, enabled)
		}
	}
}

// nodes looks at the roles of EC2 nodes. Those of Fargate and of hybrid nodes
// are out of their pods' reach. Of a role outside the plan, what this plan gives
// to it can be wrong, and nothing else is known.
func (a *podAccess) nodes(roles *nodeRoles, extra []string) {
	judged := map[*graph.Resource]*control.Verdict{}
	for _, n := range roles.all {
		if n.Kind != ec2Node {
			continue
		}
		var m membership
		if n.Cluster != nil {
			m.Clusters = []*graph.Resource{n.Cluster}
		}
		switch {
		case n.Role != nil:
			v, ok := judged[n.Role]
			if !ok {
				if found, offends := workloadPermissions(n.Role, roles.policies.Held(n.Role), extra); offends {
					v = &found
				}
				judged[n.Role] = v
			}
			if v != nil {
				a.offend(n.qualify(*v), m)
			}
		case n.Outside != "":
			if v, _ := workloadPermissions(n.By.Resource(), roles.heldOutside(n), extra); v.Status == finding.Fail {
				a.offend(v, m)
			}
		default:
			a.offend(control.Unresolved(n.By, "the node role cannot be told: %s", waiting(n.By)), m)
		}
	}
}
