package render

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// themes reads the colours of each of the style's themes by name. What a theme
// leaves out is as in the first.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	style, err := newHTMLAsset("style.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`:root \{([^}]*)\}`).FindAllStringSubmatch(style.text, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d themes, want those for light, dark and paper", len(blocks))
	}
	all := map[string]map[string]string{}
	for i, name := range []string{"light", "dark", "paper"} {
		all[name] = map[string]string{}
		for _, block := range []string{blocks[0][1], blocks[i][1]} {
			for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]+)`).FindAllStringSubmatch(block, -1) {
				all[name][m[1]] = m[2]
			}
		}
	}
	return all
}

// luminance is WCAG 2.2's relative luminance of a colour written as #rgb or #rrggbb.
func luminance(t *testing.T, color string) float64 {
	t.Helper()
	digits := strings.TrimPrefix(color, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+.055)/1.055, 2.4)
		}
	}
	return sum
}

// Words are legible on what is behind them, and signs stand out: WCAG 2.2, AA.
func TestHTMLContrast(t *testing.T) {
	const words, signs = 4.5, 3
	states := []string{"fail", "unknown", "manual", "pass", "na"}
	for name, colors := range themes(t) {
		check := func(front, back string, want float64) {
			t.Helper()
			a, b := luminance(t, colors[front]), luminance(t, colors[back])
			if got := (max(a, b) + .05) / (min(a, b) + .05); got < want {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", name, front, back, got, want)
			}
		}
		for _, back := range []string{"surface", "ground", "sunken"} {
			check("ink", back, words)
			check("muted", back, words)
		}
		check("accent", "surface", words)
		check("accent", "ground", words)
		check("focus", "surface", signs)
		check("focus", "ground", signs)
		for _, s := range states {
			check(s, "surface", words)
			if name != "paper" {
				check(s, s+"-tint", signs)
				check("muted", s+"-tint", words)
				check("ink", s+"-tint", words)
			}
		}
	}
}
