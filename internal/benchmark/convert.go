package benchmark

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// benchmark turns a valid document into what the rest of the program reads; file
// is what to call it.
func (d *document) benchmark(file string) *Benchmark {
	b := &Benchmark{Version: d.Version.value, ID: d.ID.value, Title: oneLine(d.Text)}
	for _, g := range d.Groups {
		section := Section{ID: g.ID.value, Title: oneLine(g.Text)}
		for _, c := range g.Checks {
			section.Controls = append(section.Controls, c.control(file, g, section))
		}
		b.Sections = append(b.Sections, section)
	}
	return b
}

func (c check) control(file string, g group, section Section) Control {
	control := Control{
		ID:           c.ID.value,
		Title:        oneLine(c.Text),
		SectionID:    section.ID,
		SectionTitle: section.Title,
		Key:          c.Key.value,
		Severity:     c.Severity.value,
		Type:         c.Type.value,
		Scored:       c.Scored,
		Rationale:    strings.TrimSpace(c.Rationale.value),
		Remediation:  strings.TrimSpace(c.Remediation.value),
	}
	if g.Type.value == "skip" { // kube-bench skips every check of such a group
		control.Type = "skip"
	}
	switch c.Level.value {
	case "1":
		control.Level = 1
	case "2":
		control.Level = 2
	}
	for _, r := range c.References {
		control.References = append(control.References, r.value)
	}
	if c.ruled() {
		control.Key = control.ID
		control.Rule = &Rule{
			Resource:  c.Resource.text(file),
			When:      c.When.text(file),
			Condition: c.Condition.text(file),
			Message:   c.Message.text(file),
		}
	}
	return control
}

// text says where a value's first line is: behind the | of a block that keeps its
// lines, else where the value begins.
func (s scalar) text(file string) Text {
	t := Text{Value: s.value, File: file, Line: s.line}
	if s.style&yaml.LiteralStyle != 0 {
		t.Line, t.Lines = s.line+1, true
	}
	return t
}

// oneLine lets a title be folded over several lines of YAML.
func oneLine(s scalar) string {
	return strings.Join(strings.Fields(s.value), " ")
}
