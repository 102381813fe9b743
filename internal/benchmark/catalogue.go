package benchmark

import (
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
	ID       string
	Title    string
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

// publication is what a version and those after it publish of a control or a
// section. Empty fields keep what an earlier version published.
type publication struct {
	Since string // a version of [Embedded]
	ID    string
	Title string
	Label string // "Automated" or "Manual"; sections have none
}

func readCatalogue() (*catalogue, error) {
	c := new(catalogue)
	if err := document.Embedded(catalogueYAML, c); err != nil {
		return nil, fmt.Errorf("reading the catalogue: %w", err)
	}
	return c, nil
}

// benchmark returns one version: its sections, each with the controls whose ids
// begin with the section's.
func (c *catalogue) benchmark(version string) *Benchmark {
	b := &Benchmark{Version: version, ID: c.ID, Title: c.Title}
	for _, s := range c.Sections {
		in := latest(version, []publication{s})
		if in.ID == "" {
			continue
		}
		section := Section{ID: in.ID, Title: in.Title}
		for _, d := range c.Controls {
			if control := d.control(version); strings.HasPrefix(control.ID, in.ID+".") {
				control.SectionID, control.SectionTitle = in.ID, in.Title
				section.Controls = append(section.Controls, control)
			}
		}
		b.Sections = append(b.Sections, section)
	}
	return b
}

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
		in.ID, in.Title, in.Label = orNewer(in.ID, p.ID), orNewer(in.Title, p.Title), orNewer(in.Label, p.Label)
	}
	return in
}

func orNewer(old, newer string) string {
	if newer == "" {
		return old
	}
	return newer
}
