package benchmark

import (
	"slices"
	"strings"
	"unicode"
)

// find returns the embedded control whose evaluator decides check: by the check's key
// if it has one, else by id and title together, as any version published them. A number
// alone means different things in different versions, and a title alone may be quoted by
// anybody's own control.
func (c *catalogue) find(check Control) (Control, bool) {
	for _, version := range Embedded() {
		for _, d := range c.Controls {
			ours := d.control(version)
			if check.Key == ours.Key || check.Key == "" && check.ID == ours.ID && d.called(check.Title, ours.Title) {
				return ours, true
			}
		}
	}
	return Control{}, false
}

// called reports whether a title is the control's, now or in an earlier version.
func (d definition) called(title, now string) bool {
	return slices.ContainsFunc(append(d.EarlierTitles, now), func(known string) bool {
		return plain(known) == plain(title)
	})
}

// keys lists the evaluators' keys, in the catalogue's order.
func (c *catalogue) keys() []string {
	var all []string
	for _, d := range c.Controls {
		all = append(all, d.Key)
	}
	return all
}

// plain reduces a title to its words: no label, no case, no punctuation, since
// "third party" was "third-party" before and labels differ between versions.
func plain(title string) string {
	name := withoutLabel(strings.TrimSpace(title))
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}
