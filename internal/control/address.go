package control

import (
	"regexp"
	"slices"
	"strings"
)

// imageDigest pins the content of an image by its name (distribution's reference
// grammar). Its @ ends no user and password.
const imageDigest = `@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}`

var (
	digest      = regexp.MustCompile(imageDigest)
	digestAtEnd = regexp.MustCompile(imageDigest + `$`)
	protocol    = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:/+|//+)`)
	protocols   = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://`)
	word        = regexp.MustCompile("[^\\s\"'`<>()\\[\\]{},]+")
)

// Unclear stands in an address for what may be a part of a user and a password.
const Unclear = "(…)"

// Bare returns the address of an image, a chart or a registry without user and
// password, query and fragment: these are credentials, marked sensitive or not,
// and not part of a name. A scheme stays. Of an address in which it is not certain
// where the password ends, as of one with a slash in it, nothing else stays.
func Bare(address string) string {
	if isARN(address) {
		return address
	}
	address = strings.TrimSpace(address)
	pinned := digestAtEnd.FindString(address)
	rest := strings.TrimSuffix(address, pinned)
	start := protocol.FindString(rest)
	host, path := cutAt(rest[len(start):], "/?#")
	login := strings.LastIndexByte(host, '@')
	odd := login < 0 && strings.Contains(host, ":") && strings.Contains(path, "@")
	path, _ = cutAt(path, "?#")
	if odd || strings.Contains(path, "@") {
		return start + Unclear + pinned
	}
	return start + host[login+1:] + path + pinned
}

// WithoutLogins returns a text for a person, without the credentials in the
// addresses that it holds; see [Bare]. A text without white space is one address,
// whatever its password is made of.
func WithoutLogins(text string) string {
	switch {
	case !strings.ContainsAny(text, "@?#"):
		return text
	case !strings.ContainsAny(text, " \t\r\n") && strings.IndexAny(text, "\"'[{") != 0:
		return withoutLogin(text)
	}
	return word.ReplaceAllStringFunc(text, withoutLogin)
}

// HasLogin reports whether a text holds an address with a user and a password.
func HasLogin(text string) bool {
	return strings.Count(WithoutLogins(text), "@") < strings.Count(text, "@") || strings.Contains(WithoutLogins(text), Unclear+"@")
}

func withoutLogin(text string) string {
	if isARN(text) { // the name of an IAM user may be an email address
		return text
	}
	if at := protocols.FindAllStringIndex(text, 2); len(at) > 1 {
		return withoutLogin(text[:at[1][0]]) + withoutLogin(text[at[1][0]:])
	}
	before, start := "", protocol.FindString(text)
	if at := protocols.FindStringIndex(text); at != nil {
		before, start = text[:at[0]], text[at[0]:at[1]]
	}
	rest := text[len(before)+len(start):]
	end := lastLogin(rest)
	if start == "" {
		user, password, ok := strings.Cut(rest[:max(end, 0)], ":")
		switch {
		case !ok || user == "" || password == "" || strings.Contains(user, "/"):
			return text
		case strings.Contains(password, "/"):
			return Unclear + rest[end:]
		}
		return rest[end+1:]
	}
	host, path := cutAt(rest, "/?#")
	visible, _ := cutAt(path, "?#")
	switch {
	case end < 0 || end >= len(host)+len(visible) && !strings.ContainsAny(host, ":@"):
		return before + start + host + visible
	case end < len(host):
		return before + start + host[end+1:] + visible
	}
	visible, _ = cutAt(rest[end:], "?#")
	return before + start + Unclear + visible
}

// lastLogin is where the last @ is that may end a login; -1 if none does.
func lastLogin(text string) int {
	pins := digest.FindAllStringIndex(text, -1)
	for end := len(text); ; {
		end = strings.LastIndexByte(text[:end], '@')
		if end < 0 || !slices.ContainsFunc(pins, func(at []int) bool { return at[0] == end }) {
			return end
		}
	}
}

func isARN(text string) bool { return strings.HasPrefix(text, "arn:") }

// cutAt cuts a text before the first of some characters.
func cutAt(text, chars string) (before, after string) {
	if i := strings.IndexAny(text, chars); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}
