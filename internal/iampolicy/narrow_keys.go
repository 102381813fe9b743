package iampolicy

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// keyKind is how a global condition key can narrow who is admitted. The kinds
// follow what AWS takes for "not public" (Amazon S3 user guide, "The meaning of
// public"), and IAM's list of global condition keys.
type keyKind int

const (
	keyOpen  keyKind = iota // never: callers choose the value, or it is the owner's own
	keyFixed                // with a value that names one party
	keyARN                  // with an ARN that names its account
	keyPath                 // with an organization path that names its organization
	keyIP                   // with addresses
)

// kindOf is the kind of a condition key; keys are compared without case.
// Everything that is not written here is open: aws:SecureTransport,
// aws:RequestedRegion, aws:CurrentTime, aws:UserAgent, aws:Referer,
// aws:MultiFactorAuth*, aws:PrincipalType, aws:PrincipalTag/* (callers tag
// themselves), aws:RequestTag/*, aws:ResourceTag/*, ecr:ResourceTag/*,
// sts:ExternalId, aws:ResourceAccount, aws:ResourceOrgID, aws:ResourceOrgPaths
// (the owner's own), aws:CalledVia*, aws:ViaAWSService.
func kindOf(key string) keyKind {
	switch fold(key) {
	case "aws:principalorgid", "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid",
		"aws:sourcevpc", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid", "aws:userid":
		return keyFixed
	case "aws:principalarn", "aws:sourcearn":
		return keyARN
	case "aws:principalorgpaths", "aws:sourceorgpaths":
		return keyPath
	case "aws:sourceip", "aws:vpcsourceip":
		return keyIP
	default:
		return keyOpen
	}
}

// narrowedBy says whether the values narrow a key of this kind.
func (k keyKind) narrowedBy(op operator, values List, limits Limits) logic.Truth {
	equal, wildcards := op.equality()
	switch {
	case k == keyIP && op.base == "ipaddress":
		return limits.narrow(values)
	case k == keyIP || !equal:
		return logic.No
	case k == keyPath && !op.forAny && !op.forAll:
		return logic.No // the key has many values: without a quantifier nothing is promised
	}
	return values.all(func(v string) bool {
		if !wildcards && !strings.Contains(v, "${") && strings.ContainsAny(v, "*?") {
			// A star under StringEquals is a plain character that no account,
			// ARN or organization has: the statement admits nobody.
			return true
		}
		switch k {
		case keyARN:
			return literalAccount(v)
		case keyPath:
			organization, _, ok := strings.Cut(v, "/")
			return ok && strings.HasPrefix(organization, "o-") && fixed(organization)
		default:
			return fixed(v)
		}
	})
}

// fixed says whether a value is one text: no wildcard, no policy variable. For
// aws:userid that leaves out `AROA…:*`, as AWS does.
func fixed(v string) bool { return v != "" && !compile(v).wild() }
