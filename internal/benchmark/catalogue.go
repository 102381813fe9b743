package benchmark

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
)

//go:embed catalogue.yaml
var catalogueYAML []byte

// catalogue has the controls of every embedded version: catalogue.yaml, whose
// comment describes the fields.
type catalogue struct {
	Parts    []publication
	Sections []publication
	Controls []definition
}

// definition is one control, in all versions.
type definition struct {
	Key           string
	Published     []publication
	EarlierTitles []string `yaml:"earlier_titles"`
	Level         int
	Severity      string
	Rationale     string
	Remediation   string
	References    []string
}

// publication is what a version and those after it publish of a part, a section or a
// control. Empty fields keep what an earlier version published.
type publication struct {
	Since    string // a version of [Embedded]
	ID       string
	Title    string
	Label    string // "Automated" or "Manual", of controls
	Type     string // kube-bench's target, of parts
	Requires Requirement
}

func readCatalogue() (*catalogue, error) {
	c := new(catalogue)
	if err := document.Embedded(catalogueYAML, c); err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	return c, nil
}

// benchmark returns one version: its parts and their sections, each with the controls
// whose ids begin with the section's.
func (c *catalogue) benchmark(version string) *Benchmark {
	b := &Benchmark{Version: version}
	for _, published := range c.Parts {
		in := latest(version, []publication{published})
		part := Part{Version: version, ID: in.ID, Title: in.Title, Type: in.Type}
		for _, s := range c.Sections {
			if s := latest(version, []publication{s}); within(s.ID, in.ID) {
				part.Sections = append(part.Sections, c.section(version, s))
			}
		}
		if len(part.Sections) > 0 {
			b.Parts = append(b.Parts, part)
		}
	}
	return b
}

func (c *catalogue) section(version string, published publication) Section {
	section := Section{ID: published.ID, Title: published.Title}
	for _, d := range c.Controls {
		if control := d.control(version); within(control.ID, section.ID) {
			control.SectionID, control.SectionTitle = section.ID, section.Title
			section.Controls = append(section.Controls, control)
		}
	}
	return section
}

// within reports whether an id is numbered below another: 5.4.1 within 5.4.
func within(id, outer string) bool { return outer != "" && strings.HasPrefix(id, outer+".") }

// control returns the control as a version publishes it. Its ID is empty if the
// version does not have it.
func (d definition) control(version string) Control {
	in := latest(version, d.Published)
	title := in.Title
	if in.Label != "" {
		title += " (" + in.Label + ")"
	}
	return Control{
		ID:          in.ID,
		Title:       title,
		Key:         d.Key,
		Requires:    in.Requires,
		Level:       d.Level,
		Severity:    d.Severity,
		Type:        "manual", // as kube-bench types every check of the section
		Rationale:   strings.TrimSpace(d.Rationale),
		Remediation: strings.TrimSpace(d.Remediation),
		References:  d.References,
	}
}

// latest merges what a version and those before it published, oldest first.
func latest(version string, published []publication) publication {
	versions := Embedded()
	var in publication
	for _, p := range published {
		if slices.Index(versions, p.Since) > slices.Index(versions, version) {
			break
		}
		in = publication{
			ID: cmp.Or(p.ID, in.ID), Title: cmp.Or(p.Title, in.Title), Label: cmp.Or(p.Label, in.Label),
			Type: cmp.Or(p.Type, in.Type), Requires: cmp.Or(p.Requires, in.Requires),
		}
	}
	return in
}
