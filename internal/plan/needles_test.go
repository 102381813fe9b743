package plan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Needles are found wherever they are, as by looking for each of them.
func TestNeedles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func(most int) string {
		var b strings.Builder
		for range random.IntN(most) {
			b.WriteByte("ab"[random.IntN(2)])
		}
		return b.String()
	}
	for round := range 300 {
		var n needles
		var all []string
		for range random.IntN(40) {
			text := word(14)
			n.add(text)
			if len(text) >= shortest {
				all = append(all, text)
			}
		}
		for range 50 {
			text := word(60)
			want := false
			for _, needle := range all {
				want = want || strings.Contains(text, needle)
			}
			if got := n.in(text); got != want {
				t.Fatalf("round %d: %q in %q: %t, want %t", round, all, text, got, want)
			}
		}
	}
	var long needles
	long.add(strings.Repeat("x", longest) + "y")
	if !long.in(strings.Repeat("x", longest)) || long.in(strings.Repeat("x", longest-1)) {
		t.Errorf("the first %d bytes of a text are looked for", longest)
	}
}

// Many texts with one beginning are as cheap to look for as one.
func BenchmarkNeedles(b *testing.B) {
	var n needles
	for i := range 100_000 {
		n.add(fmt.Sprintf("arn:aws:iam::111122223333:role/%06d-hidden", i))
	}
	text := strings.Repeat("arn:aws:iam::111122223333:role/plain ", 1000)
	for b.Loop() {
		if n.in(text) {
			b.Fatal("found what is not there")
		}
	}
}
