package node

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// TestVersionOf: nodes start from the newest version only if nothing but that is named.
func TestVersionOf(t *testing.T) {
	template := graphtest.Build(t, "aws_launch_template.t", graphtest.Pairs("latest_version", graphtest.UnknownText(), "default_version", cty.NumberIntVal(1)), nil)
	template.Action = graph.Update
	both := graphtest.RefersTo("latest_version", template)
	both.Refs = append(both.Refs, graphtest.RefersTo("default_version", template).Refs...)
	for name, test := range map[string]struct {
		origins graph.Origins
		newest  bool
	}{
		"the latest one":              {graphtest.RefersTo("latest_version", template), true},
		"the latest or the default":   {both, false},
		"the latest, or what a local": {graph.Origins{Refs: graphtest.RefersTo("latest_version", template).Refs, Unresolved: []string{"local.pin"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			group := graphtest.Sourced(t, "aws_eks_node_group.g", map[string]graph.Origins{"launch_template": test.origins},
				graphtest.Pairs("launch_template", graphtest.Block("version", graphtest.UnknownText())))
			g := graph.New([]*graph.Resource{template, group})
			got := versionOf(g, template, group.Block("launch_template").Attr("version"))
			if newest := got.template == template && len(got.assumes) == 0; newest != test.newest {
				t.Errorf("%+v, want the newest: %t", got, test.newest)
			}
		})
	}
}
