package eks

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// Endpoint is how a cluster's control plane is reached. What is left out is what
// EKS takes for it (its API's VpcConfigRequest): public on, private off.
type Endpoint struct {
	Private graph.Value
	Public  graph.Value
	CIDRs   graph.Value // networks that the public endpoint lets in; unset for everyone
}

// endpointReads is what [EndpointOf] reads.
func EndpointReads() control.Read {
	return control.Read{Types: []string{ClusterType}, Arguments: []string{"vpc_config"}}
}

func EndpointOf(cluster *graph.Resource) Endpoint {
	vpc := cluster.Block("vpc_config")
	cidrs := vpc.Arg("public_access_cidrs")
	if len(cidrs.Elements()) == 0 {
		cidrs = cidrs.Decoded(cty.NullVal(cty.DynamicPseudoType)) // an empty list is to EKS one left out
	}
	return Endpoint{
		Private: vpc.Attr("endpoint_private_access").Or(cty.False),
		Public:  vpc.Attr("endpoint_public_access").Or(cty.True),
		CIDRs:   cidrs,
	}
}

// PrivateOff says that the private endpoint is known to be off.
func (e Endpoint) PrivateOff() control.Verdict {
	if e.Private.Defaulted() {
		return control.Fail(e.Private, "endpoint_private_access is left out: EKS keeps the private endpoint off")
	}
	return control.Fail(e.Private, "private endpoint is off")
}

// PublicOn says that the public endpoint is known to be on.
func (e Endpoint) PublicOn() control.Verdict {
	if e.Public.Defaulted() {
		return control.Fail(e.Public, "endpoint_public_access is left out: EKS turns the public endpoint on")
	}
	return control.Fail(e.Public, "public endpoint is on")
}
