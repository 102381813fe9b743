package source

import "github.com/cisbench/terraform-provider-cisbench/internal/source/function"

// Limits bound the evaluation of a root module, or of several.
type Limits struct {
	Steps         int   // evaluations of metered expressions
	Bytes         int   // of texts and elements in results
	Instances     int   // of modules, and of resources in them
	FunctionSteps int64 // values that functions visit or make
	FunctionBytes int64 // of strings that functions make
}

// Share returns the limits that every root module of a scan has for itself.
// Nearly all real root modules need less.
func Share() Limits {
	return Limits{Steps: 20_000, Bytes: 8 << 20, Instances: 1_000, FunctionSteps: 40_000, FunctionBytes: 1 << 20}
}

// Pool returns the limits on what the root modules of one scan together need
// beyond their shares: some seconds of work, and some hundred megabytes.
func Pool() Limits {
	f := function.DefaultBudget()
	return Limits{Steps: 1_000_000, Bytes: 256 << 20, Instances: 50_000, FunctionSteps: f.Steps, FunctionBytes: f.Bytes}
}

// Plus returns the sum of two limits.
func (l Limits) Plus(o Limits) Limits {
	return Limits{l.Steps + o.Steps, l.Bytes + o.Bytes, l.Instances + o.Instances, l.FunctionSteps + o.FunctionSteps, l.FunctionBytes + o.FunctionBytes}
}

// Minus returns what is left of the limits, and 0 where nothing is.
func (l Limits) Minus(o Limits) Limits {
	return Limits{
		max(l.Steps-o.Steps, 0), max(l.Bytes-o.Bytes, 0), max(l.Instances-o.Instances, 0),
		max(l.FunctionSteps-o.FunctionSteps, 0), max(l.FunctionBytes-o.FunctionBytes, 0),
	}
}

// Over returns one n-th of the limits.
func (l Limits) Over(n int) Limits {
	return Limits{l.Steps / n, l.Bytes / n, l.Instances / n, l.FunctionSteps / int64(n), l.FunctionBytes / int64(n)}
}

// Exhausted reports whether nothing is left in at least one respect.
func (l Limits) Exhausted() bool {
	return l.Steps <= 0 || l.Bytes <= 0 || l.Instances <= 0 || l.FunctionSteps <= 0 || l.FunctionBytes <= 0
}

// Spent returns what the evaluation has taken so far. Values are evaluated when
// they are asked for: ask once the assessment is done.
func (r *Root) Spent() Limits {
	m, f := r.loader.meter, r.loader.budget
	return r.loader.limits.Minus(Limits{max(m.steps, 0), max(m.bytes, 0), max(m.instances, 0), max(f.Steps, 0), max(f.Bytes, 0)})
}

// Exceeded reports whether something was not evaluated because of the limits.
// Ask once the assessment is done, as for [Root.Spent].
func (r *Root) Exceeded() bool {
	m := r.loader.meter
	return m.exceeded || m.instances < 0 || r.loader.budget.Exceeded()
}
