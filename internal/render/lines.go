package render

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Lines writes what fails, and what else counts as a failure, each behind its file
// and line as compilers do: for hooks, editors and grep. A mend follows on the
// next line, once for each control in a row. When all is well nothing is written.
// With View.Verbose every verdict has its line. What was not read comes first.
func Lines(w io.Writer, r *finding.Report, view View) error {
	out := bufio.NewWriter(w)
	fixes := map[string]string{}
	for _, c := range r.Controls {
		fixes[c.ID] = Fix(c.Remediation)
	}
	if !view.WithoutGaps {
		for _, line := range Incomplete(r) {
			fmt.Fprintln(out, line)
		}
	}
	counts := view.threshold().Statuses
	for i, f := range r.Findings {
		listed := (f.Status == finding.Fail || slices.Contains(counts, f.Status)) && f.Waiver == nil
		if !listed && !view.Verbose {
			continue
		}
		word := string(f.Status)
		if f.Waiver != nil {
			word = waivedWord
		}
		subject := Visible(f.Address)
		if subject != "" {
			subject += ": "
		}
		fmt.Fprintf(out, "%s: %s %s: %s%s%s\n", spot(r, f), word, Visible(f.Control), subject, Message(f), ofInput(r, f))
		last := i+1 == len(r.Findings) || r.Findings[i+1].Control != f.Control || r.Findings[i+1].Status != f.Status
		if fix := fixes[f.Control]; last && fix != "" && f.Status == finding.Fail && f.Waiver == nil {
			fmt.Fprintf(out, "    fix: %s\n", Visible(fix))
		}
	}
	return out.Flush()
}

// spot is where to look: file and line, or the input where there is no source.
func spot(r *finding.Report, f finding.Finding) string {
	l := f.Location
	if l == nil {
		if f.Input >= 0 && f.Input < len(r.Inputs) {
			return Visible(r.Inputs[f.Input].Path)
		}
		return "-"
	}
	return fmt.Sprintf("%s:%d", Visible(l.File), l.StartLine)
}

// ofInput says which of several inputs a finding is of, if its file does not.
func ofInput(r *finding.Report, f finding.Finding) string {
	if len(r.Inputs) < 2 || f.Location == nil || f.Input < 0 || f.Input >= len(r.Inputs) {
		return ""
	}
	dir := r.Inputs[f.Input].Path
	if path.Dir(f.Location.File) == path.Clean(dir) {
		return ""
	}
	return " (in " + Visible(dir) + ")"
}
