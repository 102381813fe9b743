package benchmark

import "strings"

// benchmark turns a valid file into what the rest of the program reads.
func (f *controlsFile) benchmark() *Benchmark {
	part := Part{Version: f.Version, ID: f.ID, Title: oneLine(f.Text), Type: f.Type}
	for i, g := range f.Groups {
		section := Section{ID: g.ID, Title: oneLine(g.Text)}
		for j, c := range g.Checks {
			control := c.control(g, section)
			if c.Resource != "" {
				text := func(key, value string) Text { return f.text(value, "groups", i, "checks", j, key) }
				control.Key = control.ID
				control.Rule = &Rule{
					Resource:  text("resource", c.Resource),
					When:      text("when", c.When),
					Condition: text("condition", c.Condition),
					Message:   text("message", c.Message),
					SHA256:    f.sum,
				}
			}
			section.Controls = append(section.Controls, control)
		}
		part.Sections = append(part.Sections, section)
	}
	return &Benchmark{Version: f.Version, Parts: []Part{part}}
}

func (c check) control(g group, section Section) Control {
	control := Control{
		ID:           c.ID,
		Title:        oneLine(c.Text),
		SectionID:    section.ID,
		SectionTitle: section.Title,
		Key:          c.Key,
		Level:        c.Level,
		Severity:     c.Severity,
		Type:         c.Type,
		Scored:       c.Scored,
		Rationale:    strings.TrimSpace(c.Rationale),
		Remediation:  strings.TrimSpace(c.Remediation),
		References:   c.References,
	}
	if g.Type == "skip" { // kube-bench skips every check of such a group
		control.Type = "skip"
	}
	return control
}

// text says where the value at the path begins; the zero Text stands for one that is not set.
func (f *controlsFile) text(value string, path ...any) Text {
	if value == "" {
		return Text{}
	}
	t := Text{Value: value, File: f.name}
	t.Line, t.Lines = f.doc.TextLine(path...)
	return t
}

// oneLine lets a title be folded over several lines of YAML.
func oneLine(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
