package logic

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

// Messages are made of these words.
func TestWords(t *testing.T) {
	var got []string
	for v := No; v <= Yes; v++ {
		got = append(got, v.String())
	}
	if diff := cmp.Diff([]string{"no", "maybe", "yes"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if Of(true) != Yes || Of(false) != No {
		t.Error("Of gives something else than yes for true and no for false")
	}
}
