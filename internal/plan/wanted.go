package plan

import (
	"slices"
	"strings"

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
	for _, t := range append(graph.Carriers(), graph.StackType) {
		w.types[t] = true
	}
	for _, t := range o.Subjects {
		w.types[t], w.assessed[t] = true, true
	}
	for t, names := range graph.PlaceReads() {
		w.read(t, names)
	}
	for _, read := range o.Reads {
		for _, t := range read.Types {
			w.assessed[t] = true
			w.read(t, graph.Identifying(t))
			w.read(t, read.Arguments)
			if strings.HasPrefix(t, "aws_") {
				w.read(t, graph.OwnPlaceReads())
			}
		}
	}
	return w
}

// read notes that arguments of a type are read.
func (w wanted) read(typ string, names []string) {
	w.types[typ] = true
	for _, name := range names {
		if !slices.Contains(w.arguments[typ], name) {
			w.arguments[typ] = append(w.arguments[typ], name)
		}
	}
}
