package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// Plans carry the provider's defaults; these are what only source shows.
func TestEndpointLeftOut(t *testing.T) {
	block := func(attrs map[string]cty.Value) cty.Value {
		return cty.TupleVal([]cty.Value{cty.ObjectVal(attrs)})
	}
	private := func(more map[string]cty.Value) cty.Value {
		more["endpoint_private_access"] = cty.True
		return block(more)
	}
	type verdicts struct{ Access, Private string }
	const (
		privateOff = "fail: endpoint_private_access is left out: EKS keeps the private endpoint off"
		publicOn   = "fail: endpoint_public_access is left out: EKS turns the public endpoint on"
		open       = "fail: public_access_cidrs is left out: EKS opens the public endpoint to 0.0.0.0/0"
	)
	tests := []struct {
		name string
		args graphtest.Args
		want verdicts
	}{
		{"everything", graphtest.Args{}, verdicts{privateOff, publicOn}},
		{"all but the public endpoint", graphtest.Args{"vpc_config": block(map[string]cty.Value{"endpoint_public_access": cty.False})},
			verdicts{privateOff, privateOff}},
		{"the networks", graphtest.Args{"vpc_config": private(map[string]cty.Value{})}, verdicts{open, publicOn}},
		{"the networks, which are null", graphtest.Args{"vpc_config": private(map[string]cty.Value{"public_access_cidrs": cty.NullVal(cty.Set(cty.String))})},
			verdicts{open, publicOn}},
		{"the networks, of which there are none", graphtest.Args{"vpc_config": private(map[string]cty.Value{"public_access_cidrs": cty.SetValEmpty(cty.String)})},
			verdicts{open, publicOn}},
		{"the networks, of which there are none, in secret", graphtest.Args{"vpc_config": private(map[string]cty.Value{"public_access_cidrs": cty.SetValEmpty(cty.String).Mark(graph.SensitiveMark)})},
			verdicts{open, publicOn}},
		{"the networks of a dual-stack cluster", graphtest.Args{
			"vpc_config":                private(map[string]cty.Value{}),
			"kubernetes_network_config": block(map[string]cty.Value{"ip_family": cty.StringVal("ipv6")}),
		}, verdicts{open + " and ::/0", publicOn}},
		{"the networks of an IPv4 cluster", graphtest.Args{
			"vpc_config":                private(map[string]cty.Value{}),
			"kubernetes_network_config": block(map[string]cty.Value{"ip_family": cty.StringVal("ipv4")}),
		}, verdicts{open, publicOn}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := control.Input{Graph: graph.New([]*graph.Resource{graphtest.Resource(t, "aws_eks_cluster.this", test.args)})}
			say := func(e control.Evaluator) string {
				v := e.Evaluate(in)[0]
				return string(v.Status) + ": " + v.Message
			}
			got := verdicts{say(endpointAccess()), say(endpointPrivate())}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
