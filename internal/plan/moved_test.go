package plan_test

import (
	"strings"
	"testing"
)

func TestPreviousAddress(t *testing.T) {
	moved := func(previous string) string {
		return planOf(strings.Replace(entry(`["no-op"]`, `{"name":"c"}`), `"mode"`, `"previous_address":`+previous+`,"mode"`, 1))
	}
	for previous, want := range map[string]string{
		`"module.eks[\"a\"].aws_eks_cluster.this[0]"`: `module.eks["a"].aws_eks_cluster.this[0]`,
		`null`:         "",
		`""`:           "",
		`"no address"`: "",
	} {
		if got := mustLoad(t, moved(previous)).Graph.Resources("aws_eks_cluster")[0].Previous; got != want {
			t.Errorf("%s: %q, want %q", previous, got, want)
		}
	}
}
