package assess

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// Selection chooses among a benchmark's controls, by id or by key.
type Selection struct {
	Only   []string // these alone; all when it is empty
	Except []string // not these
}

func (s Selection) from(b *benchmark.Benchmark) ([]benchmark.Control, error) {
	only, err := ids(b, s.Only)
	if err != nil {
		return nil, err
	}
	except, err := ids(b, s.Except)
	if err != nil {
		return nil, err
	}
	var chosen []benchmark.Control
	for _, c := range b.Controls() {
		if (len(only) == 0 || slices.Contains(only, c.ID)) && !slices.Contains(except, c.ID) {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no control is left to assess: every one that is selected is excluded too")
	}
	return chosen, nil
}

func ids(b *benchmark.Benchmark, names []string) ([]string, error) {
	var found []string
	for _, name := range names {
		c, ok := b.Find(name)
		if !ok {
			return nil, unknownControl(b, name)
		}
		found = append(found, c.ID)
	}
	return found, nil
}

// Find returns the control of an id or a key. The error lists those there are.
func Find(b *benchmark.Benchmark, name string) (benchmark.Control, error) {
	c, ok := b.Find(name)
	if !ok {
		return c, unknownControl(b, name)
	}
	return c, nil
}

func unknownControl(b *benchmark.Benchmark, name string) error {
	var known []string
	for _, c := range b.Controls() {
		if c.Key == "" {
			known = append(known, c.ID)
		} else {
			known = append(known, c.ID+" ("+c.Key+")")
		}
	}
	return fmt.Errorf("unknown control %q: %s has %s", name, b.Version, strings.Join(known, ", "))
}
