package finding

// Status is the verdict on one subject, or on a control as a whole.
type Status string

// The five verdicts. Their order, from worst to best, is the order in which a
// control's own status is chosen from those of its subjects: see [Worst].
const (
	Fail          Status = "fail"
	Unknown       Status = "unknown"
	Manual        Status = "manual"
	Pass          Status = "pass"
	NotApplicable Status = "not-applicable"
)

// Statuses lists every status, worst first.
func Statuses() []Status {
	return []Status{Fail, Unknown, Manual, Pass, NotApplicable}
}

// Rank orders statuses from worst (0) to best. An invalid status ranks last.
func (s Status) Rank() int {
	for i, known := range Statuses() {
		if s == known {
			return i
		}
	}
	return len(Statuses())
}

// Worst returns the worst of the statuses, and [NotApplicable] for none.
func Worst(statuses ...Status) Status {
	worst := NotApplicable
	for _, s := range statuses {
		if s.Rank() < worst.Rank() {
			worst = s
		}
	}
	return worst
}
