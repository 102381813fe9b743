package control

import (
	"regexp"
	"strings"
)

// imageDigest is the end of an image's name that pins its content (distribution's
// reference grammar). Its @ ends no user and password.
var imageDigest = regexp.MustCompile(`@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$`)

// Bare returns the address of an image, a chart or a registry without user and
// password, query and fragment: these are credentials, marked sensitive or not,
// and no part of a name. A scheme stays.
func Bare(address string) string {
	digest := imageDigest.FindString(address)
	scheme, rest, ok := strings.Cut(strings.TrimSuffix(address, digest), "://")
	if !ok {
		scheme, rest = "", scheme
	} else {
		scheme += "://"
	}
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	host, path := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	return scheme + host[strings.LastIndexByte(host, '@')+1:] + path + digest
}

// Logins as they stand in a text: before the host of a URL, and at the beginning
// of an address without a scheme.
var (
	urlLogin   = regexp.MustCompile(`://[^\s/?#"'@]*@`)
	oddLogin   = regexp.MustCompile(`://[^\s"'@]*@`) // a password with a slash in it, or a path with an @
	plainLogin = regexp.MustCompile(`^[^\s/:@]+:[^\s/@]+@`)
	oddPlain   = regexp.MustCompile(`^[^\s/:@]+:[^\s@]+@`)
	urlQuery   = regexp.MustCompile(`(://[^\s?#"']*)[?#][^\s"']*`)
)

// WithoutLogins returns a text for a person, without the credentials in the
// addresses that it holds; see [Bare].
func WithoutLogins(text string) string {
	if strings.Contains(text, "://") {
		text = urlQuery.ReplaceAllString(text, "$1")
		text = urlLogin.ReplaceAllString(text, "://")
		text = oddLogin.ReplaceAllString(text, "://(…)@")
	}
	digest := imageDigest.FindString(text)
	text = plainLogin.ReplaceAllString(strings.TrimSuffix(text, digest), "")
	if !strings.Contains(text, "://") && !strings.HasPrefix(text, "arn:") { // the name of an IAM user may be an email address
		text = oddPlain.ReplaceAllString(text, "(…)@")
	}
	return text + digest
}
