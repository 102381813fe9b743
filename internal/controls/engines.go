package controls

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const addonType = "aws_eks_addon"

// engine is something that enforces network policies, or could.
type engine struct {
	name string
	on   truth
	// cni is true of the VPC CNI, which this plan configures: network policy off
	// is then the plan's own doing. Any other engine that is off is no engine.
	cni bool
	// suggested is true where only a name speaks for the engine.
	suggested bool

	switched graph.Value // the argument to change
	why      string      // how it is switched, for a message
	facts    []graph.Value
	assumes  []string
}

// engineReads is what tells engines.
func engineReads() []control.Read {
	return []control.Read{
		{Types: []string{addonType}, Arguments: []string{"cluster_name", "addon_name", "configuration_values"}},
		releaseReads(), manifestReads(), configMapReads(),
	}
}

// onFargate is the engine on a cluster whose nodes are all Fargate's: the VPC
// CNI enforces policies on EC2 Linux nodes alone (EKS user guide, "Limit pod
// traffic with Kubernetes network policies"), whatever its configuration is or
// turns out to be.
func (e engine) onFargate(profile graph.Value) engine {
	if !e.cni {
		return e
	}
	e.facts = append(e.facts, profile)
	if e.on != no {
		e.on, e.why = no, "it works on EC2 Linux nodes alone, and the nodes in this plan are all Fargate"
	}
	return e
}

// addonEngine tells the engine that an EKS add-on is.
func addonEngine(addon *graph.Resource) (engine, bool) {
	name := addon.Attr("addon_name")
	text, known := name.Text()
	switch {
	case !known:
		return engine{name: "the add-on", on: maybe, switched: name, why: "its name is not known yet"}, true
	case text == "vpc-cni":
		return addonCNI("the add-on "+control.Show(name), addon.Arg("configuration_values")), true
	}
	for _, hint := range []string{"cilium", "calico", "tigera"} {
		if strings.Contains(text, hint) {
			return engine{name: "the add-on " + control.Show(name), suggested: true, switched: name, facts: []graph.Value{name}}, true
		}
	}
	return engine{}, false
}

// addonCNI reads the configuration of the add-on vpc-cni, in JSON or YAML.
func addonCNI(name string, config graph.Value) engine {
	var values graph.Value
	assumes, null := leftOut(config)
	switch text, known := config.Text(); {
	case known:
		tree, err := decodeYAML(text)
		if err != nil || !tree.IsNull() && !tree.Type().IsObjectType() {
			why := "configuration_values is neither JSON nor YAML of an object"
			if err != nil {
				why += ": " + yamlReason(err)
			}
			return engine{name: name, on: maybe, cni: true, switched: config, why: why}
		}
		values = config.Decoded(tree)
	case config.Unset() || null:
		values = config.Decoded(cty.NullVal(cty.DynamicPseudoType))
	default:
		values = config.Decoded(cty.DynamicVal)
	}
	e := vpcCNI(values.Attr("enableNetworkPolicy"), values.Block("nodeAgent").Attr("enabled"))
	e.name, e.switched, e.assumes = name, config, assumes
	return e
}

// sensitiveSwitch says how an engine is switched where neither the value nor its
// key may be told.
const sensitiveSwitch = "a sensitive value decides it"

// vpcCNI is the VPC CNI: off by default, and without its node agent.
func vpcCNI(policy, agent graph.Value) engine {
	e := engine{cni: true, switched: policy, facts: []graph.Value{policy}}
	if !agent.Unset() {
		e.facts = append(e.facts, agent)
	}
	switch set := isOn(policy); {
	case policy.Sensitive() || agent.Sensitive():
		e.on, e.why = min(set, yes-isOff(agent)), sensitiveSwitch
	case policy.Unset():
		e.why = "enableNetworkPolicy is left out"
	case set == no:
		e.why = "enableNetworkPolicy is not true"
	case isOff(agent) == yes:
		e.why = "nodeAgent.enabled is false"
	case set == yes && isOff(agent) == no:
		e.on, e.why = yes, "enableNetworkPolicy is true"
	default:
		e.on, e.why = maybe, "its configuration is known only after apply"
	}
	return e
}

// isOn says whether a switch of a chart, a bool or a text of any case, is on.
func isOn(v graph.Value) truth { return equalFold(v, "true") }

// isOff is [isOn] for off.
func isOff(v graph.Value) truth { return equalFold(v, "false") }

func equalFold(v graph.Value, want string) truth {
	if v.Unknown() {
		return maybe
	}
	text, ok := v.Text()
	return truthOf(ok && strings.EqualFold(text, want))
}

// releaseEngine tells the engine that a Helm release installs.
func releaseEngine(release *graph.Resource) (engine, bool) {
	chart, known := chartOf(release)
	if !known {
		return engine{name: "the chart", on: maybe, switched: release.Attr("chart"), why: "its name is not known yet"}, true
	}
	shown := chart
	if release.Attr("chart").Sensitive() {
		shown = finding.Redacted
	}
	e := engine{name: "the chart " + shown, on: yes, switched: release.Attr("chart"), why: "it is installed"}
	switch chart {
	case "aws-vpc-cni":
		values := releaseValues(release)
		e = vpcCNI(values.Lookup("enableNetworkPolicy"), values.Lookup("nodeAgent", "enabled"))
		e.name = "the chart " + shown
	case "tigera-operator", "calico", "aws-calico":
		e.offBy(release, "false", "installation", "enabled")
	case "cilium":
		e.offBy(release, "never", "policyEnforcementMode")
	case "antrea", "kube-router", "kube-ovn", "canal", "weave-net":
	default:
		return engine{}, false
	}
	if unread := releaseValues(release).unread; unread != nil && e.on == maybe {
		e.switched, e.why = unread.Decider, unread.Message
	}
	return e, true
}

// offBy turns the engine off where the release's value at a path is, or may be,
// the given text.
func (e *engine) offBy(release *graph.Resource, off string, path ...string) {
	v := releaseValues(release).Lookup(path...)
	e.facts = append(e.facts, v)
	switch equalFold(v, off) {
	case yes:
		e.on, e.switched, e.why = no, v, strings.Join(path, ".")+" is "+off
		if v.Sensitive() {
			e.why = sensitiveSwitch
		}
	case maybe:
		e.on, e.switched, e.why = maybe, v, "its values are known only after apply"
	}
}

// manifestEngine tells the engine that a Kubernetes object stands for: Calico's
// operator installs Calico when it finds an Installation.
func manifestEngine(m manifest) (engine, bool) {
	kind := m.Object.Attr("kind")
	if !m.is("operator.tigera.io", "Installation") {
		return engine{}, false
	}
	return engine{name: "Calico", on: yes, switched: kind, why: "its Installation is there", facts: []graph.Value{kind}}, true
}

// unreadEngine is what a manifest may be that cannot be read.
func unreadEngine(u unread) (engine, bool) {
	if !u.mayBe("Installation") && !u.mayBeConfigMap("amazon-vpc-cni") {
		return engine{}, false
	}
	return engine{name: u.String(), on: maybe, switched: u.Value, why: u.verdict().Message}, true
}

// autoModeEngine tells whether the ConfigMap amazon-vpc-cni turns on the engine
// that EKS Auto Mode has built in; to other nodes it says nothing.
func autoModeEngine(cluster *graph.Resource, settings configMap) (engine, bool) {
	auto := cluster.Block("compute_config").Attr("enabled")
	controller := settings.Data.Attr("enable-network-policy-controller")
	if isOn(auto) == no || controller.Unset() {
		return engine{}, false
	}
	e := engine{name: "EKS Auto Mode", cni: true, switched: settings.Data, facts: []graph.Value{auto, controller}}
	e.on = min(isOn(auto), isOn(controller))
	switch {
	case auto.Sensitive() || controller.Sensitive():
		e.why = sensitiveSwitch
	case e.on == yes:
		e.why = "enable-network-policy-controller is true"
	case e.on == no:
		e.why = "enable-network-policy-controller is not true"
	default:
		e.why = "its configuration is known only after apply"
	}
	return e, true
}
