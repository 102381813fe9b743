package iampolicy

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Public says whether an Allow statement of a resource policy admits everyone
// (`*`, `{"AWS": "*"}`, an ARN with a wildcard for its account) or everyone but
// a few (NotPrincipal), without a condition that narrows it. A Deny beside it
// changes nothing. The items are the open principals, or "NotPrincipal".
func Public(doc Document, limits Limits) Answer {
	return ask([]Document{doc}, func(s Statement) (logic.Truth, []string) {
		open, items := s.everyone()
		return s.has(Allow).And(open).And(s.Conditions.narrow(limits).Not()), items
	})
}

// everyone says whether the principal element admits everyone.
func (s Statement) everyone() (logic.Truth, []string) {
	if !s.NotPrincipals.empty() {
		return logic.Yes, []string{"NotPrincipal"}
	}
	t := logic.Of(s.Principals.Open).And(logic.Maybe)
	var items []string
	for _, p := range s.Principals.Items {
		open, found := p.IDs.pick(p.wide)
		if p.Type.Unknown && open == logic.Yes && !slices.Contains(found, Anyone) {
			open = logic.Maybe
		}
		t = t.Or(open)
		items = append(items, found...)
	}
	return t, items
}

// wide says whether an identifier of the principal admits everyone, if its type
// is AWS when it is not known. In the other types only a lone star is more than
// one party; it is taken for everyone, since nobody can tell whom it leaves out.
func (p Principal) wide(id string) bool {
	return id == Anyone || (p.Type.Unknown || p.Type.Value == AWS) && wildAccount(id)
}

// wildAccount says whether an ARN, or a bare account, leaves the account open:
// a wildcard in its fifth part, or before it with nothing literal there.
func wildAccount(arn string) bool { return !literalAccount(arn) && compile(arn).wild() }

// literalAccount says whether an ARN pattern names one account. Only its first
// five parts matter: `arn:aws:iam::111122223333:role/*` does.
func literalAccount(arn string) bool {
	parts := strings.SplitN(compile(arn).String(), ":", 6) // a variable's name has colons
	if len(parts) < 6 || parts[0] != "arn" {
		return false
	}
	account := compile(parts[4])
	return len(account) > 0 && !account.wild()
}
