package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/zclconf/go-cty/cty"
)

// TestCtyOfType: a module gets the kind of collection that its caller has, also
// where it is empty or has a null in it.
func TestCtyOfType(t *testing.T) {
	texts := []attr.Value{types.StringValue("a"), types.StringNull()}
	object := map[string]attr.Type{"b": types.BoolType, "n": types.NumberType}
	for name, test := range map[string]struct {
		given attr.Value
		want  cty.Value
	}{
		"null":  {types.DynamicNull(), cty.NullVal(cty.DynamicPseudoType)},
		"text":  {types.DynamicValue(types.StringValue("a")), cty.StringVal("a")},
		"list":  {types.ListValueMust(types.StringType, texts), cty.ListVal([]cty.Value{cty.StringVal("a"), cty.NullVal(cty.String)})},
		"set":   {types.SetValueMust(types.StringType, texts[:1]), cty.SetVal([]cty.Value{cty.StringVal("a")})},
		"map":   {types.MapValueMust(types.StringType, map[string]attr.Value{"k": texts[0]}), cty.MapVal(map[string]cty.Value{"k": cty.StringVal("a")})},
		"empty": {types.SetValueMust(types.StringType, nil), cty.SetValEmpty(cty.String)},
		"tuple": {
			types.TupleValueMust([]attr.Type{types.StringType, types.BoolType}, []attr.Value{texts[0], types.BoolNull()}),
			cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.NullVal(cty.Bool)}),
		},
		"objects": {
			types.ListValueMust(types.ObjectType{AttrTypes: object}, []attr.Value{
				types.ObjectValueMust(object, map[string]attr.Value{"b": types.BoolValue(true), "n": types.NumberNull()}),
			}),
			cty.ListVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"b": cty.True, "n": cty.NullVal(cty.Number)})}),
		},
		"unknown": {
			types.ListValueMust(types.StringType, []attr.Value{types.StringUnknown()}),
			cty.ListVal([]cty.Value{cty.UnknownVal(cty.String)}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ctyOfType(t.Context(), test.given)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want.GoString(), got.GoString()); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}
