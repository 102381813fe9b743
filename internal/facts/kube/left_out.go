package kube

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// LeftOut reports whether an Optional and Computed argument that is unknown was
// given as null, where only locals keep [graph.Value.Arg] from saying so. A bare
// local beside references that are known is taken for the condition that chooses
// between them. Where for_each ranges over elements of a local alone, as in
// cloudposse/eks-cluster, and nothing leads to a resource, the element is taken
// to leave the argument out: what modules look up with null as the default.
func LeftOut(v graph.Value) (assumes []string, ok bool) {
	o := v.Origins()
	switch {
	case !v.Opaque() || v.Resource().Deferred || o.Hidden,
		len(o.Refs)+len(o.Others)+len(o.Unresolved) > 0,
		len(o.Locals) == 0, len(o.Literals) == 0 && !o.Element:
		return nil, false
	case len(o.Literals) == 0:
		return []string{"the elements of " + o.Locals[len(o.Locals)-1] + " leave " + v.Path() + " out"}, true
	}
	for _, local := range o.Locals {
		assumes = append(assumes, local+" only chooses between the references beside it")
	}
	return assumes, true
}
