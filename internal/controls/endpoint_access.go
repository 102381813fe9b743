package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/network"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// endpointAccess decides 5.4.1. A cluster passes when its private endpoint is on
// and its public endpoint is off or limited to named networks.
func endpointAccess() control.Evaluator {
	return control.Evaluator{
		Key:      "endpoint-access",
		Subjects: []string{eks.ClusterType},
		Reads: []control.Read{
			eks.EndpointReads(),
			{Types: []string{eks.ClusterType}, Arguments: []string{"kubernetes_network_config"}},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, limitedAccess(cluster, in.Settings.MinPublicPrefix).In(cluster))
			}
			return verdicts
		},
	}
}

func limitedAccess(cluster *graph.Resource, limit setting.Prefix) control.Verdict {
	e := eks.EndpointOf(cluster)
	open := openness(cluster, e.CIDRs, limit)
	switch {
	case e.Private.IsFalse():
		return e.PrivateOff().Because(e.Private)
	case e.Public.IsTrue() && open.Proof != "":
		return control.Fail(e.CIDRs, "%s", open.Proof).Because(e.Public, e.CIDRs)
	case !e.Private.IsTrue():
		return control.Unknown(e.Private)
	case e.Public.IsFalse():
		return control.Pass(e.Public, "only the private endpoint is on").Because(e.Private, e.Public)
	case open.Proof == "" && !open.Undecided:
		return control.Pass(e.CIDRs, "public endpoint is limited to named networks").Because(e.Private, e.CIDRs)
	default:
		return control.Unknown(e.Public, e.CIDRs)
	}
}

// openness is [network.Reach], or what EKS takes for CIDRs left out: everyone.
func openness(cluster *graph.Resource, cidrs graph.Value, limit setting.Prefix) network.Width {
	if !cidrs.Unset() {
		return network.Reach(cidrs, limit)
	}
	everyone := "0.0.0.0/0"
	if cluster.Lookup("kubernetes_network_config", "ip_family").Is("ipv6") {
		everyone += " and ::/0"
	}
	return network.Width{Proof: "public_access_cidrs is left out: EKS opens the public endpoint to " + everyone}
}
