package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
)

// endpointPrivate decides 5.4.2. A cluster passes when its private endpoint is
// on and its public endpoint is off.
func endpointPrivate() control.Evaluator {
	return control.Evaluator{
		Key:      "endpoint-private",
		Subjects: []string{eks.ClusterType},
		Reads:    []control.Read{eks.EndpointReads()},
		Evaluate: func(in control.Input) []control.Verdict {
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, privateAlone(eks.EndpointOf(cluster)).In(cluster))
			}
			return verdicts
		},
	}
}

func privateAlone(e eks.Endpoint) control.Verdict {
	switch {
	case e.Public.IsTrue():
		return e.PublicOn().Because(e.Public, e.Private)
	case e.Private.IsFalse():
		return e.PrivateOff().Because(e.Private, e.Public)
	case e.Private.IsTrue() && e.Public.IsFalse():
		return control.Pass(e.Public, "only the private endpoint is on").Because(e.Private, e.Public)
	default:
		return control.Unknown(e.Public, e.Private)
	}
}
