package setting

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Suppression is a comment in source that says why a failure of the block below
// it, or around it, does not count:
//
//	# cisbench:ignore=5.4.1:exp=2026-12-31:the office moves in December
//
// On a module block it is for everything in that module.
type Suppression struct {
	Control string // id or key
	Reason  string
	Expires string // YYYY-MM-DD; "" when the comment gives no date
	// Address is the block's, without instance keys, such as
	// "module.eks.aws_eks_cluster.this" or "module.eks".
	Address string
	File    string
	Line    int // of the comment, from 1
}

// ParseSuppression reads one comment, with its marker (#, // or /* */), as HCL's
// lexer gives it. It returns one suppression for each control that the comment
// names; Address, File and Line are left to the caller, who knows where it is.
//
// ok is false for a comment that is about something else. One that means to be a
// suppression and is none gives ok and an error that says the right form: it
// suppresses nothing.
func ParseSuppression(comment string) (all []Suppression, ok bool, err error) {
	for line := range strings.Lines(unmarked(comment)) {
		directive, is := addressed(line)
		if !is {
			continue
		}
		if ok {
			return nil, true, errors.New("a second line of this comment begins with cisbench: too: expected a comment of its own for it")
		}
		ok = true
		if all, err = parseDirective(directive); err != nil {
			return nil, true, fmt.Errorf("%w: expected cisbench:ignore=ID:REASON or cisbench:ignore=ID,ID:exp=YYYY-MM-DD:REASON", err)
		}
	}
	return all, ok, nil
}

// unmarked takes the comment's marker off.
func unmarked(comment string) string {
	comment = strings.TrimSpace(comment)
	if text, ok := strings.CutPrefix(comment, "/*"); ok {
		return strings.TrimSuffix(text, "*/")
	}
	if text, ok := strings.CutPrefix(comment, "//"); ok {
		return text
	}
	return strings.TrimPrefix(comment, "#")
}

// addressed returns what stands behind "cisbench:" at the start of a line. A
// sentence that begins like that, "cisbench: see the wiki", is no directive,
// unless it speaks of ignoring.
func addressed(line string) (string, bool) {
	line = strings.TrimSpace(strings.TrimLeft(line, "*#/ \t")) // a frame of stars, more than one #
	const name = "cisbench:"
	if len(line) < len(name) || !strings.EqualFold(line[:len(name)], name) {
		return "", false
	}
	directive := line[len(name):]
	word := strings.TrimSpace(directive)
	const ignore = "ignore"
	ignoring := len(word) >= len(ignore) && strings.EqualFold(word[:len(ignore)], ignore)
	return directive, ignoring || directive != "" && word == directive
}

func parseDirective(directive string) ([]Suppression, error) {
	rest, ok := strings.CutPrefix(directive, "ignore=")
	if !ok {
		return nil, fmt.Errorf("unknown directive %q", "cisbench:"+clip(directive))
	}
	ids, rest, _ := strings.Cut(rest, ":")
	controls, err := controlNames(ids)
	if err != nil {
		return nil, err
	}
	rest = strings.TrimSpace(rest)
	expires := ""
	if dated, ok := strings.CutPrefix(rest, "exp="); ok {
		expires, rest, _ = strings.Cut(dated, ":")
		expires = strings.TrimSpace(expires)
		if err := checkDate(expires); err != nil {
			return nil, fmt.Errorf("exp: %w", err)
		}
	}
	reason := strings.TrimSpace(strings.ToValidUTF8(rest, "\uFFFD"))
	switch {
	case reason == "":
		return nil, errors.New("a suppression without a reason")
	case checkWords(reason) != nil:
		return nil, fmt.Errorf("a reason without a letter or a digit, %q", clip(reason))
	case misplacedDate(reason):
		return nil, fmt.Errorf("a date that would be taken for part of the reason %q", clip(reason))
	}
	var all []Suppression
	for _, c := range controls {
		all = append(all, Suppression{Control: c, Reason: reason, Expires: expires})
	}
	return all, nil
}

// misplacedDate reports whether "expires=…", or "exp=…" behind the reason, is in
// it: who writes that means a date, and a waiver without one would never end.
func misplacedDate(reason string) bool {
	const exp = "exp"
	for part := range strings.SplitSeq(reason, ":") {
		part = strings.TrimLeft(part, blanks)
		if len(part) < len(exp) || !strings.EqualFold(part[:len(exp)], exp) {
			continue
		}
		rest := strings.TrimLeft(strings.TrimLeftFunc(part, func(r rune) bool { return r == '_' || alphanumeric(r) }), blanks)
		if strings.HasPrefix(rest, "=") {
			return true
		}
	}
	return false
}

const blanks = " \t\n\f\r"

func alphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// controlNames reads ids or keys with commas between them.
func controlNames(list string) ([]string, error) {
	var names []string
	seen := map[string]bool{}
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		if !controlName(word) {
			return nil, fmt.Errorf("%q is not the id or key of a control", clip(word))
		}
		if !seen[word] {
			seen[word] = true
			names = append(names, word)
		}
	}
	return names, nil
}

// controlName reports whether a word can be the id or key of a control.
func controlName(word string) bool {
	for i, r := range word {
		if !alphanumeric(r) && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return word != ""
}

// checkDate refuses what is no day of the calendar.
func checkDate(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return fmt.Errorf("expected a date as YYYY-MM-DD, found %q", clip(text))
	}
	return nil
}

// clip keeps a message short, whatever somebody wrote into a file.
func clip(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
