package controls

import "github.com/cisbench/terraform-provider-cisbench/internal/graph"

// leftOut reports whether an Optional and Computed argument that is unknown was
// given as null, where only locals keep [graph.Value.Arg] from saying so: a bare
// local beside references that are known is taken for the condition that chooses
// between them.
func leftOut(v graph.Value) (assumes []string, ok bool) {
	o := v.Origins()
	switch {
	case !v.Opaque() || v.Resource().Deferred || o.Hidden,
		len(o.Refs)+len(o.Others)+len(o.Unresolved) > 0,
		len(o.Literals) == 0 || len(o.Locals) == 0:
		return nil, false
	}
	for _, local := range o.Locals {
		assumes = append(assumes, local+" only chooses between the references beside it")
	}
	return assumes, true
}
