package iam

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// Judge says whether a trust admits more than dedicated service accounts, and
// whether it maps one to the role. offends is false where there is nothing to
// say against it.
func (t AccountTrust) Judge() (v control.Verdict, offends bool, maps logic.Truth) {
	policy := t.Role.Attr("assume_role_policy")
	if t.Unknown {
		return control.Unknown(policy), true, logic.Maybe
	}
	switch t.Subject.Kind {
	case iampolicy.SubjectDedicated:
		return control.Verdict{}, false, t.certainty()
	case iampolicy.SubjectDead:
		return control.Verdict{}, false, logic.No
	case iampolicy.SubjectPrefix:
		return control.Manual(policy, "the role admits service accounts by a pattern%s: see that each of them is meant", t.values()), true, logic.No
	case iampolicy.SubjectUnknown:
		return control.Unresolved(policy, "which service accounts the role admits is known only after apply"), true, logic.Maybe
	}
	if t.certainty() != logic.Yes {
		return control.Unresolved(policy, "it is not known yet whether the role admits %s", t.admits()), true, logic.Maybe
	}
	return control.Fail(policy, "the role admits %s", t.admits()).Assuming(t.Assumes...), true, logic.No
}

// certainty is yes when the statement is there and about a cluster's tokens: by
// their issuer, or because it speaks of service accounts.
func (t AccountTrust) certainty() logic.Truth {
	accounts := func(value string) bool { return strings.HasPrefix(value, "system:serviceaccount:") }
	if t.Truth == logic.Yes && (t.Issuer.EKS == logic.Yes || slices.ContainsFunc(t.Subject.Values, accounts)) {
		return logic.Yes
	}
	return logic.Maybe
}

// admits says whom an offending trust lets in.
func (t AccountTrust) admits() string {
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
func (t AccountTrust) values() string {
	if t.Secret {
		return ""
	}
	return " (" + strings.Join(t.Subject.Values, ", ") + ")"
}
