package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// fleetRow is one of several inputs, such as the plan of a workspace, with the
// state of each control in it.
type fleetRow struct {
	Label    string // short, and telling it from the others; not disarmed
	Input    finding.Input
	Statuses []finding.Status // in the order of the report's controls
	Failing  []string         // ids of the controls that fail there; what is waived does not count
	Waived   []string         // ids of those that would, if all their failures were not waived
	Counts   finding.Counts   // of Statuses

	weight []int // how many of Failing there are of each severity, the most severe first
}

// fleet tells the state of every control in every input: the input first in
// which the most controls fail, then by how severe these are, and by how many
// are unknown. Reports of one input have no fleet.
func fleet(r *finding.Report) []fleetRow {
	if len(r.Inputs) < 2 {
		return nil
	}
	labels := labels(r.Inputs)
	rows := make([]fleetRow, len(r.Inputs))
	for i, in := range r.Inputs {
		rows[i] = fleetRow{Label: labels[i], Input: in, Statuses: slices.Repeat([]finding.Status{finding.NotApplicable}, len(r.Controls))}
	}
	place := map[string]int{}
	for i, c := range r.Controls {
		place[c.ID] = i
	}
	type cell struct{ input, control int }
	failing := map[cell]bool{}
	for _, f := range r.Findings {
		at, ok := place[f.Control]
		if !ok || f.Input < 0 || f.Input >= len(rows) {
			continue
		}
		status := &rows[f.Input].Statuses[at]
		*status = finding.Worst(*status, f.Status)
		if f.Status == finding.Fail && f.Waiver == nil {
			failing[cell{f.Input, at}] = true
		}
	}
	for i := range rows {
		row := &rows[i]
		for at, c := range r.Controls {
			row.Counts.Add(row.Statuses[at])
			switch {
			case failing[cell{i, at}]:
				row.Failing = append(row.Failing, c.ID)
			case row.Statuses[at] == finding.Fail:
				row.Waived = append(row.Waived, c.ID)
			}
		}
		row.weight = severities(r.Controls, row.Failing)
	}
	slices.SortStableFunc(rows, func(a, b fleetRow) int {
		return cmp.Or(
			len(b.Failing)-len(a.Failing),
			slices.Compare(b.weight, a.weight),
			b.Counts.Unknown-a.Counts.Unknown,
			len(b.Waived)-len(a.Waived),
		)
	})
	return rows
}

// failingInputs says how many of several inputs fail, "" if there is one.
func failingInputs(r *finding.Report) string {
	if len(r.Inputs) < 2 {
		return ""
	}
	failing := map[int]bool{}
	for _, f := range r.Findings {
		if f.Status == finding.Fail && f.Waiver == nil {
			failing[f.Input] = true
		}
	}
	return fmt.Sprintf("%d of %d inputs %s", len(failing), len(r.Inputs), map[bool]string{true: "fails", false: "fail"}[len(failing) == 1])
}

// severities counts controls by severity, the most severe first.
func severities(controls []finding.Control, ids []string) []int {
	known := finding.Severities()
	counts := make([]int, len(known))
	for _, c := range controls {
		if at := slices.Index(known, c.Severity); at >= 0 && slices.Contains(ids, c.ID) {
			counts[len(known)-1-at]++
		}
	}
	return counts
}

// labels names inputs by what tells them apart: their paths without what all
// have in common at the beginning, and without the file's name where that is
// the same everywhere, as in the directories that Terragrunt makes, one for
// each unit with a tfplan.json in it. An input that is told apart by the report
// that it came from is named by that.
func labels(inputs []finding.Input) []string {
	names := make([][]string, len(inputs)) // split at slashes
	for i, in := range inputs {
		names[i] = strings.Split(strings.TrimPrefix(strings.ReplaceAll(cmp.Or(in.Report, in.Path), `\`, "/"), "./"), "/")
	}
	first := names[0]
	same := func(at func([]string) string) bool {
		return !slices.ContainsFunc(names, func(name []string) bool { return len(name) < 2 || at(name) != at(first) })
	}
	if same(func(name []string) string { return name[len(name)-1] }) {
		for i, name := range names {
			names[i] = name[:len(name)-1]
		}
		first = names[0]
	}
	for same(func(name []string) string { return name[0] }) {
		for i, name := range names {
			names[i] = name[1:]
		}
		first = names[0]
	}
	labels := make([]string, len(inputs))
	seen := map[string]int{}
	for i, name := range names {
		labels[i] = strings.Join(name, "/")
		if labels[i] == "-" {
			labels[i] = "standard input"
		}
		seen[labels[i]]++
	}
	for i, in := range inputs {
		if seen[labels[i]] > 1 {
			labels[i] = fmt.Sprintf("%s (%s, %d)", labels[i], in.Path, in.Index)
		}
	}
	return labels
}
