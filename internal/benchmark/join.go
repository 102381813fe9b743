package benchmark

import (
	"errors"
	"fmt"
	"slices"
)

// Join returns a benchmark that has the parts of b and then those of more, as when a
// user's own controls stand beside the embedded ones, or kube-bench's files of a version
// are read together. Its version names both, once if they are equal. The error lists each
// id and key that both have.
func (b *Benchmark) Join(more *Benchmark) (*Benchmark, error) {
	joined := &Benchmark{Version: b.Version, Parts: slices.Concat(b.Parts, more.Parts)}
	if !slices.ContainsFunc(b.Parts, func(p Part) bool { return p.Version == more.Version }) {
		joined.Version += "+" + more.Version
	}

	var twice []error
	groups := make(map[string]bool)
	for _, p := range b.Parts {
		for _, s := range p.Sections {
			groups[s.ID] = true
		}
	}
	for _, p := range more.Parts {
		for _, s := range p.Sections {
			if groups[s.ID] {
				twice = append(twice, fmt.Errorf("the group id %q is one of %s already: expected another", s.ID, b.Version))
			}
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
