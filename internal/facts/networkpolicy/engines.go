// Package networkpolicy has the engines that enforce Kubernetes network policies, and
// where each is on.
//
// It knows no control, and not where the graph came from.
package networkpolicy

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const AddonType = "aws_eks_addon"

// engine is something that enforces network policies, or could.
type engine struct {
	Name string
	On   logic.Truth
	// cni is true of the VPC CNI, which this plan configures: network policy off
	// is then the plan's own doing. Any other engine that is off is no engine.
	Cni bool
	// suggested is true where only a name speaks for the engine.
	Suggested bool

	Switched graph.Value // the argument to change
	Why      string      // how it is switched, for a message
	Facts    []graph.Value
	assumes  []string
}

// EngineReads is what tells engines.
func EngineReads() []control.Read {
	return []control.Read{
		{Types: []string{AddonType}, Arguments: []string{"cluster_name", "addon_name", "configuration_values"}},
		kube.ReleaseReads(), kube.ManifestReads(), kube.ConfigMapReads(),
	}
}

// onFargate is the engine on a cluster whose nodes are all Fargate's: the VPC
// CNI enforces policies on EC2 Linux nodes alone (EKS user guide, "Limit pod
// traffic with Kubernetes network policies"), whatever its configuration is or
// turns out to be.
func (e engine) onFargate(profile graph.Value) engine {
	if !e.Cni {
		return e
	}
	e.Facts = append(e.Facts, profile)
	if e.On != logic.No {
		e.On, e.Why = logic.No, "it works only on EC2 Linux nodes, and the nodes in "+profile.Input().String()+" are all Fargate"
	}
	return e
}

// addonEngine tells the engine that an EKS add-on is.
func addonEngine(addon *graph.Resource) (engine, bool) {
	name := addon.Attr("addon_name")
	text, known := name.Text()
	switch {
	case !known:
		return engine{Name: "the add-on", On: logic.Maybe, Switched: name, Why: "its name is not known yet"}, true
	case text == "vpc-cni":
		return addonCNI("the add-on "+control.Show(name), addon.Arg("configuration_values")), true
	}
	for _, hint := range []string{"cilium", "calico", "tigera"} {
		if strings.Contains(text, hint) {
			return engine{Name: "the add-on " + control.Show(name), Suggested: true, Switched: name, Facts: []graph.Value{name}}, true
		}
	}
	return engine{}, false
}

// addonCNI reads the configuration of the add-on vpc-cni, in JSON or YAML.
func addonCNI(name string, config graph.Value) engine {
	var values graph.Value
	assumes, null := kube.LeftOut(config)
	switch text, known := config.Text(); {
	case known:
		tree, err := kube.DecodeYAML(text)
		if err != nil || !tree.IsNull() && !tree.Type().IsObjectType() {
			why := "configuration_values is neither JSON nor YAML of an object"
			if err != nil {
				why += ": " + kube.YamlReason(err)
			}
			return engine{Name: name, On: logic.Maybe, Cni: true, Switched: config, Why: why}
		}
		values = config.Decoded(tree)
	case config.Unset() || null:
		values = config.Decoded(cty.NullVal(cty.DynamicPseudoType))
	default:
		values = config.Decoded(cty.DynamicVal)
	}
	e := vpcCNI(values.Attr("enableNetworkPolicy"), values.Block("nodeAgent").Attr("enabled"))
	e.Name, e.Switched, e.assumes = name, config, assumes
	return e
}

// sensitiveSwitch says how an engine is switched where neither the value nor its
// key may be told.
const sensitiveSwitch = "a sensitive value decides it"

// vpcCNI is the VPC CNI: off by default, and without its node agent.
func vpcCNI(policy, agent graph.Value) engine {
	e := engine{Cni: true, Switched: policy, Facts: []graph.Value{policy}}
	if !agent.Unset() {
		e.Facts = append(e.Facts, agent)
	}
	switch set := isOn(policy); {
	case policy.Sensitive() || agent.Sensitive():
		e.On, e.Why = min(set, logic.Yes-isOff(agent)), sensitiveSwitch
	case policy.Unset():
		e.Why = "enableNetworkPolicy is left out"
	case set == logic.No:
		e.Why = "enableNetworkPolicy is not true"
	case isOff(agent) == logic.Yes:
		e.Why = "nodeAgent.enabled is false"
	case set == logic.Yes && isOff(agent) == logic.No:
		e.On, e.Why = logic.Yes, "enableNetworkPolicy is true"
	default:
		e.On, e.Why = logic.Maybe, "its configuration is known only after apply"
	}
	return e
}

// isOn says whether a switch of a chart, a bool or a text of any case, is on.
func isOn(v graph.Value) logic.Truth { return equalFold(v, "true") }

// isOff is [isOn] for off.
func isOff(v graph.Value) logic.Truth { return equalFold(v, "false") }

func equalFold(v graph.Value, want string) logic.Truth {
	if v.Unknown() {
		return logic.Maybe
	}
	text, ok := v.Text()
	return logic.Of(ok && strings.EqualFold(text, want))
}

// releaseEngine tells the engine that a Helm release installs.
func releaseEngine(release *graph.Resource) (engine, bool) {
	chart, known := kube.ChartOf(release)
	if !known {
		return engine{Name: "the chart", On: logic.Maybe, Switched: release.Attr("chart"), Why: "its name is not known yet"}, true
	}
	shown := chart
	if release.Attr("chart").Sensitive() {
		shown = finding.Redacted
	}
	e := engine{Name: "the chart " + shown, On: logic.Yes, Switched: release.Attr("chart"), Why: "it is installed"}
	switch chart {
	case "aws-vpc-cni":
		values := kube.ReleaseValues(release)
		e = vpcCNI(values.Lookup("enableNetworkPolicy"), values.Lookup("nodeAgent", "enabled"))
		e.Name = "the chart " + shown
	case "tigera-operator", "calico", "aws-calico":
		e.offBy(release, "false", "installation", "enabled")
	case "cilium":
		e.offBy(release, "never", "policyEnforcementMode")
	case "antrea", "kube-router", "kube-ovn", "canal", "weave-net":
	default:
		return engine{}, false
	}
	if unread := kube.ReleaseValues(release).Unread; unread != nil && e.On == logic.Maybe {
		e.Switched, e.Why = unread.Decider, unread.Message
	}
	return e, true
}

// offBy turns the engine off where the release's value at a path is, or may be,
// the given text.
func (e *engine) offBy(release *graph.Resource, off string, path ...string) {
	v := kube.ReleaseValues(release).Lookup(path...)
	e.Facts = append(e.Facts, v)
	switch equalFold(v, off) {
	case logic.Yes:
		e.On, e.Switched, e.Why = logic.No, v, strings.Join(path, ".")+" is "+off
		if v.Sensitive() {
			e.Why = sensitiveSwitch
		}
	case logic.Maybe:
		e.On, e.Switched, e.Why = logic.Maybe, v, "its values are known only after apply"
	}
}

// manifestEngine tells the engine that a Kubernetes object stands for: Calico's
// operator installs Calico when it finds an Installation.
func manifestEngine(m kube.Manifest) (engine, bool) {
	kind := m.Object.Attr("kind")
	if !m.Is("operator.tigera.io", "Installation") {
		return engine{}, false
	}
	return engine{Name: "Calico", On: logic.Yes, Switched: kind, Why: "its Installation is there", Facts: []graph.Value{kind}}, true
}

// unreadEngine is what a manifest may be that cannot be read.
func unreadEngine(u kube.Unread) (engine, bool) {
	if !u.MayBe("Installation") && !u.MayBeConfigMap("amazon-vpc-cni") {
		return engine{}, false
	}
	return engine{Name: u.String(), On: logic.Maybe, Switched: u.Value, Why: u.Verdict().Message}, true
}

// autoModeEngine tells whether the ConfigMap amazon-vpc-cni turns on the engine
// that EKS Auto Mode has built in; to other nodes it says nothing.
func autoModeEngine(cluster *graph.Resource, settings kube.ConfigMap) (engine, bool) {
	auto := cluster.Block("compute_config").Attr("enabled")
	controller := settings.Data.Attr("enable-network-policy-controller")
	if isOn(auto) == logic.No || controller.Unset() {
		return engine{}, false
	}
	e := engine{Name: "EKS Auto Mode", Cni: true, Switched: settings.Data, Facts: []graph.Value{auto, controller}}
	e.On = min(isOn(auto), isOn(controller))
	switch {
	case auto.Sensitive() || controller.Sensitive():
		e.Why = sensitiveSwitch
	case e.On == logic.Yes:
		e.Why = "enable-network-policy-controller is true"
	case e.On == logic.No:
		e.Why = "enable-network-policy-controller is not true"
	default:
		e.Why = "its configuration is known only after apply"
	}
	return e, true
}
