package network

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
		want  Width
	}{
		{"one network", graphtest.Texts("203.0.113.0/24"), setting.Prefix{}, Width{}},
		{"one address", graphtest.Texts("203.0.113.7/32", "2001:db8::1/128"), setting.Prefix{}, Width{}},
		{"everyone", graphtest.Texts("0.0.0.0/0"), setting.Prefix{}, Width{Proof: "public endpoint is open to 0.0.0.0/0"}},
		{"everyone in IPv6", graphtest.Texts("203.0.113.0/24", "::/0"), setting.Prefix{}, Width{Proof: "public endpoint is open to ::/0"}},
		{"everyone beside an unknown", cty.TupleVal([]cty.Value{unknown, text("0.0.0.0/0")}), setting.Prefix{}, Width{Proof: "public endpoint is open to 0.0.0.0/0", Undecided: false}},
		{"a network beside an unknown", cty.TupleVal([]cty.Value{unknown, text("203.0.113.0/24")}), setting.Prefix{}, Width{Undecided: true}},
		{"nothing known", cty.DynamicVal, setting.Prefix{}, Width{Undecided: true}},
		{"at the limit", graphtest.Texts("52.0.0.0/8", "2001:db8::/32"), setting.Prefix{}, Width{}},
		{"over the limit", graphtest.Texts("52.0.0.0/7"), setting.Prefix{}, Width{Proof: "public endpoint is open to 52.0.0.0/7" + wide + "8"}},
		{"over the limit in IPv6", graphtest.Texts("2001:d00::/31"), setting.Prefix{}, Width{Proof: "public endpoint is open to 2001:d00::/31" + wide + "32"}},
		{"the first of two", graphtest.Texts("52.0.0.0/7", "54.0.0.0/7"), setting.Prefix{}, Width{Proof: "public endpoint is open to 52.0.0.0/7" + wide + "8"}},
		{"a limit of one's own", graphtest.Texts("52.0.0.0/8"), setting.Prefix{IPv4: 16}, Width{Proof: "public endpoint is open to 52.0.0.0/8" + wide + "16"}},
		{"a limit for IPv6 alone", graphtest.Texts("52.0.0.0/8", "2001:db8::/32"), setting.Prefix{IPv6: 48}, Width{Proof: "public endpoint is open to 2001:db8::/32" + wide + "48"}},
		{"a wide one before everyone", graphtest.Texts("52.0.0.0/7", "0.0.0.0/0"), setting.Prefix{}, Width{Proof: "public endpoint is open to 0.0.0.0/0"}},
		{"two halves", graphtest.Texts("128.0.0.0/1", "0.0.0.0/1"), setting.Prefix{IPv4: 1}, Width{Proof: "public endpoint is open to all of 0.0.0.0/0: its networks leave no address out"}},
		{"two halves of IPv6", graphtest.Texts("8000::/1", "::/1"), setting.Prefix{IPv6: 1}, Width{Proof: "public endpoint is open to all of ::/0: its networks leave no address out"}},
		{"halves of two families", graphtest.Texts("::/1", "128.0.0.0/1"), setting.Prefix{IPv4: 1, IPv6: 1}, Width{}},
		{"a gap at the start", graphtest.Texts("128.0.0.0/1", "64.0.0.0/2"), setting.Prefix{IPv4: 1}, Width{}},
		{"a gap in the middle", graphtest.Texts("0.0.0.0/2", "128.0.0.0/1"), setting.Prefix{IPv4: 1}, Width{}},
		{"a gap at the end", graphtest.Texts("0.0.0.0/1", "128.0.0.0/2"), setting.Prefix{IPv4: 1}, Width{}},
		{"a network in another", graphtest.Texts("0.0.0.0/1", "10.0.0.0/8", "128.0.0.0/1"), setting.Prefix{IPv4: 1}, Width{Proof: "public endpoint is open to all of 0.0.0.0/0: its networks leave no address out"}},
		{"IPv4 in IPv6", graphtest.Texts("::ffff:0.0.0.0/96"), setting.Prefix{}, Width{Proof: "public endpoint is open to ::ffff:0.0.0.0/96"}},
		{"a network of IPv4 in IPv6", graphtest.Texts("::ffff:203.0.113.0/120"), setting.Prefix{}, Width{}},
		{"a pair of addresses in IPv6", graphtest.Texts("2001:db8::/127"), setting.Prefix{}, Width{}},
		{"no CIDR", graphtest.Texts("203.0.113.0/24", "office"), setting.Prefix{}, Width{Proof: "public endpoint is limited by office" + ill}},
		{"no prefix", graphtest.Texts("203.0.113.7"), setting.Prefix{}, Width{Proof: "public endpoint is limited by 203.0.113.7" + ill}},
		{"an address in its network", graphtest.Texts("10.1.2.3/8"), setting.Prefix{}, Width{Proof: "public endpoint is limited by 10.1.2.3/8" + ill}},
		{"a null", cty.TupleVal([]cty.Value{cty.NullVal(cty.String)}), setting.Prefix{}, Width{Proof: "public endpoint is limited by (left out)" + ill}},
		{"an object", cty.EmptyObjectVal, setting.Prefix{}, Width{Proof: "public endpoint is limited by […]" + ill}},
		{"a secret", cty.TupleVal([]cty.Value{text("0.0.0.0/0").Mark(graph.SensitiveMark)}), setting.Prefix{}, Width{Proof: "public endpoint is open to (sensitive)"}},
		{"a wide secret", cty.TupleVal([]cty.Value{text("52.0.0.0/7").Mark(graph.SensitiveMark)}), setting.Prefix{}, Width{Proof: "public endpoint is open to (sensitive)" + wide + "8"}},
		{"an ill-formed secret", cty.TupleVal([]cty.Value{text("office").Mark(graph.SensitiveMark)}), setting.Prefix{}, Width{Proof: "public endpoint is limited by (sensitive)" + ill}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := graphtest.Resource(t, "aws_eks_cluster.this", graphtest.Args{"cidrs": test.cidrs})
			got := Reach(r.Attr("cidrs"), test.limit)
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(Width{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
