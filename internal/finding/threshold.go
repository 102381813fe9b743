package finding

import (
	"errors"
	"slices"
	"strings"
)

// Threshold says which findings count against whoever is assessed.
type Threshold struct {
	Statuses []Status // none: nothing counts
	Floor    Severity // of the control; empty: every severity
}

// ParseFailOn reads the statuses that count: "none", or "fail" with "unknown" and
// "manual" beside it, separated by commas. A list without fail is refused, since
// it would let failures through by mistake.
func ParseFailOn(text string) ([]Status, error) {
	if text == "none" {
		return nil, nil
	}
	var statuses []Status
	for word := range strings.SplitSeq(text, ",") {
		status := Status(word)
		if !slices.Contains([]Status{Fail, Unknown, Manual}, status) {
			return nil, errFailOn()
		}
		statuses = append(statuses, status)
	}
	if !slices.Contains(statuses, Fail) {
		return nil, errFailOn()
	}
	return statuses, nil
}

func errFailOn() error {
	return errors.New("expected none, fail, or fail with unknown and manual beside it, such as fail,unknown")
}

// Counting returns the report's findings that count, in its order. What is
// waived does not.
func (t Threshold) Counting(r *Report) []Finding {
	severity := map[string]Severity{}
	for _, c := range r.Controls {
		severity[c.ID] = c.Severity
	}
	var counting []Finding
	for _, f := range r.Findings {
		if slices.Contains(t.Statuses, f.Status) && severity[f.Control].AtLeast(t.Floor) && f.Waiver == nil {
			counting = append(counting, f)
		}
	}
	return counting
}

// Controls tells how many controls have, at worst, each status that counts.
func (t Threshold) Controls(r *Report) Counts {
	worst := map[string]Status{}
	for _, f := range t.Counting(r) {
		if known, ok := worst[f.Control]; !ok || f.Status.Rank() < known.Rank() {
			worst[f.Control] = f.Status
		}
	}
	var counts Counts
	for _, s := range worst {
		counts.Add(s)
	}
	return counts
}
