package render

import (
	"fmt"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Message says what is wrong and on which attribute, on one line that a terminal
// may show. The attribute is named unless the message does so itself.
func Message(f finding.Finding) string {
	last := f.Attribute[strings.LastIndex(f.Attribute, ".")+1:]
	rest, begins := strings.CutPrefix(f.Message, last+" ")
	switch {
	case f.Attribute == "" || strings.Contains(f.Message, f.Attribute):
		return Visible(f.Message)
	case begins:
		return Visible(f.Attribute + " " + rest)
	}
	return Visible(f.Attribute) + ": " + Visible(f.Message)
}

// Fix is the first sentence of a control's remediation, on one line, with what follows a
// colon at its end.
func Fix(remediation string) string {
	const most = 300 // runes
	paragraph, rest, _ := strings.Cut(strings.TrimSpace(remediation), "\n\n")
	flat := strings.Join(strings.Fields(paragraph), " ")
	if end := strings.Index(flat, ". "); end >= 0 {
		flat = flat[:end]
	}
	if strings.HasSuffix(flat, ":") {
		next, _, _ := strings.Cut(strings.TrimSpace(rest), "\n\n")
		flat += " " + strings.Join(strings.Fields(next), " ")
		if runes := []rune(flat); len(runes) > most {
			flat = string(runes[:most]) + "…"
		}
	}
	return strings.TrimSuffix(strings.TrimSpace(flat), ".")
}

// waived says why a failure does not count, on one line.
func waived(w *finding.Waiver) string {
	text := Visible(w.Reason)
	if w.Kind == finding.BaselineWaiver {
		text = "in the baseline: " + text
	}
	var terms []string
	if w.Expires != "" {
		terms = append(terms, "until "+Visible(w.Expires))
	}
	if w.ApprovedBy != "" {
		terms = append(terms, "approved by "+Visible(w.ApprovedBy))
	}
	if len(terms) > 0 {
		text += " (" + strings.Join(terms, ", ") + ")"
	}
	return text
}

func controlsByID(r *finding.Report) map[string]finding.Control {
	controls := make(map[string]finding.Control, len(r.Controls))
	for _, c := range r.Controls {
		controls[c.ID] = c
	}
	return controls
}

// benchmarkName names the catalogue as people do.
func benchmarkName(r *finding.Report) string { return (&page{report: r}).benchmark() }

// heading is what a report is of: the catalogue, and which part of a scan. A part
// must not pass for the whole.
func heading(r *finding.Report) string {
	name := benchmarkName(r)
	if s := r.Shard; s != nil {
		name += fmt.Sprintf(" · shard %d of %d", s.Number, s.Of)
	}
	return name
}

// problem is a diagnostic on one line.
func problem(d finding.Diagnostic) string {
	text := Visible(d.Summary)
	if d.Address != "" {
		text = Visible(d.Address) + ": " + text
	}
	if d.Detail != "" {
		text += ": " + Visible(d.Detail)
	}
	return text
}

// cutText shortens a text to so many characters.
func cutText(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
