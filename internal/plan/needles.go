package plan

import (
	"slices"
	"strings"
)

// needles are texts to look for in others, in time that hardly depends on how many
// there are.
type needles struct {
	texts  []string // sorted once somebody looks; then none is the beginning of another
	starts map[[shortest]byte]bool
}

const (
	// shortest is how many bytes a text has at least that is looked for in values
	// that may not be made of it: a shorter one, such as "default", is in many values.
	shortest = 8
	// longest is how much of a text is looked for.
	longest = 256
)

// add adds a text, unless it is too short.
func (n *needles) add(text string) {
	if len(text) >= shortest {
		n.texts = append(n.texts, text[:min(len(text), longest)])
		n.starts = nil
	}
}

// in reports whether a text holds one of those that were added.
func (n *needles) in(text string) bool {
	if n.starts == nil {
		n.sort()
	}
	for i := 0; i+shortest <= len(text); i++ {
		if !n.starts[[shortest]byte([]byte(text[i:i+shortest]))] {
			continue
		}
		at, found := slices.BinarySearch(n.texts, text[i:])
		if found || at > 0 && strings.HasPrefix(text[i:], n.texts[at-1]) {
			return true
		}
	}
	return false
}

func (n *needles) sort() {
	slices.Sort(n.texts)
	n.starts = map[[shortest]byte]bool{}
	kept := n.texts[:0]
	for _, text := range n.texts {
		if len(kept) > 0 && strings.HasPrefix(text, kept[len(kept)-1]) {
			continue
		}
		kept = append(kept, text)
		n.starts[[shortest]byte([]byte(text[:shortest]))] = true
	}
	n.texts = kept
}
