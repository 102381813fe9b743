package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// accountTrust is a statement by which a role trusts service accounts of a
// cluster: IAM roles for service accounts (IRSA).
type accountTrust struct {
	iampolicy.WebIdentity
	Role    *graph.Resource
	Issuer  issuer
	Unknown bool // the trust policy refers to the issuer's provider, and what it says is not known
	Assumes []string
}

// irsaReads is what [accountTrusts] reads.
func irsaReads() []control.Read {
	return append(issuerReads(), documentReads(),
		control.Read{Types: []string{iamRoleType}, Arguments: []string{"assume_role_policy"}})
}

// accountTrusts returns the statements of all roles that trust the tokens of a
// cluster, or may.
func accountTrusts(g *graph.Graph, documents documents, issuers issuers) []accountTrust {
	var found []accountTrust
	for _, role := range g.Resources(iamRoleType) {
		trust := documents.of(role.Attr("assume_role_policy"))
		statements := iampolicy.WebIdentities(trust.Document)
		if len(statements) == 0 && !trust.Open {
			continue
		}
		unknown := unknownIssuer(g, issuers, role)
		for _, s := range statements {
			t := accountTrust{WebIdentity: s, Role: role, Assumes: slices.Clone(trust.Assumes)}
			if s.Subject.Assumed {
				t.Assumes = append(t.Assumes, "a condition of "+role.String()+" whose variable is known only after apply is on the token's sub: its values are service accounts")
			}
			for _, provider := range s.Providers.Items {
				if provider.Unknown {
					t.Issuer = t.Issuer.or(unknown)
				} else {
					t.Issuer = t.Issuer.or(issuers.arn(role.Attr("assume_role_policy"), provider.Value))
				}
			}
			if s.Providers.Open {
				t.Issuer = t.Issuer.or(unknown)
			}
			if t.Issuer.EKS != no {
				found = append(found, t)
			}
		}
		if trust.Open && len(statements) == 0 && unknown.EKS == yes {
			found = append(found, accountTrust{Role: role, Issuer: unknown, Unknown: true})
		}
	}
	return found
}

// unknownIssuer follows what a trust policy refers to: whose provider it is that
// the policy names by an ARN known only after apply.
func unknownIssuer(g *graph.Graph, issuers issuers, role *graph.Resource) issuer {
	policy := role.Attr("assume_role_policy")
	names := []graph.Value{policy}
	for _, data := range g.Link(policy, policyDocumentType).To {
		for _, statement := range data.Blocks("statement") {
			for _, principals := range statement.Blocks("principals") {
				names = append(names, principals.Attr("identifiers").Elements()...)
			}
		}
	}
	var found issuer
	hidden := false
	for _, name := range names {
		if !name.Unknown() {
			continue
		}
		hidden = hidden || name.Origins().Hidden
		for _, provider := range g.Link(name, oidcProviderType).To {
			found = found.or(issuers.of(provider))
		}
	}
	if found.EKS == no && hidden {
		// A dynamic block shows no references: the provider is one of those that
		// something depends on.
		for _, provider := range g.Relevant([]string{"arn", "id", "url"}, oidcProviderType) {
			found = found.or(issuers.of(provider))
		}
	}
	if found.EKS == no {
		found = issuer{membership: anywhere(g), EKS: maybe}
	}
	return found
}
