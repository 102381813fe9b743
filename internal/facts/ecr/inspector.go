package ecr

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const (
	InspectorEnablerType      = "aws_inspector2_enabler"
	InspectorOrganizationType = "aws_inspector2_organization_configuration"
)

// InspectorSwitch is an argument that turns Amazon Inspector on for ECR, or may.
type InspectorSwitch struct {
	On    logic.Truth
	Value graph.Value
}

// InspectorSwitches returns what turns Inspector on for ECR, the certain ones
// first. Activation switches the registry to enhanced scanning: Amazon
// Inspector user guide, "Scanning Amazon ECR container images".
func InspectorSwitches(g *graph.Graph) []InspectorSwitch {
	var switches []InspectorSwitch
	add := func(on logic.Truth, v graph.Value) {
		if on != logic.No {
			switches = append(switches, InspectorSwitch{on, v})
		}
	}
	for _, enabler := range g.Resources(InspectorEnablerType) {
		types := enabler.Attr("resource_types")
		names, all := types.Strings()
		switch {
		case slices.Contains(names, "ECR"):
			add(logic.Yes, types)
		case !all:
			add(logic.Maybe, types)
		}
	}
	for _, organization := range g.Resources(InspectorOrganizationType) {
		ecr := organization.Block("auto_enable").Attr("ecr")
		switch {
		case ecr.IsTrue():
			add(logic.Yes, ecr)
		case ecr.Unknown():
			add(logic.Maybe, ecr)
		}
	}
	slices.SortStableFunc(switches, func(a, b InspectorSwitch) int { return int(b.On - a.On) })
	return switches
}

// InspectorFor returns the switch that counts for a repository. An administrator's
// account may turn Inspector on for others: only another region rules it out.
func InspectorFor(g *graph.Graph, switches []InspectorSwitch, repository *graph.Resource) InspectorSwitch {
	for _, s := range switches {
		if g.SameRegion(s.Value.Resource(), repository) != graph.Different {
			return s
		}
	}
	return InspectorSwitch{}
}
