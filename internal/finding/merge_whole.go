package finding

import "fmt"

// whole puts whole reports one behind the other. Inputs of different reports
// that have the same path, as when every job scans its plan.json, are told
// apart by the report.
func whole(stored []Stored) []part {
	reports := map[string]map[int]bool{} // by path, those that have it
	for i, s := range stored {
		for _, in := range s.Inputs {
			if reports[in.Path] == nil {
				reports[in.Path] = map[int]bool{}
			}
			reports[in.Path][i] = true
		}
	}
	var parts []part
	before := 0
	for _, s := range stored {
		p := part{Report: s.Report}
		last := before
		for _, in := range s.Inputs {
			in.Index += before
			last = in.Index + 1
			if in.Report == "" && len(reports[in.Path]) > 1 {
				in.Report = s.Name
			}
			p.inputs = append(p.inputs, in)
		}
		before = last
		parts = append(parts, p)
	}
	return parts
}

// remarks gathers what the reports say of no input, and warns of an input that
// two of them have: a pattern may match the merged report of last time.
func remarks(stored []Stored) []Diagnostic {
	var diagnostics []Diagnostic
	type key struct{ path, digest string }
	seen := map[key]string{}
	for _, s := range stored {
		for _, d := range s.Diagnostics {
			if d.Input == NoInput {
				diagnostics = append(diagnostics, d)
			}
		}
		for _, in := range s.Inputs {
			k := key{in.Path, in.SHA256}
			if other, ok := seen[k]; ok && other != s.Name && in.SHA256 != "" {
				diagnostics = append(diagnostics, Diagnostic{
					Severity: DiagnosticWarning,
					Summary:  in.Path + " is in two reports and counts twice",
					Detail:   fmt.Sprintf("%s and %s have it with the same digest", other, s.Name),
					Input:    NoInput,
				})
			}
			seen[k] = s.Name
		}
	}
	return diagnostics
}
