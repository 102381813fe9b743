package assess

import (
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// soon is from how many days before it expires a waiver is spoken of: time to
// mend what it is for, or to have it approved again.
const soon = 30

// remarkable reports whether somebody should know something about a waiver. whole
// is false when something could not be scanned.
func (r *rule) remarkable(whole bool) bool {
	if r.control == "" {
		return true
	}
	return r.assessed && (r.state != holds || r.soon() || !r.hit && whole)
}

func (r *rule) soon() bool { return r.waiver.Expires != "" && r.days <= soon }

// remarks says what somebody should know about a waiver.
func (a *Assessor) remarks(r *rule, whole bool) []finding.Diagnostic {
	var all []finding.Diagnostic
	warn := func(says, detail string) {
		all = append(all, finding.Diagnostic{
			Severity: finding.DiagnosticWarning,
			Summary:  r.noun + " " + says,
			Detail:   detail,
			Location: &finding.Location{File: r.file, StartLine: r.line, StartColumn: 1, EndLine: r.line, EndColumn: 1},
			Input:    r.input,
		})
	}
	switch {
	case r.control == "":
		warn("is for no control", unknownControl(a.benchmark, r.name).Error())
		return all
	case !r.assessed:
		return nil // its time comes in another scan
	case r.state == refused:
		warn("is refused: it expires on "+r.waiver.Expires+", "+in(r.days),
			"what it is for counts; choose an earlier day, or a greater max_age")
		return all
	case r.state == expired:
		warn("expired on "+r.waiver.Expires, "what it is for counts again: fix that and remove this, or have it approved again")
		return all
	case r.soon():
		warn("expires on "+r.waiver.Expires+", "+in(r.days), "what it is for counts from the day after")
	}
	if !r.hit && whole {
		warn("has no effect", "nothing that it is for fails: remove it, or fix its address")
	}
	return all
}

func in(days int) string {
	if days == 0 {
		return "today"
	}
	return "in " + count(days, "day")
}

// mended says that a baseline has become too long: what is mended and breaks
// again would not be seen.
func mended(name string, failures, input int) finding.Diagnostic {
	return finding.Diagnostic{
		Severity: finding.DiagnosticNote,
		Summary:  "the baseline " + name + " lists " + count(failures, "failure") + " that the scan no longer finds",
		Detail:   "write it anew, so that they count if they come back",
		Input:    input,
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
