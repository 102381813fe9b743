package control_test

import (
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestAnswerOr(t *testing.T) {
	no, maybe := control.Answer{}, control.Answer{Truth: logic.Maybe}
	assumed, proven := control.Answer{Truth: logic.Yes, Assumes: []string{"a"}}, control.Answer{Truth: logic.Yes}
	same := func(a, b control.Answer) bool { return a.Truth == b.Truth && len(a.Assumes) == len(b.Assumes) }
	rising := []control.Answer{no, maybe, assumed, proven}
	for i, a := range rising {
		for j, b := range rising {
			if got, want := a.Or(b), rising[max(i, j)]; !same(got, want) {
				t.Errorf("%v or %v: got %v, want %v", a, b, got, want)
			}
		}
	}
	if got := assumed.AtMost(logic.Maybe); got.Truth != logic.Maybe || len(got.Assumes) != 1 {
		t.Errorf("at most maybe: got %v", got)
	}
}
