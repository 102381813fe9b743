package network

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// What a table shows of a route that the plan deletes is gone, and no other route.
func TestRoutesThatArePlannedAway(t *testing.T) {
	shown := cty.TupleVal([]cty.Value{graphtest.Object("cidr_block", "0.0.0.0/0", "gateway_id", "igw-1", "ipv6_cidr_block", "")})
	for _, test := range []struct {
		name   string
		former []any
		want   Exposure
	}{
		{"that route", []any{"route_table_id", "rtb-1", "gateway_id", "igw-1", "destination_cidr_block", "0.0.0.0/0"}, private},
		{"to another destination", []any{"route_table_id", "rtb-1", "gateway_id", "igw-1", "destination_cidr_block", "10.0.0.0/8"}, Public},
		{"of another table", []any{"route_table_id", "rtb-2", "gateway_id", "igw-1", "destination_cidr_block", "0.0.0.0/0"}, Public},
		{"through another gateway", []any{"route_table_id", "rtb-1", "gateway_id", "igw-2", "destination_cidr_block", "0.0.0.0/0"}, Public},
	} {
		t.Run(test.name, func(t *testing.T) {
			table := graphtest.Build(t, "data.aws_route_table.t", graphtest.Pairs("id", "rtb-1", "routes", shown), nil)
			g := graph.New([]*graph.Resource{table})
			g.SetFormer([]*graph.Resource{graphtest.Build(t, "aws_route.r", graphtest.Pairs(test.former...), nil)})
			if got := newRouting(g).table(table).Exposure; got != test.want {
				t.Errorf("exposure %v, want %v", got, test.want)
			}
		})
	}
}
