package render

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// CSV writes a row for each finding, and for each part of an input that was not read,
// for spreadsheets and data bases, below a row of names.
func CSV(w io.Writer, r *finding.Report, _ View) error {
	out := csv.NewWriter(w)
	rows := [][]string{{
		"benchmark", "control", "key", "title", "severity", "level", "status", "waived", "input", "address", "cluster",
		"attribute", "file", "line", "message", "assumes", "fix", "fingerprint",
	}}
	controls := controlsByID(r)
	for _, f := range r.Findings {
		c := controls[f.Control]
		var path, file, line, waiver, fix string
		if f.Input >= 0 && f.Input < len(r.Inputs) {
			path = r.Inputs[f.Input].Path
		}
		if f.Location != nil {
			file, line = f.Location.File, strconv.Itoa(f.Location.StartLine)
		}
		if f.Waiver != nil {
			waiver = waived(f.Waiver)
		} else if f.Status == finding.Fail {
			fix = Fix(c.Remediation)
		}
		rows = append(rows, []string{
			r.Benchmark.Version, f.Control, c.Key, unlabelled(c.Title), string(c.Severity), strconv.Itoa(c.Level), string(f.Status), waiver, path,
			f.Address, f.Cluster, f.Attribute, file, line, f.Message, strings.Join(f.Assumes, "; "), fix, f.Fingerprint,
		})
	}
	for _, u := range unreads(r) {
		var file, line string
		if u.location != nil {
			file, line = u.location.File, strconv.Itoa(u.location.StartLine)
		}
		rows = append(rows, []string{
			r.Benchmark.Version, "", "", "", "", "", string(finding.Incomplete), "", r.Inputs[u.input].Path,
			u.address, "", "", file, line, u.text, "", "", "",
		})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = noFormula(Visible(cell))
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// noFormula keeps a spreadsheet from taking a cell for a formula: an apostrophe before it
// makes it text (OWASP, "CSV Injection").
func noFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
