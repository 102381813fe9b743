package benchmark

import (
	"slices"
	"strings"
	"unicode"
)

// find returns the embedded control whose evaluator decides check, as the version that
// published it: by id and title together, or, if the check names a key, by that in the
// newest version. A number alone means different things in different versions, and a title
// alone may be quoted by anybody's own control.
func (c *catalogue) find(check Control) (ours Control, found bool) {
	for _, version := range Embedded() {
		for _, d := range c.Controls {
			ours := d.control(version)
			if (check.Key == "" || check.Key == ours.Key) && check.ID == ours.ID && d.called(check.Title, ours.Title) {
				return ours, true
			}
		}
	}
	newest := Embedded()[len(Embedded())-1]
	for _, d := range c.Controls {
		if check.Key == d.Key {
			ours = d.control(newest)
			ours.AsOf = newest
			return ours, true
		}
	}
	return Control{}, false
}

// near returns the key of the control whose title, in some version, has most words in
// common with that of a check: at least half of the words that either has.
func (c *catalogue) near(check Control) string {
	key, most := "", 0.5
	words := strings.Fields(plain(check.Title))
	for _, d := range c.Controls {
		titles := slices.Clone(d.EarlierTitles)
		for _, version := range Embedded() {
			titles = append(titles, d.control(version).Title)
		}
		for _, title := range titles {
			if alike := overlap(words, strings.Fields(plain(title))); alike >= most {
				key, most = d.Key, alike
			}
		}
	}
	return key
}

// overlap is the number of words that both texts have, divided by that of the words that
// either has.
func overlap(a, b []string) float64 {
	all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
	both := 0
	for _, word := range all {
		if slices.Contains(a, word) && slices.Contains(b, word) {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(all))
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
