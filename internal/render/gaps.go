package render

import (
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// unread is a part of an input that was not read.
type unread struct {
	input    int
	address  string            // of the module call or the block
	location *finding.Location // nil if there is no source
	text     string            // on one line
}

// unreads lists what was not read of the inputs; of an incomplete one that does not
// say, the input. A report without any is of everything that was scanned.
func unreads(r *finding.Report) []unread {
	var all []unread
	for n, in := range r.Inputs {
		for _, gap := range in.Gaps {
			all = append(all, unread{n, gap.Address, gap.Location, Visible(gap.Message)})
		}
		if !in.Complete && len(in.Gaps) == 0 {
			all = append(all, unread{n, "", nil, "a part of it was not read"})
		}
	}
	return all
}

// line is the part behind its file and line, or its input.
func (u unread) line(r *finding.Report) string {
	return fmt.Sprintf("%s: incomplete: %s", spot(r, finding.Finding{Location: u.location, Input: u.input}), u.text)
}

// Incomplete lists what was not read of the inputs, each part on one line.
func Incomplete(r *finding.Report) []string {
	var lines []string
	for _, u := range unreads(r) {
		lines = append(lines, u.line(r))
	}
	return lines
}
