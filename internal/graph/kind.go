package graph

// Kind is what a graph was made from.
type Kind uint8

// The kinds of input.
const (
	FromPlan      Kind = iota
	FromState          // what is there, without a configuration
	FromSource         // a configuration that was evaluated without a plan
	FromArguments      // resources that a caller passed: others may exist elsewhere
)

// String returns the words for the input in a message, such as "this plan".
func (k Kind) String() string {
	switch k {
	case FromState:
		return "this state"
	case FromSource:
		return "this source"
	case FromArguments:
		return "the arguments"
	}
	return "this plan"
}

// Input returns what the graph of the instance was made from.
func (r *Resource) Input() Kind {
	if r == nil || r.graph == nil {
		return FromPlan
	}
	return r.graph.Kind
}

// Input returns what the graph of the value's instance was made from.
func (v Value) Input() Kind { return v.resource.Input() }
