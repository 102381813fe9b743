package network

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestWays(t *testing.T) {
	at := func(e Exposure, assumes ...string) Way { return Way{Exposure: e, Why: exposures[e], Assumes: assumes} }
	tests := []struct {
		name        string
		ways        []Way
		all, either string
		assumes     []string
	}{
		{"one", []Way{at(Public, "a")}, "public", "public", []string{"a"}},
		{"alike", []Way{at(private, "a"), at(private, "b"), at(private, "a")}, "private", "private", []string{"a", "b"}},
		{"private and public", []Way{at(private, "a"), at(Public, "b")}, "public", "undecided", []string{"a", "b"}},
		{"public and private", []Way{at(Public), at(private)}, "public", "undecided", nil},
		{"private and elsewhere", []Way{at(private), at(Elsewhere)}, "elsewhere", "undecided", nil},
		{"elsewhere and undecided", []Way{at(Elsewhere), at(Undecided)}, "undecided", "undecided", nil},
		{"undecided and public", []Way{at(Undecided), at(Public)}, "public", "undecided", nil},
		{"two undecided", []Way{at(Undecided), at(Undecided)}, "undecided", "undecided", nil},
	}
	chooses := graphtest.Build(t, "aws_x.a", graphtest.Pairs("x", graphtest.UnknownText()), nil).Attr("x")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all, either := AllWays(test.ways), EitherWay(chooses, test.ways)
			if diff := cmp.Diff([]string{test.all, test.either}, []string{exposures[all.Exposure], exposures[either.Exposure]}); diff != "" {
				t.Errorf("all and either (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([][]string{test.assumes, test.assumes}, [][]string{all.Assumes, either.Assumes}); diff != "" {
				t.Errorf("assumptions (-want +got):\n%s", diff)
			}
		})
	}
	if got := EitherWay(chooses, nil); got.Exposure != Undecided {
		t.Errorf("of no ways: %s, expected undecided", exposures[got.Exposure])
	}
}
