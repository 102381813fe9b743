package controls

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestMatchFilter(t *testing.T) {
	unknown := cty.UnknownVal(cty.String)
	tests := []struct {
		filter, name cty.Value
		want         truth
	}{
		{cty.StringVal("app"), cty.StringVal("prod/app-server"), yes}, // without a star: contains
		{cty.StringVal("app"), cty.StringVal("prod/tools"), no},
		{cty.StringVal("app*"), cty.StringVal("app-server"), yes}, // with one: the whole name
		{cty.StringVal("app*"), cty.StringVal("prod/app-server"), no},
		{cty.StringVal("*app"), cty.StringVal("prod/app"), yes},
		{cty.StringVal("*app"), cty.StringVal("prod/app-server"), no},
		{cty.StringVal("a*c*e"), cty.StringVal("abcde"), yes},
		{cty.StringVal("a*c*e"), cty.StringVal("abde"), no},
		{cty.StringVal("a*c*"), cty.StringVal("ab"), no},
		{cty.StringVal("ab*ba"), cty.StringVal("aba"), no}, // the parts may not overlap
		{cty.StringVal("a*b*b"), cty.StringVal("ab"), no},
		{cty.StringVal("*"), unknown, yes},
		{cty.StringVal("**"), unknown, yes},
		{cty.StringVal("prod/*"), unknown, maybe},
		{unknown, cty.StringVal("app"), maybe},
		{cty.NullVal(cty.String), cty.StringVal("app"), no},
	}
	for _, test := range tests {
		r := graphtest.Resource(t, "aws_ecr_repository.this", graphtest.Args{"filter": test.filter, "name": test.name})
		if got := matchFilter(r.Attr("filter"), r.Attr("name")); got.truth != test.want {
			t.Errorf("matchFilter(%#v, %#v) = %v, want %v", test.filter, test.name, got.truth, test.want)
		}
	}
}
