package cli

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// given is a value that a variable of the environment gives a flag, as errors
// write it.
type given struct{ text, variable string }

// unquote keeps the value of a variable that stands for a flag out of errors: it
// may be another value than was meant, such as a token.
func (a *app) unquote(flag, text string) {
	switch {
	case slices.Contains(benchmark.Names(), text):
	case flag == "config" || slices.ContainsFunc(options(), func(o option) bool { return o.flag == flag && o.path }):
		a.given = append(a.given, given{text, "$" + variable(flag)})
	default:
		a.given = append(a.given, given{strconv.Quote(text), "$" + variable(flag)})
	}
}

// named is an error's text with the names of variables in the place of their values.
func (a *app) named(text string) string {
	for _, g := range a.given {
		text = replaceWord(text, g.text, g.variable)
	}
	return text
}

// replaceWord replaces a text where it is not a part of a longer word.
func replaceWord(text, old, replacement string) string {
	word := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-./$", r)
	}
	var b strings.Builder
	for last := ' '; ; {
		before, after, ok := strings.Cut(text, old)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if before != "" {
			last, _ = utf8.DecodeLastRuneInString(before)
		}
		if next, _ := utf8.DecodeRuneInString(after); word(last) || word(next) {
			b.WriteString(old)
		} else {
			b.WriteString(replacement)
		}
		last, _ = utf8.DecodeLastRuneInString(old)
		text = after
	}
}
