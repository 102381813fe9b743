package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

func TestReach(t *testing.T) {
	unknown := cty.UnknownVal(cty.String)
	text := cty.StringVal
	const wide, ill = ", which is wider than /", ", which is no CIDR of a network"
	tests := []struct {
		name  string
		cidrs cty.Value
		limit setting.Prefix
		want  width
	}{
		{"one network", texts("203.0.113.0/24"), setting.Prefix{}, width{}},
		{"one address", texts("203.0.113.7/32", "2001:db8::1/128"), setting.Prefix{}, width{}},
		{"everyone", texts("0.0.0.0/0"), setting.Prefix{}, width{proof: "public endpoint is open to 0.0.0.0/0"}},
		{"everyone in IPv6", texts("203.0.113.0/24", "::/0"), setting.Prefix{}, width{proof: "public endpoint is open to ::/0"}},
		{"everyone beside an unknown", cty.TupleVal([]cty.Value{unknown, text("0.0.0.0/0")}), setting.Prefix{}, width{proof: "public endpoint is open to 0.0.0.0/0", undecided: false}},
		{"a network beside an unknown", cty.TupleVal([]cty.Value{unknown, text("203.0.113.0/24")}), setting.Prefix{}, width{undecided: true}},
		{"nothing known", cty.DynamicVal, setting.Prefix{}, width{undecided: true}},
		{"at the limit", texts("52.0.0.0/8", "2001:db8::/32"), setting.Prefix{}, width{}},
		{"over the limit", texts("52.0.0.0/7"), setting.Prefix{}, width{proof: "public endpoint is open to 52.0.0.0/7" + wide + "8"}},
		{"over the limit in IPv6", texts("2001:d00::/31"), setting.Prefix{}, width{proof: "public endpoint is open to 2001:d00::/31" + wide + "32"}},
		{"the first of two", texts("52.0.0.0/7", "54.0.0.0/7"), setting.Prefix{}, width{proof: "public endpoint is open to 52.0.0.0/7" + wide + "8"}},
		{"a limit of one's own", texts("52.0.0.0/8"), setting.Prefix{IPv4: 16}, width{proof: "public endpoint is open to 52.0.0.0/8" + wide + "16"}},
		{"a limit for IPv6 alone", texts("52.0.0.0/8", "2001:db8::/32"), setting.Prefix{IPv6: 48}, width{proof: "public endpoint is open to 2001:db8::/32" + wide + "48"}},
		{"a wide one before everyone", texts("52.0.0.0/7", "0.0.0.0/0"), setting.Prefix{}, width{proof: "public endpoint is open to 0.0.0.0/0"}},
		{"two halves", texts("128.0.0.0/1", "0.0.0.0/1"), setting.Prefix{IPv4: 1}, width{proof: "public endpoint is open to all of 0.0.0.0/0: its networks leave no address out"}},
		{"two halves of IPv6", texts("8000::/1", "::/1"), setting.Prefix{IPv6: 1}, width{proof: "public endpoint is open to all of ::/0: its networks leave no address out"}},
		{"halves of two families", texts("::/1", "128.0.0.0/1"), setting.Prefix{IPv4: 1, IPv6: 1}, width{}},
		{"a gap at the start", texts("128.0.0.0/1", "64.0.0.0/2"), setting.Prefix{IPv4: 1}, width{}},
		{"a gap in the middle", texts("0.0.0.0/2", "128.0.0.0/1"), setting.Prefix{IPv4: 1}, width{}},
		{"a gap at the end", texts("0.0.0.0/1", "128.0.0.0/2"), setting.Prefix{IPv4: 1}, width{}},
		{"a network in another", texts("0.0.0.0/1", "10.0.0.0/8", "128.0.0.0/1"), setting.Prefix{IPv4: 1}, width{proof: "public endpoint is open to all of 0.0.0.0/0: its networks leave no address out"}},
		{"IPv4 in IPv6", texts("::ffff:0.0.0.0/96"), setting.Prefix{}, width{proof: "public endpoint is open to ::ffff:0.0.0.0/96"}},
		{"a network of IPv4 in IPv6", texts("::ffff:203.0.113.0/120"), setting.Prefix{}, width{}},
		{"a pair of addresses in IPv6", texts("2001:db8::/127"), setting.Prefix{}, width{}},
		{"no CIDR", texts("203.0.113.0/24", "office"), setting.Prefix{}, width{proof: "public endpoint is limited by office" + ill}},
		{"no prefix", texts("203.0.113.7"), setting.Prefix{}, width{proof: "public endpoint is limited by 203.0.113.7" + ill}},
		{"an address in its network", texts("10.1.2.3/8"), setting.Prefix{}, width{proof: "public endpoint is limited by 10.1.2.3/8" + ill}},
		{"a null", cty.TupleVal([]cty.Value{cty.NullVal(cty.String)}), setting.Prefix{}, width{proof: "public endpoint is limited by (left out)" + ill}},
		{"an object", cty.EmptyObjectVal, setting.Prefix{}, width{proof: "public endpoint is limited by […]" + ill}},
		{"a secret", cty.TupleVal([]cty.Value{text("0.0.0.0/0").Mark(graph.SensitiveMark)}), setting.Prefix{}, width{proof: "public endpoint is open to (sensitive)"}},
		{"a wide secret", cty.TupleVal([]cty.Value{text("52.0.0.0/7").Mark(graph.SensitiveMark)}), setting.Prefix{}, width{proof: "public endpoint is open to (sensitive)" + wide + "8"}},
		{"an ill-formed secret", cty.TupleVal([]cty.Value{text("office").Mark(graph.SensitiveMark)}), setting.Prefix{}, width{proof: "public endpoint is limited by (sensitive)" + ill}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"cidrs": test.cidrs})
			got := reach(r.Attr("cidrs"), test.limit)
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(width{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// texts is a list of strings.
func texts(all ...string) cty.Value {
	var values []cty.Value
	for _, s := range all {
		values = append(values, cty.StringVal(s))
	}
	return cty.TupleVal(values)
}
