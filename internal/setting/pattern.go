package setting

import (
	"regexp"
	"strings"
)

// Pattern is the address of a waiver, ready to be matched. All in it stands for
// itself but:
//
//   - ** for anything at all: module.eks.** is for everything in a module,
//   - * for anything within one step of the address. Dots separate steps, but
//     not those inside an instance key, and a key belongs to its step: so
//     aws_eks_cluster.this[*] is for each instance that has a key, and
//     module.*.aws_eks_cluster.this for that of any module, whatever its key.
//
// An address without a key is not that of the instances that have one.
type Pattern struct {
	literal        bool
	prefix, suffix string // before the first wildcard and behind the last
	expression     *regexp.Regexp
}

// NewPattern prepares an address.
func NewPattern(address string) Pattern {
	steps := Steps(address)
	first, last := strings.IndexByte(steps, '*'), strings.LastIndexByte(steps, '*')
	if first < 0 {
		return Pattern{literal: true, prefix: steps}
	}
	var b strings.Builder
	b.WriteString(`^(?s:`)
	for i, part := range strings.Split(steps, "**") {
		if i > 0 {
			b.WriteString(`.*`)
		}
		for j, text := range strings.Split(part, "*") {
			if j > 0 {
				b.WriteString(`[^.]*`)
			}
			b.WriteString(regexp.QuoteMeta(text))
		}
	}
	b.WriteString(`)$`)
	return Pattern{prefix: steps[:first], suffix: steps[last+1:], expression: regexp.MustCompile(b.String())}
}

// Literal returns the only address that is meant, as [Steps] gives it, and false
// if the pattern has wildcards.
func (p Pattern) Literal() (string, bool) { return p.prefix, p.literal }

// Matches reports whether the address of an instance is meant.
func (p Pattern) Matches(address string) bool { return p.MatchesSteps(Steps(address)) }

// MatchesSteps is Matches for an address as [Steps] gives it.
func (p Pattern) MatchesSteps(steps string) bool {
	if p.literal {
		return steps == p.prefix
	}
	return p.Near(steps) && p.expression.MatchString(steps)
}

// Near reports whether an address, as [Steps] gives it, begins and ends as the
// pattern does. It takes much less time than a match.
func (p Pattern) Near(steps string) bool {
	return strings.HasPrefix(steps, p.prefix) && strings.HasSuffix(steps, p.suffix)
}

// Steps replaces the dots inside the quotes of instance keys, so that those
// that are left are between steps. It also leaves valid UTF-8 alone, which is
// all that an expression may be made of.
func Steps(address string) string {
	quoted, escaped := false, false
	return strings.Map(func(r rune) rune {
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted && r == '.':
			return 0 // stands in no address: Terraform writes it as an escape
		}
		return r
	}, strings.ToValidUTF8(address, "\uFFFD"))
}
