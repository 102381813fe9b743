package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// SubjectKind is how a trust statement's conditions choose the Kubernetes
// service accounts that it admits.
type SubjectKind int

// The kinds, in the order in which ANDed conditions prevail: of two conditions
// the later kind admits less. An unknown one cannot make a default account good.
const (
	SubjectMissing   SubjectKind = iota // no condition on `:sub`
	SubjectOptional                     // ForAllValues: or …IfExists: true when the token has none
	SubjectWildcard                     // a wildcard for namespace or account, or only a Not… operator
	SubjectUnknown                      // a part that matters is not known
	SubjectDefault                      // an account named default
	SubjectPrefix                       // a partial wildcard, such as ebs-csi-*
	SubjectDedicated                    // named accounts
	SubjectDead                         // nothing that a service account's token can match
)

// String is a word for each kind.
func (k SubjectKind) String() string {
	switch k {
	case SubjectMissing:
		return "missing"
	case SubjectOptional:
		return "optional"
	case SubjectWildcard:
		return "wildcard"
	case SubjectDefault:
		return "default"
	case SubjectPrefix:
		return "prefix"
	case SubjectDedicated:
		return "dedicated"
	case SubjectDead:
		return "dead"
	default:
		return "unknown"
	}
}

// Subject is what conditions ask of a token's `sub`, which for a service
// account is `system:serviceaccount:<namespace>:<account>`.
type Subject struct {
	Kind SubjectKind

	// Values are the condition values that decided the kind, as written.
	Values []string

	// Accounts are the accounts named in full; other values may admit more.
	Accounts []ServiceAccount

	// Assumed says that the condition's key is not known yet, and was taken
	// for `:sub` because all its values are service accounts.
	Assumed bool
}

// Offends says whether the conditions admit more than dedicated accounts.
func (s Subject) Offends() bool {
	switch s.Kind {
	case SubjectMissing, SubjectOptional, SubjectWildcard, SubjectDefault:
		return true
	default:
		return false
	}
}

// ServiceAccount names a Kubernetes service account.
type ServiceAccount struct{ Namespace, Name string }

// String is `namespace/name`.
func (a ServiceAccount) String() string { return a.Namespace + "/" + a.Name }

// accountSubject begins the subject of every service account (Kubernetes,
// "Authenticating", service account tokens).
const accountSubject = "system:serviceaccount:"

// subject is what the conditions ask of `:sub`. Conditions are ANDed: the one
// that admits least counts.
func (cs Conditions) subject() Subject {
	var best Subject
	if cs.Open {
		best.Kind = SubjectUnknown
	}
	for _, c := range cs.Items {
		about, assumed := c.aboutSubject()
		switch about {
		case logic.No:
			continue
		case logic.Maybe:
			if best.Kind < SubjectUnknown {
				best = Subject{Kind: SubjectUnknown}
			}
			continue
		}
		s, ok := cs.subjectOf(c)
		s.Assumed = assumed
		if ok && s.Kind > best.Kind {
			best = s
		}
	}
	return best
}

// aboutSubject says whether the condition is on `:sub`. While its key is not
// known its values tell: all of them service accounts, and it is taken to be;
// none of them, and it is not.
func (c Condition) aboutSubject() (about logic.Truth, assumed bool) {
	if !c.Key.Unknown {
		return logic.Of(strings.HasSuffix(fold(c.Key.Value), ":sub")), false
	}
	isAccount := func(v string) bool { return strings.HasPrefix(v, accountSubject) }
	if c.Values.all(isAccount) == logic.Yes {
		return logic.Yes, true
	}
	return c.Values.any(isAccount).And(logic.Maybe), false
}

// subjectOf is what one condition on `:sub` asks; false when it asks nothing by
// itself (Null only says whether the key is there).
func (cs Conditions) subjectOf(c Condition) (Subject, bool) {
	if c.Operator.Unknown {
		return Subject{Kind: SubjectUnknown}, true
	}
	op := parseOperator(c.Operator.Value)
	if op.base == "null" {
		return Subject{}, false
	}
	_, values := c.Values.pick(func(string) bool { return true })
	if op.optional() {
		switch cs.require(c.Key) {
		case logic.No:
			return Subject{Kind: SubjectOptional, Values: values}, true
		case logic.Maybe:
			return Subject{Kind: SubjectUnknown}, true
		}
	}
	if op.negated() {
		return Subject{Kind: SubjectWildcard, Values: values}, true
	}
	equal, wildcards := op.equality()
	if !equal {
		return Subject{Kind: SubjectDead, Values: values}, true
	}
	return subjectOfValues(c.Values, wildcards), true
}
