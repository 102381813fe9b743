package render

import (
	"fmt"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// annotation is what a runner shows beside a line of source or on a job's page.
type annotation struct {
	level         level
	file          string // empty when there is none to show it at
	line, endLine int
	code, title   string
	text, fix     string
}

// mostAnnotations is how many of one level GitHub's and Azure's runners show for
// one step. What comes after is counted in silence.
const mostAnnotations = 10

// annotations are the failures, what is not decided, and what is wrong with the
// inputs. Of each level there are no more than are shown; the last says how many
// are left out. No level is below the lowest that the platform has.
func annotations(r *finding.Report, v View, lowest level) []annotation {
	var all []annotation
	for _, d := range r.Diagnostics {
		if d.Severity == finding.DiagnosticNote {
			continue
		}
		a := annotation{level: levelWarning, title: "cisbench", text: problem(d)}
		if d.Severity == finding.DiagnosticError {
			a.level = levelError
		}
		if p := v.place(r, finding.Finding{Location: d.Location, Input: d.Input}); !p.inputStandsForFile {
			a.file, a.line, a.endLine = p.file, p.line, p.endLine
		}
		all = append(all, a)
	}
	for _, i := range issues(r, v, false, finding.Fail, finding.Unknown) {
		a := annotation{level: i.level(), code: Visible(i.control.ID), title: i.title(), text: i.text(), fix: i.fix()}
		if i.place.file != stdin {
			a.file, a.line, a.endLine = i.place.file, i.place.line, i.place.endLine
		}
		if i.status == finding.Unknown {
			a.text = "not decided: " + a.text
		}
		all = append(all, a)
	}
	if lowest == levelWarning {
		for n := range all {
			if all[n].level == levelNote {
				all[n].level = levelWarning
			}
		}
	}
	var shown []annotation
	for _, l := range []level{levelError, levelWarning, levelNote} {
		of := slices.DeleteFunc(slices.Clone(all), func(a annotation) bool { return a.level != l })
		if len(of) > mostAnnotations {
			rest := len(of) - mostAnnotations + 1
			of = append(of[:mostAnnotations-1], annotation{level: l, title: "cisbench",
				text: fmt.Sprintf("%d more like these are left out: a step shows %d of a kind, and other formats have them all", rest, mostAnnotations)})
		}
		shown = append(shown, of...)
	}
	return shown
}

// tally is the summary on one line.
func tally(r *finding.Report) string {
	p := page{report: r}
	p.summary()
	return p.out.String()
}
