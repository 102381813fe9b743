package render

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// htmlInput is a row of the table of inputs: what each control says of one.
type htmlInput struct {
	Index     int
	Name      string
	Path      string
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
	State   htmlState
}

// inputs compares the inputs, where there are several: the worst first.
func (p *htmlPage) inputs(r *finding.Report) {
	rows := fleet(r)
	for i, row := range rows {
		if i == maxHTMLInputs {
			p.MoreInputs = len(rows) - i
			return
		}
		in := row.Input
		one := htmlInput{
			Index: in.Index, Name: clip(row.Label), Path: clip(input(in)), Kind: clip(string(in.Kind)), Terraform: clip(in.TerraformVersion),
			Partial: !in.Complete, Resources: in.Resources, Assessed: in.Assessed, Fails: len(row.Failing),
		}
		for at, c := range r.Controls {
			state := htmlState(row.Statuses[at])
			if slices.Contains(row.Waived, c.ID) {
				state = waivedWord
			}
			one.Cells = append(one.Cells, htmlCell{clip(c.ID), state})
		}
		p.Inputs = append(p.Inputs, one)
	}
}
