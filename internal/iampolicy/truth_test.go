package iampolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTruth(t *testing.T) {
	for _, tt := range []struct{ a, b, and, or Truth }{
		{No, No, No, No},
		{No, Maybe, No, Maybe},
		{No, Yes, No, Yes},
		{Maybe, Maybe, Maybe, Maybe},
		{Maybe, Yes, Maybe, Yes},
		{Yes, Yes, Yes, Yes},
	} {
		if tt.a.And(tt.b) != tt.and || tt.b.And(tt.a) != tt.and {
			t.Errorf("%s and %s: want %s", tt.a, tt.b, tt.and)
		}
		if tt.a.Or(tt.b) != tt.or || tt.b.Or(tt.a) != tt.or {
			t.Errorf("%s or %s: want %s", tt.a, tt.b, tt.or)
		}
	}
	for a, want := range map[Truth]Truth{No: Yes, Maybe: Maybe, Yes: No} {
		if got := a.Not(); got != want {
			t.Errorf("not %s = %s, want %s", a, got, want)
		}
	}
}

// TestWords pins the words that messages are made of.
func TestWords(t *testing.T) {
	var got []string
	for v := No; v <= Yes; v++ {
		got = append(got, v.String())
	}
	for v := ECRReadOnly; v <= ECRWrite; v++ {
		got = append(got, v.String())
	}
	for k := SubjectMissing; k <= SubjectDead; k++ {
		got = append(got, k.String())
	}
	got = append(got, ServiceAccount{"shop", "cart"}.String())
	want := []string{
		"no", "maybe", "yes",
		"read-only", "pull-through", "undecided", "write",
		"missing", "optional", "wildcard", "unknown", "default", "prefix", "dedicated", "dead",
		"shop/cart",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}
