package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Visible disarms a text that somebody else wrote, for a line of output that a
// terminal or the log of a CI system will show. A character that moves the
// cursor, hides text, reorders it or breaks the line becomes visible as \u{…},
// and a text that a CI runner would take for a command is broken up:
//
//   - ::error:: and its like at the start of a line (GitHub Actions),
//   - ##[error] and ##vso[…] anywhere in one (GitHub Actions, Azure Pipelines).
func Visible(s string) string {
	var b strings.Builder
	for i, r := range s {
		rest := s[i:]
		switch {
		case r == utf8.RuneError && rest[0] != 0xEF: // a byte that is not UTF-8
			fmt.Fprintf(&b, `\x{%x}`, rest[0])
		case finding.Hidden(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		case r == ':' && i > 0 && s[i-1] == ':' && startsCommand(rest[1:]),
			r == '#' && i > 0 && s[i-1] == '#':
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// startsCommand tells "error file=x" and "error::", which a runner takes for a
// command behind two colons, from what has to stay legible there: the account
// of an ARN, as in "aws:policy/x" and "111122223333:role/x", and "/0".
func startsCommand(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return r == '-' || r == '_' || unicode.IsLetter(r) })
	return unicode.IsLetter(r) && (rest == "" || rest[0] == ' ' || strings.HasPrefix(rest, "::"))
}
