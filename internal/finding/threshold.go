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

// Incomplete stands among the statuses of a [Threshold] for an input that was not
// read in full. No finding has it.
const Incomplete Status = "incomplete"

// ParseFailOn reads what counts: "none", or a list of "fail", "unknown", "manual" and
// "incomplete", separated by commas.
func ParseFailOn(text string) ([]Status, error) {
	if text == "none" {
		return nil, nil
	}
	var statuses []Status
	for word := range strings.SplitSeq(text, ",") {
		status := Status(word)
		if !slices.Contains([]Status{Fail, Unknown, Manual, Incomplete}, status) {
			return nil, errFailOn()
		}
		statuses = append(statuses, status)
	}
	return statuses, nil
}

func errFailOn() error {
	return errors.New("expected none, or a list of fail, unknown, manual and incomplete, such as fail,unknown")
}

// Incomplete returns how many inputs were not read in full, if that counts.
func (t Threshold) Incomplete(r *Report) int {
	n := 0
	for _, in := range r.Inputs {
		if !in.Complete && slices.Contains(t.Statuses, Incomplete) {
			n++
		}
	}
	return n
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
