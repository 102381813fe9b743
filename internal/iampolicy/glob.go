package iampolicy

import (
	"strings"
	"unicode/utf8"
)

// pattern is a string in which IAM's wildcards have become tokens. Policy
// variables (`${aws:username}`) stand for any text; `${*}`, `${?}` and `${$}`
// are the characters themselves (IAM user guide, "Variables and tags").
type pattern []rune

const (
	star   rune = -1 // any text, also none
	single rune = -2 // any one character
)

// work bounds the comparison of two patterns: IAM's longest policy has 10,240
// characters, so only hostile input comes near it.
const work = 1 << 24

func compile(s string) pattern {
	p := make(pattern, 0, len(s))
	for s != "" {
		if name, rest, ok := cutVariable(s); ok {
			switch name {
			case "*", "?", "$":
				p = append(p, rune(name[0]))
			default:
				p = p.withStar()
			}
			s = rest
			continue
		}
		switch r, size := utf8.DecodeRuneInString(s); r {
		case '*':
			p, s = p.withStar(), s[size:]
		case '?':
			p, s = append(p, single), s[size:]
		default:
			p, s = append(p, r), s[size:]
		}
	}
	return p
}

// foldedPattern is the pattern of a string that is compared without case.
func foldedPattern(s string) pattern { return compile(fold(s)) }

func fold(s string) string { return strings.ToLower(s) }

func (p pattern) withStar() pattern {
	if n := len(p); n > 0 && p[n-1] == star {
		return p // so that equal patterns are equal token by token
	}
	return append(p, star)
}

// cutVariable cuts a leading `${name}`.
func cutVariable(s string) (name, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, "${")
	if !ok {
		return "", "", false
	}
	return strings.Cut(s, "}")
}

// wild says whether the pattern matches more than one text.
func (p pattern) wild() bool {
	for _, r := range p {
		if r < 0 {
			return true
		}
	}
	return false
}

// matches says whether the pattern matches a text that has no wildcards.
func (p pattern) matches(text string) bool { return p.covers(pattern(text)) }

// covers says whether everything that q matches is matched by p. It reads q as
// a text in which a star is one more letter, which only p's star can take: a
// true answer is proven, a false one may miss unusual spellings.
func (p pattern) covers(q pattern) bool {
	if len(p)*len(q) > work {
		return false
	}
	i, j, back, mark := 0, 0, -1, 0
	for j < len(q) {
		switch {
		case i < len(p) && p[i] == star:
			back, mark = i, j
			i++
		case i < len(p) && (p[i] == q[j] || p[i] == single && q[j] != star):
			i, j = i+1, j+1
		case back >= 0:
			mark++
			i, j = back+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == star {
		i++
	}
	return i == len(p)
}

// overlaps says whether some text is matched by both patterns.
func (p pattern) overlaps(q pattern) bool {
	for i := range min(len(p), len(q)) {
		if p[i] == star || q[i] == star {
			break
		}
		if !sameRune(p[i], q[i]) {
			return false // most ARNs part at their service
		}
	}
	if len(p)*len(q) > work {
		return true
	}
	// next[j] says whether p[i+1:] and q[j:] overlap, row[j] the same of p[i:].
	next, row := make([]bool, len(q)+1), make([]bool, len(q)+1)
	for i := len(p); i >= 0; i-- {
		for j := len(q); j >= 0; j-- {
			switch {
			case i == len(p) && j == len(q):
				row[j] = true
			case i < len(p) && p[i] == star:
				row[j] = next[j] || j < len(q) && row[j+1]
			case j < len(q) && q[j] == star:
				row[j] = row[j+1] || i < len(p) && next[j]
			case i == len(p) || j == len(q):
				row[j] = false
			default:
				row[j] = sameRune(p[i], q[j]) && next[j+1]
			}
		}
		next, row = row, next
	}
	return next[0]
}

// sameRune says whether two tokens other than stars can be one character.
func sameRune(a, b rune) bool { return a == b || a == single || b == single }
