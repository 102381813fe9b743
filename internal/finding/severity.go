package finding

import (
	"fmt"
	"strings"
)

// Severity says how much a failure of a control matters.
type Severity string

// Severities, from the least to the most severe.
const (
	Low      Severity = "low"
	Medium   Severity = "medium"
	High     Severity = "high"
	Critical Severity = "critical"
)

// Severities lists every severity, least first.
func Severities() []Severity {
	return []Severity{Low, Medium, High, Critical}
}

// ParseSeverity reads the word for a severity. The error lists the words it knows.
func ParseSeverity(word string) (Severity, error) {
	var words []string
	for _, s := range Severities() {
		if string(s) == word {
			return s, nil
		}
		words = append(words, string(s))
	}
	return "", fmt.Errorf("unknown severity %q: expected one of %s", word, strings.Join(words, ", "))
}

// AtLeast reports whether s is as severe as floor or more. An empty floor is
// below every severity.
func (s Severity) AtLeast(floor Severity) bool {
	return s.rank() >= floor.rank()
}

func (s Severity) rank() int {
	for i, known := range Severities() {
		if s == known {
			return i + 1
		}
	}
	return 0
}
