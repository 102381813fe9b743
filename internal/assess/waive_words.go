package assess

import (
	"cmp"
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// soon is from how many days before it expires a waiver is spoken of: time to
// mend what it is for, or to have it approved again.
const soon = 30

// diagnostic says what somebody should know about a waiver. whole is false when
// something could not be scanned.
func (r *rule) diagnostic(whole bool) (finding.Diagnostic, bool) {
	var says, detail string
	switch {
	case r.problem != nil:
		says, detail = "is for no control", r.problem.Error()
	case !r.assessed:
		return finding.Diagnostic{}, false // its time comes in another scan
	case r.state == refused:
		says = "is refused: it expires on " + r.waiver.Expires + ", " + count(r.days, "day") + " from today"
		detail = stands(r.hits) + "; choose an earlier day, or a greater max_age"
	case r.hits == 0 && !whole:
		return finding.Diagnostic{}, false
	case r.hits == 0 && r.state == expired:
		says, detail = "expired on "+r.waiver.Expires, "nothing that it is for fails: remove it"
	case r.hits == 0:
		says, detail = "has no effect", "nothing that it is for fails: remove it, or mend its address"
		if r.waiver.Kind == finding.InlineWaiver {
			detail = "nothing that it is for fails: remove it"
		}
	case r.state == expired:
		says, detail = "expired on "+r.waiver.Expires, stands(r.hits)+" again"
	case r.waiver.Expires != "" && r.days <= soon:
		says = "expires on " + r.waiver.Expires + ", " + in(r.days)
		detail = count(r.hits, "failure") + " will count from the day after"
	default:
		return finding.Diagnostic{}, false
	}
	return finding.Diagnostic{
		Severity: finding.DiagnosticWarning,
		Summary:  r.noun + " " + says,
		Detail:   detail,
		Location: &finding.Location{File: r.file, StartLine: r.line, StartColumn: 1, EndLine: r.line, EndColumn: 1},
		Input:    r.input,
	}, true
}

func stands(failures int) string {
	if failures == 1 {
		return "1 failure stands"
	}
	return fmt.Sprintf("%d failures stand", failures)
}

func in(days int) string {
	if days == 0 {
		return "today"
	}
	return "in " + count(days, "day")
}

// mended says that a baseline has become too long: what is mended and breaks
// again would not be seen.
func mended(name string, gone, of int) finding.Diagnostic {
	return finding.Diagnostic{
		Severity: finding.DiagnosticNote,
		Summary:  fmt.Sprintf("%d of %s in the baseline %s fail no more", gone, count(of, "failure"), cmp.Or(name, "given")),
		Detail:   "write it anew, so that they count when they come back",
		Input:    finding.NoInput,
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
