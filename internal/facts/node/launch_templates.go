package node

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/network"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const launchTemplateType = "aws_launch_template"

// launchReads is what launches reads.
func launchReads() []control.Read {
	return []control.Read{
		{Types: []string{launchTemplateType}, Arguments: []string{"id", "arn", "name", "network_interfaces", "iam_instance_profile", "latest_version", "default_version", "update_default_version"}},
		{Types: []string{"aws_launch_configuration"}, Arguments: []string{"id", "arn", "name", "associate_public_ip_address", "iam_instance_profile"}},
	}
}

// launch is one way in which a group starts its nodes: a launch template or
// configuration, of which there may be several candidates.
type launch struct {
	By         graph.Value // the block or argument that names it
	Candidates []*graph.Resource
	Open       bool   // it may be something else
	Outside    bool   // a known name or id that nothing here has
	Unseen     string // why the version of the template is not known that nodes start from; "" if it is
	Assumes    []string
}

// launchesOf returns the ways in which a node group or an Auto Scaling group
// starts its nodes; none where no template is named. All of them hold: a group
// with overrides starts nodes by each.
func launchesOf(g *graph.Graph, r *graph.Resource) []launch {
	var found []launch
	// The provider computes launch_template where a group does not set it.
	for _, block := range r.Arg("launch_template").Elements() {
		found = append(found, templateLaunch(g, r, block, "id", "name"))
	}
	if r.Type != AutoscalingGroupType {
		return found
	}
	if name := r.Attr("launch_configuration"); !name.Unset() {
		link := g.Link(name, "aws_launch_configuration")
		found = append(found, newLaunch(name, link))
	}
	for _, policy := range r.Arg("mixed_instances_policy").Elements() {
		template := policy.Block("launch_template")
		specs := template.Blocks("launch_template_specification")
		for _, override := range template.Blocks("override") {
			specs = append(specs, override.Blocks("launch_template_specification")...)
		}
		for _, spec := range specs {
			found = append(found, templateLaunch(g, r, spec, "launch_template_id", "launch_template_name"))
		}
	}
	return found
}

func newLaunch(by graph.Value, link graph.Link) launch {
	return launch{
		By:         by,
		Candidates: link.To,
		Open:       link.Open,
		Outside:    len(link.Outside) > 0,
		Assumes:    link.Assumes,
	}
}

// templateLaunch follows a block that names a launch template by id or by name.
func templateLaunch(g *graph.Graph, r *graph.Resource, block graph.Value, names ...string) launch {
	unresolved := launch{By: block}
	hidden := false
	for _, name := range names {
		v := block.Arg(name)
		if v.Unset() {
			continue
		}
		link := g.Link(v, launchTemplateType)
		if len(link.To) > 0 || len(link.Outside) > 0 {
			return newLaunch(v, link).from(g, block.Attr("version"))
		}
		unresolved.By = v
		hidden = hidden || v.Origins().Hidden
	}
	if hidden {
		// A dynamic block shows no references; what the plan's changes depend on
		// is known all the same.
		unresolved.Candidates = ownFirst(r, g.Near(r, g.Relevant([]string{"id", "arn", "name", "latest_version", "default_version"}, launchTemplateType)))
	}
	return unresolved
}

// from looks at the versions of the templates that a group names.
func (l launch) from(g *graph.Graph, named graph.Value) launch {
	candidates := slices.Clone(l.Candidates)
	for i, template := range candidates {
		if template.Mode != graph.Managed {
			continue
		}
		version := versionOf(g, template, named)
		if version.template == nil {
			l.Unseen, l.By = version.why, named
			continue
		}
		candidates[i] = version.template
		l.Assumes = append(slices.Clip(l.Assumes), version.assumes...)
	}
	l.Candidates = candidates
	return l
}

// ownFirst returns, of the candidates for something that r refers to, those of
// r's own module instance; all of them where there are none.
func ownFirst(r *graph.Resource, candidates []*graph.Resource) []*graph.Resource {
	var own []*graph.Resource
	for _, c := range candidates {
		if slices.Equal(c.Address.Module, r.Address.Module) {
			own = append(own, c)
		}
	}
	if len(own) > 0 {
		candidates = own
	}
	if len(candidates) > graph.Crowd {
		return nil
	}
	return candidates
}

// addresses tells whether nodes that start so get public addresses, and who
// decides it.
func (l launch) addresses() (network.Way, network.Addressing) {
	if l.Outside {
		return network.Way{Exposure: network.Elsewhere, By: l.By, Why: "launch template " + control.Show(l.By) + " is not in " + l.By.Input().String()}, network.ByEither
	}
	if l.Unseen != "" {
		return network.Way{Exposure: network.Undecided, By: l.By, Why: l.Unseen}, network.ByEither
	}
	if l.Open || len(l.Candidates) == 0 {
		return network.Way{Exposure: network.Undecided, By: l.By, Why: "the launch template cannot be told yet"}, network.ByEither
	}
	var ways []network.Way
	decides := map[network.Addressing]bool{}
	for _, template := range l.Candidates {
		w, by := templateAddresses(template)
		ways = append(ways, w)
		decides[by] = true
	}
	w := network.EitherWay(l.By, ways)
	w.Assumes = slices.Concat(w.Assumes, l.Assumes)
	switch {
	case len(decides) > 1:
		// Some forbid public addresses, others leave them to the subnet.
		return w, network.ByEither
	case w.Exposure == network.Undecided:
		return w, network.ByEither
	case decides[network.ByTemplate]:
		return w, network.ByTemplate
	}
	return w, network.BySubnet
}

// templateAddresses reads associate_public_ip_address: a string on the network
// interfaces of a launch template, a bool in a launch configuration. Left out,
// the subnet decides.
func templateAddresses(r *graph.Resource) (network.Way, network.Addressing) {
	type answer struct {
		addresses network.Way
		by        network.Addressing
	}
	type key struct{}
	a := graph.Once(&r.Facts, key{}, func() answer {
		w, by := readAddresses(r)
		return answer{w, by}
	})
	return a.addresses, a.by
}

func readAddresses(r *graph.Resource) (network.Way, network.Addressing) {
	var set []graph.Value
	if r.Type == launchTemplateType {
		for _, nic := range r.Blocks("network_interfaces") {
			set = append(set, nic.Attr("associate_public_ip_address"))
		}
	} else {
		set = append(set, r.Arg("associate_public_ip_address"))
	}
	by, decider := network.ByTemplate, graph.Value{}
	for _, v := range set {
		switch {
		case v.IsTrue():
			return network.Way{Exposure: network.Public, By: v, Why: r.String() + " gives nodes public addresses"}, network.ByTemplate
		case v.Unknown():
			decider = v
		case !v.IsFalse():
			by = network.BySubnet
		}
	}
	if decider.Resource() != nil {
		return network.Way{Exposure: network.Undecided, By: decider, Why: control.Waiting(decider)}, network.ByEither
	}
	if len(set) == 0 {
		by = network.BySubnet
	}
	return network.Way{Why: r.String() + " gives nodes no public addresses"}, by
}
