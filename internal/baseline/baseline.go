// Package baseline holds the failures that were known at some time, so that a
// later scan can tell new ones from them.
//
// It makes a baseline of a report, and reads and writes it as JSON. What a known
// failure is worth is not its business, nor where the file lies.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Version is the version of the JSON form.
const Version = "1"

// Baseline is a list of known failures.
type Baseline struct {
	Version string `json:"baseline_version"`
	// Inputs are the paths that were scanned, cleaned, sorted and with slashes,
	// those without a failure too.
	Inputs []string `json:"inputs"`
	// Failures are sorted by input, control, address, attribute and fingerprint.
	Failures []Failure `json:"failures"`
}

// Failure is a finding that was known. Input and fingerprint identify it; the
// rest is for whoever reads the file.
type Failure struct {
	Input       string `json:"input"`
	Control     string `json:"control"`
	Address     string `json:"address"`
	Attribute   string `json:"attribute,omitempty"`
	Fingerprint string `json:"fingerprint"` // see [finding.Finding]
}

// Of gathers the failures of a report. One that is waived in a file or in source
// is none of them: that waiver expires, and then the failure is to be seen.
func Of(r *finding.Report) Baseline {
	b := Baseline{Version: Version, Inputs: []string{}, Failures: []Failure{}}
	for _, in := range r.Inputs {
		b.Inputs = append(b.Inputs, Label(in))
	}
	slices.Sort(b.Inputs)
	b.Inputs = slices.Compact(b.Inputs)
	for _, f := range r.Findings {
		if f.Status != finding.Fail || f.Waiver != nil && f.Waiver.Kind != finding.BaselineWaiver {
			continue
		}
		fingerprint := f.Fingerprint
		if f.Moved != nil { // the move is made when the baseline is read
			fingerprint = f.Moved.Fingerprint
		}
		b.Failures = append(b.Failures, Failure{
			Input: Label(r.Inputs[f.Input]), Control: f.Control, Address: f.Address, Attribute: f.Attribute, Fingerprint: fingerprint,
		})
	}
	slices.SortFunc(b.Failures, func(x, y Failure) int {
		return cmp.Or(
			strings.Compare(x.Input, y.Input),
			strings.Compare(x.Control, y.Control),
			strings.Compare(x.Address, y.Address),
			strings.Compare(x.Attribute, y.Attribute),
			strings.Compare(x.Fingerprint, y.Fingerprint),
		)
	})
	return b
}

// Label names an input in a baseline: by its path as it was given. The same
// address may be in every plan of a scan, so the address alone would not do.
func Label(in finding.Input) string {
	return path.Clean(strings.ReplaceAll(in.Path, `\`, "/"))
}

// Split tells the failures of a report that the baseline knows, by their place
// in the report's findings, and how many of its own each input fails with no
// more, by the input's place. An input that was not scanned says nothing; nor
// does a failure for which relevant is false.
//
// Where one input was scanned then and one is now, they are the same, whatever
// the plan's file is called this time; else inputs are told apart by [Label].
func (b Baseline) Split(r *finding.Report, relevant func(Failure) bool) (known map[int]bool, gone map[int]int) {
	label := Label
	if len(b.Inputs) == 1 && total(r) == 1 {
		label = func(finding.Input) string { return b.Inputs[0] }
	}
	type key struct{ input, fingerprint string }
	listed, found := map[key]bool{}, map[key]bool{}
	for _, f := range b.Failures {
		listed[key{f.Input, f.Fingerprint}] = true
	}
	known, gone = map[int]bool{}, map[int]int{}
	for i, f := range r.Findings {
		prints := []string{f.Fingerprint}
		if f.Moved != nil {
			prints = append(prints, f.Moved.Fingerprint)
		}
		for _, fingerprint := range prints {
			if k := (key{label(r.Inputs[f.Input]), fingerprint}); f.Status == finding.Fail && listed[k] {
				known[i], found[k] = true, true
			}
		}
	}
	places := map[string]int{}
	for i, in := range r.Inputs {
		places[label(in)] = i
	}
	for _, f := range b.Failures {
		if i, scanned := places[f.Input]; scanned && !found[key{f.Input, f.Fingerprint}] && relevant(f) {
			gone[i]++
		}
	}
	return known, gone
}

// total is how many inputs the scan has of which the report may be a shard.
func total(r *finding.Report) int {
	if r.Shard != nil {
		return r.Shard.Inputs
	}
	return len(r.Inputs)
}

// Encode writes the baseline: the same failures give the same bytes.
func (b Baseline) Encode() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, fmt.Errorf("encoding the baseline: %w", err)
	}
	return out.Bytes(), nil
}

// MaxBytes is the size of the largest baseline that [Decode] reads: room for some
// hundred thousand failures.
const MaxBytes = 100 << 20

// Decode reads what [Baseline.Encode] wrote; file stands for it in errors.
// Anything else is refused: a baseline that is not understood would be an empty
// one at best. Every problem is in the error, one a line, as "file:line: key: what
// was expected".
func Decode(file string, data []byte) (Baseline, error) {
	var b Baseline
	kind := document.Kind{Name: "baseline", Schema: Schema(), Bytes: MaxBytes}
	doc, err := kind.ReadJSON(file, data, &b)
	if err != nil {
		return Baseline{}, err
	}
	inputs := map[string]bool{}
	for _, in := range b.Inputs {
		inputs[in] = true
	}
	for i, f := range b.Failures {
		if !inputs[f.Input] {
			doc.Check(errors.New("expected one of inputs"), "failures", i, "input")
		}
	}
	return b, doc.Err()
}
