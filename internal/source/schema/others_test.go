package schema_test

import (
	"slices"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

func TestFindResource(t *testing.T) {
	types := schema.ResourceTypes()
	if len(types) < 1000 || !slices.IsSorted(types) || len(slices.Compact(slices.Clone(types))) != len(types) {
		t.Errorf("%d types, sorted %v", len(types), slices.IsSorted(types))
	}
	for _, typ := range types { // which decodes each
		if b, ok := schema.FindResource(typ); !ok || len(b.Attributes) == 0 {
			t.Errorf("%s has no schema", typ)
		}
	}
	group, _ := schema.FindResource("aws_cloudwatch_log_group")
	if !group.Attributes["name"].Computed || group.Attributes["kms_key_id"].Computed || !group.Attributes["kms_key_id"].Optional {
		t.Errorf("aws_cloudwatch_log_group is %v", group.Attributes)
	}
	if _, ok := schema.Find(graph.Managed, "aws_cloudwatch_log_group"); ok {
		t.Error("source is evaluated with a schema that no control reads")
	}
	if _, ok := schema.FindResource("aws_cloudwatch_log_groop"); ok {
		t.Error("a type that no provider has is found")
	}
}
