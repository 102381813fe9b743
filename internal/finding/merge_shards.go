package finding

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shards checks that the reports are shards of one scan, each once, and says
// what is missing from them.
func shards(stored []Stored) ([]part, []Diagnostic, error) {
	first := stored[0]
	given := map[int]string{}
	var parts []part
	for _, s := range stored {
		switch {
		case s.Shard == nil || first.Shard == nil:
			one, other := first, s
			if one.Shard == nil {
				other = stored[slices.IndexFunc(stored, func(s Stored) bool { return s.Shard != nil })]
			} else {
				one, other = other, one
			}
			return nil, nil, fmt.Errorf("%s is a whole report, and %s one of %d shards: expected all shards of one scan, or whole reports; "+
				"merge the shards of each scan first", one.Name, other.Name, other.Shard.Of)
		case s.Shard.Of != first.Shard.Of || s.Shard.Inputs != first.Shard.Inputs:
			return nil, nil, fmt.Errorf("%s is one of %d shards of %d inputs, and %s one of %d of %d: expected the shards of one scan, "+
				"in which every machine finds the same inputs", first.Name, first.Shard.Of, first.Shard.Inputs, s.Name, s.Shard.Of, s.Shard.Inputs)
		}
		if other, ok := given[s.Shard.Number]; ok {
			return nil, nil, fmt.Errorf("%s and %s are both shard %d of %d: expected each once; merge the shards of each scan first",
				other, s.Name, s.Shard.Number, s.Shard.Of)
		}
		given[s.Shard.Number] = s.Name
		parts = append(parts, part{s.Report, s.Inputs})
	}
	diagnostics := append(common(stored), missing(given, first.Shard.Of)...)
	slices.SortFunc(parts, func(a, b part) int { return a.Shard.Number - b.Shard.Number })
	return parts, diagnostics, nil
}

// missing says which shards are not among those given.
func missing(given map[int]string, of int) []Diagnostic {
	const most = 10
	var numbers []string
	rest := 0
	for number := 1; number <= of; number++ {
		if _, ok := given[number]; ok {
			continue
		}
		if len(numbers) < most {
			numbers = append(numbers, strconv.Itoa(number))
		} else {
			rest++
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	list := strings.Join(numbers, ", ")
	if rest > 0 {
		list += fmt.Sprintf(" and %d more", rest)
	}
	return []Diagnostic{{
		Severity: DiagnosticError,
		Summary:  fmt.Sprintf("of %d shards, there is no report of %s", of, list),
		Detail:   "what they were to scan is missing here",
		Input:    NoInput,
	}}
}

// common gathers what shards say of no input. An error stands, whichever shard
// it is in. What else is said there is about the scan as a whole, such as a
// waiver that nothing needs: it holds when every shard says so.
func common(stored []Stored) []Diagnostic {
	type words struct {
		severity                 DiagnosticSeverity
		summary, detail, address string
	}
	say := map[words]map[string]bool{}
	var all, diagnostics []Diagnostic
	key := func(d Diagnostic) words { return words{d.Severity, d.Summary, d.Detail, d.Address} }
	for _, s := range stored {
		for _, d := range s.Diagnostics {
			if d.Input != NoInput {
				continue
			}
			if say[key(d)] == nil {
				say[key(d)] = map[string]bool{}
			}
			say[key(d)][s.Name] = true
			all = append(all, d)
		}
	}
	for _, d := range all {
		if d.Severity == DiagnosticError || len(say[key(d)]) == len(stored) {
			diagnostics = append(diagnostics, d)
		}
	}
	return diagnostics
}
