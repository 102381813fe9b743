package schema

import (
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// What the first call costs: the table, and then one type.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		types := readTable(embedded)
		types.types[key(graph.Managed, "aws_eks_cluster")]()
	}
}
