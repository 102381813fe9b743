package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWords pins the words that messages are made of.
func TestWords(t *testing.T) {
	var got []string
	for v := ECRReadOnly; v <= ECRWrite; v++ {
		got = append(got, v.String())
	}
	for k := SubjectMissing; k <= SubjectDead; k++ {
		got = append(got, k.String())
	}
	got = append(got, ServiceAccount{"shop", "cart"}.String())
	want := []string{
		"read-only", "pull-through", "undecided", "write",
		"missing", "optional", "wildcard", "unknown", "default", "prefix", "dedicated", "dead",
		"shop/cart",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}
