package scan

import (
	"context"
	"slices"

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

// suggestions lists what each alone mends some of the findings, in their order.
// Every one was tried: the source with it is judged again, what it is for passes,
// and nothing fails that did not.
func (e *evaluated) suggestions(ctx context.Context, o Options, findings []finding.Finding) []Suggestion {
	if o.Suggest == nil {
		return nil
	}
	found := e.candidates(o.Assessor.Keys(), findings)
	if len(found) == 0 {
		return nil
	}
	assessment, err := o.Assessor.Assess(e.root.Graph)
	if err != nil {
		return nil
	}
	before := worst(assessment)
	var good []Suggestion
	for _, c := range found {
		if ctx.Err() != nil {
			return nil
		}
		after, ok := e.changed(o, &c)
		if !ok {
			continue
		}
		if c.Fingerprints = mended(before, worst(after), c.failures); len(c.Fingerprints) > 0 {
			good = append(good, c.Suggestion)
		}
	}
	return good
}

// candidate is a suggestion that is still to be tried.
type candidate struct {
	Suggestion
	failures []finding.Finding
}

func (e *evaluated) candidates(keys map[string]string, findings []finding.Finding) []candidate {
	var found []candidate
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
		if !ok {
			continue
		}
		i := slices.IndexFunc(found, func(c candidate) bool {
			return c.Place.File == place.File && slices.Equal(c.Place.Block, place.Block) && c.Place.Argument == place.Argument &&
				c.Place.Nested == place.Nested && c.Mend.Value.RawEquals(m.Value) && c.Mend.Member == m.Member
		})
		if i < 0 {
			i = len(found)
			found = append(found, candidate{Suggestion: Suggestion{
				Root:  e.repository.root,
				File:  place.File,
				Shown: e.repository.show(place.File),
				Place: place,
				Mend:  m,
			}})
		}
		found[i].failures = append(found[i].failures, f)
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

// changed judges the module with a candidate. It is false where the argument
// cannot be set there.
func (e *evaluated) changed(o Options, c *candidate) (assess.Assessment, bool) {
	src, err := e.repository.files.Read(c.File)
	if err != nil {
		return assess.Assessment{}, false
	}
	c.Source = src
	set, ok := suggest.Set(src, c.Place, c.Mend)
	if !ok {
		return assess.Assessment{}, false
	}
	files, err := e.repository.files.With(c.File, set)
	if err != nil {
		return assess.Assessment{}, false
	}
	root, err := source.Load(files, e.dir, e.options)
	if err != nil {
		return assess.Assessment{}, false
	}
	after, err := o.Assessor.Assess(root.Graph)
	return after, err == nil && refused(root.Diagnostics()) == nil
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

// mended lists those of the failures that a change turns into passes; none where
// something fails by it.
func mended(before, after map[subject]finding.Status, failures []finding.Finding) []string {
	for s, status := range after {
		if status == finding.Fail && before[s] != finding.Fail {
			return nil
		}
	}
	var fingerprints []string
	for _, f := range failures {
		s := subject{f.Control, f.Address, f.Cluster}
		if before[s] == finding.Fail && after[s] == finding.Pass {
			fingerprints = append(fingerprints, f.Fingerprint)
		}
	}
	return fingerprints
}
