package ecr

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestMatchFilter(t *testing.T) {
	unknown := cty.UnknownVal(cty.String)
	tests := []struct {
		filter, name cty.Value
		want         logic.Truth
	}{
		{cty.StringVal("app"), cty.StringVal("prod/app-server"), logic.Yes}, // without a star: contains
		{cty.StringVal("app"), cty.StringVal("prod/tools"), logic.No},
		{cty.StringVal("app*"), cty.StringVal("app-server"), logic.Yes}, // with one: the whole name
		{cty.StringVal("app*"), cty.StringVal("prod/app-server"), logic.No},
		{cty.StringVal("*app"), cty.StringVal("prod/app"), logic.Yes},
		{cty.StringVal("*app"), cty.StringVal("prod/app-server"), logic.No},
		{cty.StringVal("a*c*e"), cty.StringVal("abcde"), logic.Yes},
		{cty.StringVal("a*c*e"), cty.StringVal("abde"), logic.No},
		{cty.StringVal("a*c*"), cty.StringVal("ab"), logic.No},
		{cty.StringVal("ab*ba"), cty.StringVal("aba"), logic.No}, // the parts may not overlap
		{cty.StringVal("a*b*b"), cty.StringVal("ab"), logic.No},
		{cty.StringVal("*"), unknown, logic.Yes},
		{cty.StringVal("**"), unknown, logic.Yes},
		{cty.StringVal("prod/*"), unknown, logic.Maybe},
		{unknown, cty.StringVal("app"), logic.Maybe},
		{cty.NullVal(cty.String), cty.StringVal("app"), logic.No},
	}
	for _, test := range tests {
		r := graphtest.Resource(t, "aws_ecr_repository.this", graphtest.Args{"filter": test.filter, "name": test.name})
		if got := matchFilter(r.Attr("filter"), r.Attr("name")); got.Truth != test.want {
			t.Errorf("matchFilter(%#v, %#v) = %v, want %v", test.filter, test.name, got.Truth, test.want)
		}
	}
}

// The rules of a registry are read once for an input.
func TestScanningRulesAreReadOnce(t *testing.T) {
	filters := cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{
		"scan_frequency":    cty.StringVal("SCAN_ON_PUSH"),
		"repository_filter": cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"filter": cty.StringVal("prod-*")})}),
	})})
	registry := graphtest.Build(t, "aws_ecr_registry_scanning_configuration.this", graphtest.Pairs("rule", filters), nil)
	if a, b := scanningRulesOf(registry), scanningRulesOf(registry); len(a) != 1 || &a[0] != &b[0] {
		t.Error("the rules of a registry are read twice")
	}
}
