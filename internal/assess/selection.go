package assess

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

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

// Find returns the control of an id or a key. The error names those that may be meant.
func Find(b *benchmark.Benchmark, name string) (benchmark.Control, error) {
	c, ok := b.Find(name)
	if !ok {
		return c, unknownControl(b, name)
	}
	return c, nil
}

// unknownControl is the error for a name that no control has: it names the controls of the
// same section, and those with a key that is spelled alike.
func unknownControl(b *benchmark.Benchmark, name string) error {
	const alike = 2 // letters that may differ
	section := name[:strings.LastIndex(name, ".")+1]
	key := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	var near []string
	for _, c := range b.Controls() {
		if section != "" && strings.HasPrefix(c.ID, section) || c.Key != "" && levenshtein.Distance(key, c.Key, nil) <= alike {
			near = append(near, strings.TrimSuffix(c.ID+" ("+c.Key+")", " ()"))
		}
	}
	const most = 6
	if len(near) == 0 || len(near) > most {
		return fmt.Errorf("unknown control %q: %s has none of this id or key; the command controls lists those that it has", name, b.Version)
	}
	return fmt.Errorf("unknown control %q: did you mean %s?", name, strings.Join(near, ", "))
}
