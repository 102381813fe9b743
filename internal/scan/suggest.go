package scan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/assess"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/suggest"
)

// Suggestion is one argument of a root module's own source that mends failures.
type Suggestion struct {
	Fingerprints []string // of the failures, in the order of the report
	Input        int      // place in Report.Inputs
	Root         string   // of the repository: absolute, symbolic links followed
	File         string   // in the repository, slash-separated
	Shown        string   // the file as a person would name it from the current directory
	Source       []byte   // of the file, as it was read
	Place        source.Place
	Mend         suggest.Mend
}

// evaluated is a root module with what it takes to evaluate it once more.
type evaluated struct {
	root       *source.Root
	repository *repository
	dir        string
	options    source.Options
}

// mostTries is how often the source of one root module is evaluated for suggestions.
const mostTries = 32

// parses is how often a file with changes is parsed: to make them, to see what they
// made of it, and to evaluate it.
const parses = 3

// suggestions lists changes that fix some of the findings, in their order, and the
// number of those that were not tried. Every one was tried: with it, what it is for
// passes, and nothing fails that did not. Changes of different blocks that are for
// different subjects are tried together.
func (e *evaluated) suggestions(ctx context.Context, o Options, findings []finding.Finding) (tried, error) {
	if o.Suggest == nil || e.root.Exceeded() {
		return tried{}, nil
	}
	found := e.candidates(o.Assessor.Keys(), findings)
	if len(found) == 0 {
		return tried{}, nil
	}
	assessment, err := o.Assessor.Assess(e.root.Graph)
	if err != nil {
		return tried{}, err
	}
	t := &trial{evaluated: e, assessor: o.Assessor, before: worst(assessment), tries: mostTries, left: e.allowance()}
	for _, together := range apart(found) {
		if err := ctx.Err(); err != nil {
			return tried{}, err
		}
		t.try(ctx, together)
	}
	done := tried{spent: t.spent, tries: mostTries - max(t.tries, 0)}
	for _, c := range found {
		if len(c.Fingerprints) > 0 {
			done.good = append(done.good, c.Suggestion)
		}
	}
	if t.untried > 0 {
		done.diagnostics = []finding.Diagnostic{{
			Severity: finding.DiagnosticNote,
			Summary:  fmt.Sprintf("%d possible fixes were not tried: there are too many for one scan", t.untried),
			Detail:   "apply the suggested ones, or scan fewer root modules or with --control, and scan again",
		}}
	}
	return done, nil
}

// tried is what became of candidates.
type tried struct {
	good        []Suggestion
	diagnostics []finding.Diagnostic
	spent       source.Limits
	tries       int // evaluations
}

// take adds it to a scan.
func (s *scan) take(t tried) {
	s.suggestions = t.good
	s.diagnostics = append(s.diagnostics, t.diagnostics...)
	s.spent = s.spent.Plus(t.spent.Minus(spare()))
}

// allowance is what the evaluations for suggestions may take: a few times what a
// root module has for itself, and what it may take beyond that.
func (e *evaluated) allowance() source.Limits {
	return e.options.Limits.Plus(spare())
}

// spare is what suggestions for a root module may take, not counted for the scan.
func spare() source.Limits {
	return source.Share().Plus(source.Share()).Plus(source.Share())
}

// apart divides candidates so that those that are tried together are of different
// blocks and for different subjects.
func apart(found []*candidate) [][]*candidate {
	var parts [][]*candidate
	next := map[any]int{} // the first part that is free, by block and by subject
	for _, c := range found {
		keys := []any{c.block()}
		for _, f := range c.failures {
			keys = append(keys, subject{f.Control, f.Address, f.Cluster})
		}
		part := 0
		for _, key := range keys {
			part = max(part, next[key])
		}
		for _, key := range keys {
			next[key] = part + 1
		}
		if part == len(parts) {
			parts = append(parts, nil)
		}
		parts[part] = append(parts[part], c)
	}
	return parts
}

// trial evaluates a root module with changes.
type trial struct {
	*evaluated
	assessor *assess.Assessor
	before   map[subject]finding.Status
	tries    int           // still to be made
	left     source.Limits // of what they may take
	spent    source.Limits
	untried  int // candidates
}

// try evaluates the module with changes. Where something fails by them it tries
// each half.
func (t *trial) try(ctx context.Context, together []*candidate) {
	if t.tries--; t.tries < 0 || t.left.Exhausted() {
		t.untried += len(together)
		return
	}
	made, root := t.changed(ctx, together)
	if root == nil {
		return
	}
	after, err := t.assessor.Assess(root.Graph)
	t.left, t.spent = t.left.Minus(root.Spent()), t.spent.Plus(root.Spent())
	ok := err == nil && refused(root.Diagnostics()) == nil && !root.Exceeded()
	statuses := worst(after)
	switch {
	case ok && !breaks(t.before, statuses):
		for _, c := range made {
			c.Fingerprints = mended(t.before, statuses, c.failures)
		}
	case len(made) > 1:
		t.try(ctx, made[:len(made)/2])
		t.try(ctx, made[len(made)/2:])
	}
}

// candidate is a suggestion that is still to be tried.
type candidate struct {
	Suggestion
	failures []finding.Finding
}

// block identifies the top-level block that is changed.
func (c *candidate) block() string {
	return strings.Join(append([]string{c.Place.File}, c.Place.Block...), "\x00")
}

func (e *evaluated) candidates(keys map[string]string, findings []finding.Finding) []*candidate {
	type change struct{ block, nested, argument, member, value string }
	known := map[change]*candidate{}
	var found []*candidate
	for _, f := range findings {
		if f.Status != finding.Fail {
			continue
		}
		address, path, ok := decider(f)
		if !ok {
			continue
		}
		m, ok := suggest.For(keys[f.Control], address.Type, path)
		if !ok {
			continue
		}
		place, ok := e.root.Place(address, m.Nested, m.Argument)
		if !ok || e.repository.files.Ignored(place.File) { // a diff shows the lines around a change
			continue
		}
		c := &candidate{Suggestion: Suggestion{
			Root:  e.repository.root,
			File:  place.File,
			Shown: e.repository.show(place.File),
			Place: place,
			Mend:  m,
		}}
		key := change{c.block(), place.Nested, place.Argument, m.Member, m.Value.GoString()}
		if known[key] == nil {
			known[key] = c
			found = append(found, c)
		}
		known[key].failures = append(known[key].failures, f)
	}
	return found
}

// decider is the resource whose argument decided, and the argument's path in it.
func decider(f finding.Finding) (graph.Address, string, bool) {
	if a, rest, err := graph.ParseAddressPrefix(f.Attribute); err == nil && len(rest) > 1 && rest[0] == '.' {
		return a, rest[1:], a.Mode == graph.Managed
	}
	a, err := graph.ParseAddress(f.Address)
	return a, f.Attribute, err == nil && a.Mode == graph.Managed
}

// changed evaluates the module with those of the changes that can be made; root is
// nil where none can, or where it cannot be evaluated.
func (t *trial) changed(ctx context.Context, together []*candidate) (made []*candidate, root *source.Root) {
	byFile := map[string][]*candidate{}
	for _, c := range together {
		byFile[c.File] = append(byFile[c.File], c)
	}
	files := t.repository.files
	for _, name := range slices.Sorted(maps.Keys(byFile)) {
		src, err := t.repository.files.Read(name)
		if err != nil {
			continue
		}
		var changes []suggest.Change
		for _, c := range byFile[name] {
			c.Source = src
			changes = append(changes, suggest.Change{At: c.Place, Mend: c.Mend})
		}
		t.left = t.left.Minus(source.Limits{Bytes: parses * len(src)})
		after, set := suggest.SetAll(src, name, changes)
		for i, c := range byFile[name] {
			if set[i] {
				made = append(made, c)
			}
		}
		if files, err = files.With(name, after); err != nil {
			return nil, nil
		}
	}
	if len(made) == 0 {
		return nil, nil
	}
	root, err := source.Load(ctx, files, t.dir, t.evaluated.options)
	if err != nil {
		return made, nil
	}
	return made, root
}

// worst keeps the worst that is said of each subject.
func worst(a assess.Assessment) map[subject]finding.Status {
	all := map[subject]finding.Status{}
	for _, f := range a.Findings {
		s := subject{f.Control, f.Address, f.Cluster}
		if known, ok := all[s]; ok {
			all[s] = finding.Worst(known, f.Status)
		} else {
			all[s] = f.Status
		}
	}
	return all
}

type subject struct{ control, address, cluster string }

// breaks reports whether something fails that did not.
func breaks(before, after map[subject]finding.Status) bool {
	for s, status := range after {
		if status == finding.Fail && before[s] != finding.Fail {
			return true
		}
	}
	return false
}

// mended lists those of the failures that a change turns into passes.
func mended(before, after map[subject]finding.Status, failures []finding.Finding) []string {
	var fingerprints []string
	for _, f := range failures {
		s := subject{f.Control, f.Address, f.Cluster}
		if before[s] == finding.Fail && after[s] == finding.Pass {
			fingerprints = append(fingerprints, f.Fingerprint)
		}
	}
	return fingerprints
}
