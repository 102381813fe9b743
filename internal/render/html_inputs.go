package render

import (
	"cmp"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlInput is a row of the table of inputs: what each control says of one.
type htmlInput struct {
	Index     int
	Name      string
	Kind      string
	Terraform string
	Partial   bool
	Resources int
	Assessed  int
	Fails     int
	Cells     []htmlCell
}

// htmlCell is what one control says of one input.
type htmlCell struct {
	Control string
	Status  finding.Status
	Word    string
	Count   int // of findings with that status
}

// inputs compares the inputs, where there are several: the worst first.
func (p *htmlPage) inputs(r *finding.Report) {
	if len(r.Inputs) < 2 {
		return
	}
	column := map[string]int{}
	for i, c := range r.Controls {
		column[c.ID] = i
	}
	counts := make([]map[finding.Status]int, len(r.Inputs)*len(r.Controls))
	for _, f := range r.Findings {
		c, ok := column[f.Control]
		if !ok || f.Input < 0 || f.Input >= len(r.Inputs) {
			continue
		}
		cell := f.Input*len(r.Controls) + c
		if counts[cell] == nil {
			counts[cell] = map[finding.Status]int{}
		}
		counts[cell][f.Status]++
	}
	var rows []htmlInput
	for i, in := range r.Inputs {
		row := htmlInput{Index: i, Name: clip(input(in)), Kind: clip(string(in.Kind)), Terraform: clip(in.TerraformVersion),
			Partial: !in.Complete, Resources: in.Resources, Assessed: in.Assessed}
		for j, c := range r.Controls {
			of := counts[i*len(r.Controls)+j]
			worst := finding.NotApplicable
			for s := range of {
				worst = finding.Worst(worst, s)
			}
			if worst == finding.Fail {
				row.Fails++
			}
			row.Cells = append(row.Cells, htmlCell{clip(c.ID), worst, statusWord(worst), of[worst]})
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b htmlInput) int { return cmp.Compare(b.Fails, a.Fails) })
	shown := min(len(rows), maxHTMLInputs)
	p.Inputs, p.MoreInputs = rows[:shown], len(rows)-shown
}
