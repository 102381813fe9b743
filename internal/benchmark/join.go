package benchmark

import (
	"errors"
	"fmt"
)

// Join returns a benchmark that has the sections of b and then those of more, as
// when a user's own controls stand beside the embedded ones. Its version names
// both. The error lists each id that both have.
func (b *Benchmark) Join(more *Benchmark) (*Benchmark, error) {
	joined := &Benchmark{Version: b.Version + "+" + more.Version, ID: b.ID, Title: b.Title}
	joined.Sections = append(append(joined.Sections, b.Sections...), more.Sections...)

	var twice []error
	sections := make(map[string]bool)
	for _, s := range b.Sections {
		sections[s.ID] = true
	}
	for _, s := range more.Sections {
		if sections[s.ID] {
			twice = append(twice, fmt.Errorf("the group id %q is one of %s already: expected another", s.ID, b.Version))
		}
	}
	for _, c := range more.Controls() {
		if _, taken := b.Find(c.ID); taken {
			twice = append(twice, fmt.Errorf("the check id %q is one of %s already: expected another", c.ID, b.Version))
		} else if _, taken := b.Find(c.Key); taken {
			twice = append(twice, fmt.Errorf("check %s has the key %q, which is decided in %s already", c.ID, c.Key, b.Version))
		}
	}
	return joined, errors.Join(twice...)
}
