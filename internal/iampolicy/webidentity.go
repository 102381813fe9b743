package iampolicy

import "github.com/cisbench/terraform-provider-cisbench/internal/logic"

// WebIdentity is one Allow statement of a trust policy that lets identities of
// an OpenID Connect provider assume the role (IRSA, in EKS).
type WebIdentity struct {
	Statement int         // index in the document
	Sid       string      // empty when it has none, or it is unknown
	Truth     logic.Truth // Yes, or Maybe when the statement, its action or its principal is not known

	// Providers are the identifiers of its Federated principals, the ARNs of
	// providers; "*" when everyone may try.
	Providers List

	// Subject is what its conditions ask of the token's `sub`.
	Subject Subject
}

// WebIdentities are the statements of a trust policy that allow
// sts:AssumeRoleWithWebIdentity to a federated principal, in order. When the
// document is open there may be more.
func WebIdentities(trust Document) []WebIdentity {
	var found []WebIdentity
	for i, s := range trust.Statements {
		providers, federated := s.providers()
		t := s.has(Allow).And(s.names("sts:AssumeRoleWithWebIdentity")).And(federated)
		if t == logic.No {
			continue
		}
		r := reason(0, i, s, t)
		found = append(found, WebIdentity{
			Statement: i, Sid: r.Sid, Truth: t,
			Providers: providers, Subject: s.Conditions.subject(),
		})
	}
	return found
}

// providers are the statement's federated principals, and whether it has any.
func (s Statement) providers() (List, logic.Truth) {
	l := List{Open: s.Principals.Open}
	t := logic.Of(l.Open).And(logic.Maybe)
	for _, p := range s.Principals.Items {
		federated := p.is(Federated).Or(p.is(Anyone))
		if federated == logic.No {
			continue
		}
		l.Items = append(l.Items, p.IDs.Items...)
		l.Open = l.Open || p.IDs.Open
		t = t.Or(federated)
	}
	return l, t
}
