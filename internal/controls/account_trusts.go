package controls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

// judge says whether a trust admits more than dedicated service accounts, and
// whether it maps one to the role. offends is false where there is nothing to
// say against it.
func (t accountTrust) judge() (v control.Verdict, offends bool, maps truth) {
	policy := t.Role.Attr("assume_role_policy")
	if t.Unknown {
		return control.Unknown(policy), true, maybe
	}
	switch t.Subject.Kind {
	case iampolicy.SubjectDedicated:
		return control.Verdict{}, false, t.certainty()
	case iampolicy.SubjectDead:
		return control.Verdict{}, false, no
	case iampolicy.SubjectPrefix:
		return control.Manual(policy, "the role admits service accounts by a pattern%s: see that each of them is meant", t.values()), true, no
	case iampolicy.SubjectUnknown:
		return control.Unresolved(policy, "which service accounts the role admits is known only after apply"), true, maybe
	}
	if t.certainty() != yes {
		return control.Unresolved(policy, "it is not known yet whether the role admits %s", t.admits()), true, maybe
	}
	return control.Fail(policy, "the role admits %s", t.admits()).Assuming(t.Assumes...), true, no
}

// certainty is yes when the statement is there and about a cluster's tokens: by
// their issuer, or because it speaks of service accounts.
func (t accountTrust) certainty() truth {
	accounts := func(value string) bool { return strings.HasPrefix(value, "system:serviceaccount:") }
	if t.Truth == iampolicy.Yes && (t.Issuer.EKS == yes || slices.ContainsFunc(t.Subject.Values, accounts)) {
		return yes
	}
	return maybe
}

// admits says whom an offending trust lets in.
func (t accountTrust) admits() string {
	switch t.Subject.Kind {
	case iampolicy.SubjectMissing:
		return "every service account of the cluster: no condition is on the token's sub"
	case iampolicy.SubjectOptional:
		return "every token without a sub: the condition on it holds when it is absent" + t.values()
	case iampolicy.SubjectDefault:
		return "a default service account, which pods get without asking" + t.values()
	}
	return "service accounts by a wildcard for the namespace or the account" + t.values()
}

// values writes the condition's values for a message.
func (t accountTrust) values() string {
	if t.Secret {
		return ""
	}
	return " (" + strings.Join(t.Subject.Values, ", ") + ")"
}
