package eks

import (
	"fmt"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// TestOnEachClusterIsLinear has thousands of provider configurations, of which half
// name a cluster, with an object each.
func TestOnEachClusterIsLinear(t *testing.T) {
	const many = 4000
	var all []*graph.Resource
	var objects kube.Set
	for i := range many {
		args := graphtest.Args{"config_context": cty.StringVal(fmt.Sprintf("context-%d", i))}
		if i%2 == 0 {
			args["config_context"] = cty.StringVal(fmt.Sprintf("arn:aws:eks:eu-west-1:111122223333:cluster/c%d", i))
		}
		p := graphtest.TracedProvider("kubernetes", args, nil)
		p.Provider, p.Address.Name = fmt.Sprintf("kubernetes.%d", i), fmt.Sprintf("kubernetes.%d", i)
		r := graphtest.Resource(t, fmt.Sprintf("kubernetes_ingress_v1.i%d", i), nil)
		r.Provider = p.Provider
		all, objects.Resources = append(all, p, r), append(objects.Resources, r)
	}
	evaluated := 0
	OnEachCluster(graph.New(all), objects, func(on kube.Set) []control.Verdict {
		evaluated += on.Len()
		return nil
	})
	if most := 2*many + mostDoubtful; evaluated < 2*many || evaluated > most {
		t.Errorf("%d objects were evaluated of %d, want each twice at least, and no more than %d", evaluated, many, most)
	}
}
