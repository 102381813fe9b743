package control

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Verdict is what an evaluator says of one subject. Build one with [Fail],
// [Unknown], [Manual] or [Pass], and add to it with its methods.
type Verdict struct {
	Status   finding.Status
	Subject  *graph.Resource // nil when the verdict is on the whole plan
	Cluster  *graph.Resource // that it concerns, nil when there is none
	Decider  graph.Value     // the attribute that decided it; zero when none did
	Message  string          // states the fact, lower case, no full stop
	Evidence []finding.Evidence
	Assumes  []string

	lacking   bool              // see [Verdict.Lacking]
	lackingOf []*graph.Resource // see [Verdict.Lacking]
	complete  bool              // see [Verdict.Complete]
}

// Fail says that the value is a known fact that proves a violation.
func Fail(decider graph.Value, format string, args ...any) Verdict {
	return verdict(finding.Fail, decider, format, args)
}

// Pass says that known facts prove compliance.
func Pass(decider graph.Value, format string, args ...any) Verdict {
	return verdict(finding.Pass, decider, format, args)
}

// Manual says that nothing in this plan can decide, and what was looked for.
func Manual(decider graph.Value, format string, args ...any) Verdict {
	return verdict(finding.Manual, decider, format, args)
}

// Unresolved says that a fact that matters cannot be known yet, in the
// evaluator's own words; see also [Unknown].
func Unresolved(decider graph.Value, format string, args ...any) Verdict {
	return verdict(finding.Unknown, decider, format, args)
}

// Unknown says that the verdict hangs on values that are known only after
// apply, or never to this input. The first of them that is unknown decides it.
func Unknown(values ...graph.Value) Verdict {
	decider := values[0]
	for _, v := range values {
		if v.Unknown() {
			decider = v
			break
		}
	}
	message := decider.Path() + " is known only after apply"
	if decider.Origins().Withheld {
		message = decider.Path() + " is not among what is judged"
	}
	if waits := decider.Waits(); waits != "" {
		message += ": " + waits
	}
	return verdict(finding.Unknown, decider, "%s", []any{message})
}

// Waiting says that a value is known only after apply, and what it waits for.
func Waiting(v graph.Value) string { return Unknown(v).Message }

func verdict(status finding.Status, decider graph.Value, format string, args []any) Verdict {
	return Verdict{
		Status:  status,
		Subject: decider.Resource(),
		Decider: decider,
		Message: fmt.Sprintf(format, args...),
	}
}

// On sets the subject, where it is not the resource of the deciding value.
func (v Verdict) On(subject *graph.Resource) Verdict {
	v.Subject = subject
	return v
}

// In sets the cluster that the verdict concerns.
func (v Verdict) In(cluster *graph.Resource) Verdict {
	v.Cluster = cluster
	return v
}

// Because adds the values to the evidence.
func (v Verdict) Because(values ...graph.Value) Verdict {
	v.Evidence = slices.Clone(v.Evidence)
	for _, value := range values {
		v.Evidence = append(v.Evidence, Fact(value, v.Subject))
	}
	return v
}

// With adds facts that are already evidence.
func (v Verdict) With(evidence ...finding.Evidence) Verdict {
	v.Evidence = append(slices.Clone(v.Evidence), evidence...)
	return v
}

// Assuming adds what the verdict takes for granted: inferences that are all but
// certain without being proof. There are few, and each has its cases.
func (v Verdict) Assuming(assumptions ...string) Verdict {
	v.Assumes = slices.Clone(v.Assumes)
	for _, a := range assumptions {
		if !slices.Contains(v.Assumes, a) {
			v.Assumes = append(v.Assumes, a)
		}
	}
	return v
}

// Fact makes evidence of a value; the address is given when the value is not
// the subject's own. A sensitive value is redacted.
func Fact(v graph.Value, subject *graph.Resource) finding.Evidence {
	e := finding.Evidence{Attribute: v.Path(), Value: Show(v)}
	if r := v.Resource(); r != nil && r != subject {
		e.Address = r.String()
	}
	return e
}

// Show writes a value for a person: redacted when it is sensitive, without
// credentials in an address, and cut when it is long.
func Show(v graph.Value) string {
	if v.Sensitive() {
		return finding.Redacted
	}
	switch text, ok := v.Text(); {
	case v.Unset():
		return "(left out)"
	case ok:
		return shorten(WithoutLogins(text))
	case v.Opaque():
		return "(known after apply)"
	}
	var parts []string
	for _, e := range v.Elements() {
		if text, ok := e.Text(); ok {
			parts = append(parts, WithoutLogins(text))
		} else if e.Opaque() {
			parts = append(parts, "(known after apply)")
		} else {
			parts = append(parts, "…")
		}
	}
	return shorten("[" + strings.Join(parts, ", ") + "]")
}

// shorten keeps evidence to a length that fits a line or two.
func shorten(s string) string {
	const most = 200
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
