package scan

import "github.com/cisbench/terraform-provider-cisbench/internal/source"

// budget is what the evaluation of source may take in one scan. It is spent in the
// order of the inputs, so that the report does not depend on which input is
// scanned first.
//
// Each root module has a share for itself, within which it is evaluated side by
// side with others. One that needs more is evaluated once more, one at a time,
// with what is left of a pool. A plan is read only once: the plans of a scan
// divide the pool among them.
type budget struct {
	plans int // inputs that are not source
	pool  source.Limits
}

func newBudget(inputs []input) *budget {
	b := &budget{pool: source.Pool()}
	for _, in := range inputs {
		if in.source == nil {
			b.plans++
		}
	}
	return b
}

// first returns the limits with which an input is scanned first.
func (b *budget) first(in input) source.Limits {
	if in.source == nil {
		return source.Share().Plus(source.Pool().Over(b.plans))
	}
	return source.Share()
}

// more returns the limits with which an input is scanned once more, and whether
// that can change what is said of it.
func (b *budget) more(in input, s scan) (source.Limits, bool) {
	return source.Share().Plus(b.pool), in.source != nil && s.exceeded && !b.pool.Exhausted()
}

// spend takes from the pool what one input took beyond its share.
func (b *budget) spend(taken source.Limits) {
	b.pool = b.pool.Minus(taken.Minus(source.Share()))
}
