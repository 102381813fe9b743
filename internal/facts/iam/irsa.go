package iam

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// AccountTrust is a statement by which a role trusts service accounts of a
// cluster: IAM roles for service accounts (IRSA).
type AccountTrust struct {
	iampolicy.WebIdentity
	Role    *graph.Resource
	Issuer  issuer
	Unknown bool // what the trust policy says is not known
	Secret  bool // what it says is not to be shown
	Assumes []string
}

// irsaReads is what [AccountTrusts] reads.
func IRSAReads() []control.Read {
	return append(issuerReads(), documentReads(),
		control.Read{Types: []string{IamRoleType}, Arguments: []string{"assume_role_policy"}})
}

// AccountTrusts returns the statements of all roles that trust the tokens of a
// cluster, or may; one with several issuers once for each.
func AccountTrusts(g *graph.Graph, documents Documents, issuers Issuers) []AccountTrust {
	var found []AccountTrust
	for _, role := range g.Resources(IamRoleType) {
		trust := documents.Of(role.Attr("assume_role_policy"))
		statements := iampolicy.WebIdentities(trust.Document)
		for _, s := range statements {
			assumes := slices.Clone(trust.Assumes)
			if s.Subject.Assumed {
				assumes = append(assumes, "a condition of "+role.String()+" whose variable is known only after apply is on the token's sub: its values are service accounts")
			}
			for _, issuer := range issuersOf(g, issuers, role, s.Providers) {
				if issuer.EKS != logic.No {
					found = append(found, AccountTrust{WebIdentity: s, Role: role, Issuer: issuer, Secret: trust.Secret, Assumes: assumes})
				}
			}
		}
		if trust.Open {
			if unknown := unknownIssuer(g, issuers, role); unknown.EKS != logic.No {
				found = append(found, AccountTrust{Role: role, Issuer: unknown, Unknown: true})
			}
		}
	}
	return found
}

// issuersOf returns the issuers of a statement's providers.
func issuersOf(g *graph.Graph, issuers Issuers, role *graph.Resource, providers iampolicy.List) []issuer {
	var found []issuer
	unknown := providers.Open
	for _, provider := range providers.Items {
		if unknown = unknown || provider.Unknown; !provider.Unknown {
			found = append(found, issuers.arn(provider.Value))
		}
	}
	if unknown {
		found = append(found, unknownIssuer(g, issuers, role))
	}
	return found
}

// unknownIssuer follows what a trust policy refers to: whose provider it is that
// the policy names by an ARN known only after apply.
func unknownIssuer(g *graph.Graph, issuers Issuers, role *graph.Resource) issuer {
	policy := role.Attr("assume_role_policy")
	names := []graph.Value{policy}
	for _, data := range g.Link(policy, policyDocumentType).To {
		for _, statement := range data.Blocks("statement") {
			for _, principals := range statement.Blocks("principals") {
				names = append(names, principals.Attr("identifiers").Elements()...)
			}
		}
	}
	var providers []*graph.Resource
	seen := map[*graph.Resource]bool{}
	hidden := false
	for _, name := range names {
		if !name.Unknown() {
			continue
		}
		hidden = hidden || name.Origins().Hidden
		for _, provider := range g.Link(name, OIDCProviderType).To {
			if !seen[provider] {
				seen[provider] = true
				providers = append(providers, provider)
			}
		}
	}
	if len(providers) == 0 && hidden {
		// A dynamic block shows no references: the provider is one of those that
		// something depends on.
		providers = g.Near(role, g.Relevant([]string{"arn", "id", "url"}, OIDCProviderType))
	}
	if len(providers) == 0 || len(providers) > graph.Crowd {
		return issuer{Membership: eks.Anywhere(g), EKS: logic.Maybe}
	}
	var candidates []issuer
	for _, provider := range providers {
		candidates = append(candidates, issuers.Of(provider))
	}
	return oneOf(g, candidates)
}
