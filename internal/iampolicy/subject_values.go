package iampolicy

import "strings"

// subjectOfValues is what one of several values for `:sub` lets in: the value
// that admits most decides.
func subjectOfValues(values List, wildcards bool) Subject {
	s := Subject{Kind: SubjectDead}
	unknown := values.Open
	kinds := make([]SubjectKind, len(values.Items))
	for i, v := range values.Items {
		if v.Unknown {
			unknown = true
			continue
		}
		var account ServiceAccount
		kinds[i], account = subjectOfValue(v.Value, wildcards)
		if account.Name != "" {
			s.Accounts = append(s.Accounts, account)
		}
		s.Kind = min(s.Kind, kinds[i])
	}
	if unknown && s.Kind > SubjectDefault {
		s.Kind = SubjectUnknown // a known value that offends is enough
	}
	for i, v := range values.Items {
		if !v.Unknown && kinds[i] == s.Kind {
			s.Values = append(s.Values, v.Value)
		}
	}
	return s
}

// subjectOfValue is what one value admits: Wildcard, Default, Prefix, Dedicated
// or Dead, and the account that it names in full.
func subjectOfValue(value string, wildcards bool) (SubjectKind, ServiceAccount) {
	p := pattern(value)
	if wildcards || strings.Contains(value, "${") {
		p = compile(value)
	}
	if !p.wild() {
		account, ok := parseAccount(string(p))
		switch {
		case !ok:
			return SubjectDead, ServiceAccount{}
		case account.Name == "default":
			return SubjectDefault, account
		default:
			return SubjectDedicated, account
		}
	}
	if !p.overlaps(compile(accountSubject + "*:*")) {
		return SubjectDead, ServiceAccount{}
	}
	rest, ok := strings.CutPrefix(p.String(), accountSubject)
	namespace, name, both := strings.Cut(rest, ":")
	switch {
	case !ok, !both, onlyWild(namespace), onlyWild(name):
		return SubjectWildcard, ServiceAccount{}
	case compile(name).matches("default"):
		return SubjectDefault, ServiceAccount{}
	default:
		return SubjectPrefix, ServiceAccount{}
	}
}

// parseAccount reads a service account's subject. A star is no letter of a
// Kubernetes name, so under StringEquals it names nobody.
func parseAccount(subject string) (ServiceAccount, bool) {
	rest, ok := strings.CutPrefix(subject, accountSubject)
	namespace, name, both := strings.Cut(rest, ":")
	ok = ok && both && namespace != "" && name != "" && !strings.ContainsAny(rest, "*?") && !strings.Contains(name, ":")
	if !ok {
		return ServiceAccount{}, false
	}
	return ServiceAccount{Namespace: namespace, Name: name}, true
}

// onlyWild says whether a part of a subject is nothing but wildcards.
func onlyWild(part string) bool { return part != "" && strings.Trim(part, "*?") == "" }

// String spells the pattern with `*` and `?`, variables as `*`.
func (p pattern) String() string {
	var b strings.Builder
	for _, r := range p {
		switch r {
		case star:
			b.WriteByte('*')
		case single:
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
