package assess

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// What the selected controls leave out is still a type that some control checks.
func TestUnchecked(t *testing.T) {
	b, err := benchmark.Open(benchmark.Default)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(b, controls.Table(), setting.Settings{}, Selection{Only: []string{"5.4.2"}})
	if err != nil {
		t.Fatal(err)
	}
	got := a.Unchecked([]string{"aws_s3_bucket", "aws_eks_of_tomorrow", "aws_ecr_repository", "aws_ecr_lifecycle_policy", "aws_eks_cluster", "aws_eks_of_tomorrow"})
	if diff := cmp.Diff([]string{"aws_ecr_lifecycle_policy", "aws_eks_of_tomorrow"}, got); diff != "" {
		t.Errorf("unchecked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"aws_eks_of_tomorrow"}, Unfamiliar(got)); diff != "" {
		t.Errorf("unfamiliar (-want +got):\n%s", diff)
	}
}
