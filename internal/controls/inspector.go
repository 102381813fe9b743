package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	inspectorEnablerType      = "aws_inspector2_enabler"
	inspectorOrganizationType = "aws_inspector2_organization_configuration"
)

// inspectorSwitch is an argument that turns Amazon Inspector on for ECR, or may.
type inspectorSwitch struct {
	on    truth
	value graph.Value
	place place
}

// inspectorSwitches returns what turns Inspector on for ECR, the certain ones
// first. Activation switches the registry to enhanced scanning: Amazon
// Inspector user guide, "Scanning Amazon ECR container images".
func inspectorSwitches(g *graph.Graph, at places) []inspectorSwitch {
	var switches []inspectorSwitch
	add := func(on truth, v graph.Value) {
		if on != no {
			switches = append(switches, inspectorSwitch{on, v, at.of(v.Resource())})
		}
	}
	for _, enabler := range g.Resources(inspectorEnablerType) {
		types := enabler.Attr("resource_types")
		names, all := types.Strings()
		switch {
		case slices.Contains(names, "ECR"):
			add(yes, types)
		case !all:
			add(maybe, types)
		}
	}
	for _, organization := range g.Resources(inspectorOrganizationType) {
		ecr := organization.Block("auto_enable").Attr("ecr")
		switch {
		case ecr.IsTrue():
			add(yes, ecr)
		case ecr.Unknown():
			add(maybe, ecr)
		}
	}
	slices.SortStableFunc(switches, func(a, b inspectorSwitch) int { return int(b.on - a.on) })
	return switches
}

// inspectorFor returns the switch that counts for a place. An administrator's
// account may turn Inspector on for others: only another region rules it out.
func inspectorFor(switches []inspectorSwitch, home place) inspectorSwitch {
	for _, s := range switches {
		if !s.place.elsewhere(home) {
			return s
		}
	}
	return inspectorSwitch{}
}
