package assess

import (
	"fmt"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// partly says what a verdict is worth where a part of the source was not read: no
// pass is proven. A failure assumes that the part does not take it back: else a
// link that leads nowhere would be enough to hide it.
func partly(v control.Verdict, unread []graph.Range) control.Verdict {
	if len(unread) == 0 {
		return v
	}
	switch v.Status {
	case finding.Pass:
		v.Status = finding.Unknown
		v.Message = "not proven that " + v.Message + ": " + naming(unread) + " was not read"
	case finding.Fail:
		v = v.Assuming(naming(unread) + ", which was not read, does not change it")
	}
	return v
}

// withoutSubject is the finding of a control that has no subject, as far as the
// source was read.
func (j judge) withoutSubject(unread []graph.Range) finding.Finding {
	if len(unread) == 0 {
		return j.bare(finding.NotApplicable, "there is no subject for this control")
	}
	f := j.bare(finding.Unknown, naming(unread)+" was not read, and may hold a subject for this control")
	at := unread[0]
	f.Location = &finding.Location{File: at.File, StartLine: at.StartLine, StartColumn: at.StartCol, EndLine: at.EndLine, EndColumn: at.EndCol}
	return f
}

// naming names the parts by file and line: the first, and how many more there are.
func naming(unread []graph.Range) string {
	var places []string
	for _, r := range unread {
		if place := fmt.Sprintf("%s:%d", r.File, r.StartLine); !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if len(places) > 1 {
		return fmt.Sprintf("%s (and %d more)", places[0], len(places)-1)
	}
	return places[0]
}
