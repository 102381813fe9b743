package assess

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// beyond makes a pass unknown where a part of the configuration was not read
// because of a limit: what is past it may undo what the pass rests on.
func beyond(v control.Verdict, cut *graph.Cut) control.Verdict {
	if cut == nil || v.Status != finding.Pass {
		return v
	}
	v.Status = finding.Unknown
	name := "the root module"
	if cut.Module != "" {
		name = cut.Module
	}
	v.Message = "not proven that " + v.Message + ": " + name + " was not read in full (" + cut.Why + ")"
	return v
}

// unread is the finding on what was not read: the control may have subjects in it.
func (j judge) unread(cut *graph.Cut, seen map[string]int) finding.Finding {
	f := finding.Finding{
		Control: j.ID,
		Status:  finding.Unknown,
		Address: cut.Module,
		Message: "not read in full: " + cut.Why,
	}
	if r := cut.Range; r != nil {
		f.Location = locate(*r)
	}
	f.Fingerprint = j.fingerprint(f, seen)
	return f
}
