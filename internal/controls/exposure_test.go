package controls

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWays(t *testing.T) {
	at := func(e exposure, assumes ...string) way { return way{exposure: e, Why: exposures[e], Assumes: assumes} }
	tests := []struct {
		name        string
		ways        []way
		all, either string
		assumes     []string
	}{
		{"one", []way{at(public, "a")}, "public", "public", []string{"a"}},
		{"alike", []way{at(private, "a"), at(private, "b"), at(private, "a")}, "private", "private", []string{"a", "b"}},
		{"private and public", []way{at(private, "a"), at(public, "b")}, "public", "undecided", []string{"a", "b"}},
		{"public and private", []way{at(public), at(private)}, "public", "undecided", nil},
		{"private and elsewhere", []way{at(private), at(elsewhere)}, "elsewhere", "undecided", nil},
		{"elsewhere and undecided", []way{at(elsewhere), at(undecided)}, "undecided", "undecided", nil},
		{"undecided and public", []way{at(undecided), at(public)}, "public", "undecided", nil},
		{"two undecided", []way{at(undecided), at(undecided)}, "undecided", "undecided", nil},
	}
	chooses := build(t, "aws_x.a", args("x", unknownText()), nil).Attr("x")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all, either := allWays(test.ways), eitherWay(chooses, test.ways)
			if diff := cmp.Diff([]string{test.all, test.either}, []string{exposures[all.exposure], exposures[either.exposure]}); diff != "" {
				t.Errorf("all and either (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([][]string{test.assumes, test.assumes}, [][]string{all.Assumes, either.Assumes}); diff != "" {
				t.Errorf("assumptions (-want +got):\n%s", diff)
			}
		})
	}
	if got := eitherWay(chooses, nil); got.exposure != undecided {
		t.Errorf("of no ways: %s, expected undecided", exposures[got.exposure])
	}
}
