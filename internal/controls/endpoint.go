package controls

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// endpoint is how a cluster's control plane is reached. What is left out is what
// EKS takes for it (its API's VpcConfigRequest): public on, private off.
type endpoint struct {
	Private graph.Value
	Public  graph.Value
	CIDRs   graph.Value // networks that the public endpoint lets in; unset for everyone
}

// endpointReads is what [endpointOf] reads.
func endpointReads() control.Read {
	return control.Read{Types: []string{clusterType}, Arguments: []string{"vpc_config"}}
}

func endpointOf(cluster *graph.Resource) endpoint {
	vpc := cluster.Block("vpc_config")
	cidrs := vpc.Arg("public_access_cidrs")
	if len(cidrs.Elements()) == 0 {
		cidrs = cidrs.Decoded(cty.NullVal(cty.DynamicPseudoType)) // an empty list is to EKS one left out
	}
	return endpoint{
		Private: vpc.Attr("endpoint_private_access").Or(cty.False),
		Public:  vpc.Attr("endpoint_public_access").Or(cty.True),
		CIDRs:   cidrs,
	}
}

// privateOff says that the private endpoint is known to be off.
func (e endpoint) privateOff() control.Verdict {
	if e.Private.Defaulted() {
		return control.Fail(e.Private, "endpoint_private_access is left out: EKS keeps the private endpoint off")
	}
	return control.Fail(e.Private, "private endpoint is off")
}

// publicOn says that the public endpoint is known to be on.
func (e endpoint) publicOn() control.Verdict {
	if e.Public.Defaulted() {
		return control.Fail(e.Public, "endpoint_public_access is left out: EKS turns the public endpoint on")
	}
	return control.Fail(e.Public, "public endpoint is on")
}
