package plan

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// wanted says which types are kept, and which of their arguments are decoded
// together when the first of them is asked for.
type wanted struct {
	types     map[string]bool
	assessed  map[string]bool // what a control judges or reads, carriers not counted
	arguments map[string][]string
}

func newWanted(o Options) wanted {
	w := wanted{types: map[string]bool{}, assessed: map[string]bool{}, arguments: map[string][]string{}}
	for _, t := range graph.Carriers() {
		w.types[t] = true
	}
	for _, t := range o.Subjects {
		w.types[t], w.assessed[t] = true, true
	}
	for _, read := range o.Reads {
		for _, t := range read.Types {
			w.types[t], w.assessed[t] = true, true
			for _, name := range append(graph.Identifying(t), read.Arguments...) {
				if !slices.Contains(w.arguments[t], name) {
					w.arguments[t] = append(w.arguments[t], name)
				}
			}
		}
	}
	return w
}
