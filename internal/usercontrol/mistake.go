package usercontrol

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
)

// mistake is something wrong with one text of a rule.
type mistake struct {
	text benchmark.Text
	word string    // what the text is: "condition"
	at   hcl.Range // in the text; the zero range is about all of it
	what string
}

// Error says where the mistake is, and shows the line with a mark below it.
func (m mistake) Error() string {
	line := m.text.Line
	if m.text.Lines {
		line += max(m.at.Start.Line, 1) - 1
	}
	head := fmt.Sprintf("%s:%d: %s: %s", m.text.File, line, m.word, m.what)
	if m.at.Start.Line == 0 {
		return head
	}
	lines := strings.Split(m.text.Value, "\n")
	if m.at.Start.Line > len(lines) {
		return head
	}
	shown := []rune(strings.ReplaceAll(lines[m.at.Start.Line-1], "\t", " "))
	from := min(max(m.at.Start.Column-1, 0), len(shown))
	to := len(shown)
	if m.at.End.Line == m.at.Start.Line {
		to = min(m.at.End.Column-1, len(shown))
	}
	const before, most = 60, 120 // a long line is shown from near its mistake
	if cut := from - before; cut > 0 && len(shown) > most {
		shown, from, to = shown[cut:], before, to-cut
	}
	if len(shown) > most {
		shown, to = shown[:most], min(to, most)
	}
	mark := strings.Repeat(" ", from) + strings.Repeat("^", max(to-from, 1))
	return head + "\n    " + string(shown) + "\n    " + mark
}

// meant is the hint at an operator of another language, at which HCL ends an expression
// or begins it anew.
func meant(text string, at hcl.Range) string {
	rest := text[min(max(at.Start.Byte, 0), len(text)):]
	before := strings.TrimRight(text[:len(text)-len(rest)], " \t")
	words := strings.Fields(strings.TrimRight(before, "=") + " ")
	switch {
	case strings.HasSuffix(before, "==") && strings.HasPrefix(rest, "="):
		return "; equality is written =="
	case strings.HasPrefix(rest, "="):
		return "; did you mean ==?"
	case strings.HasPrefix(rest, "and"):
		return "; did you mean &&?"
	case strings.HasPrefix(rest, "or"):
		return "; did you mean ||?"
	case strings.HasPrefix(rest, "in "), strings.HasPrefix(rest, "not in "):
		return "; did you mean contains(list, element)?"
	case len(words) > 0 && words[len(words)-1] == "not":
		return "; did you mean !?"
	case strings.HasPrefix(rest, "~"):
		return "; did you mean can(regex(pattern, text))?"
	}
	return ""
}

// suggestion names the known word that is nearest to a misspelt one, where one is
// near enough.
func suggestion(word string, known []string) string {
	best, nearest := "", 1+max(2, len(word)/4)
	for _, k := range known {
		d := levenshtein.Distance(word, k, nil)
		if len(k) > 3 && strings.HasPrefix(word, k) || len(word) > 3 && strings.HasPrefix(k, word) {
			d = min(d, nearest-1) // half a name, or a name and a half
		}
		if d < nearest {
			best, nearest = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}
