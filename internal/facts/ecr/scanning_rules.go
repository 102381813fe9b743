package ecr

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

// ScanningRules is what the rules of a registry scanning configuration say of
// one repository.
type ScanningRules struct {
	Any        bool           // there is a rule
	OnPush     control.Answer // a filter of a rule for it matches; by the filter, or by what is not known
	Continuous control.Answer
}

// scanningRule is a rule of a registry scanning configuration, as it is read once
// for all repositories.
type scanningRule struct {
	frequency graph.Value
	filters   []graph.Value
}

// scanningRulesOf reads the rules of a registry.
func scanningRulesOf(registry *graph.Resource) []scanningRule {
	type key struct{}
	return graph.Once(&registry.Facts, key{}, func() []scanningRule {
		var rules []scanningRule
		for _, block := range registry.Blocks("rule") {
			rule := scanningRule{frequency: block.Attr("scan_frequency")}
			for _, f := range block.Blocks("repository_filter") {
				rule.filters = append(rule.filters, f.Attr("filter"))
			}
			rules = append(rules, rule)
		}
		return rules
	})
}

// ScanningRulesFor says what the rules say of a repository of a name: the same for
// all repositories whose names are the same, or are not known.
func ScanningRulesFor(registry *graph.Resource, name graph.Value) ScanningRules {
	var rules ScanningRules
	for _, rule := range scanningRulesOf(registry) {
		rules.Any = true
		var match control.Answer
		for _, filter := range rule.filters {
			if match = match.Or(matchFilter(filter, name)); match.Truth == logic.Yes {
				break
			}
		}
		switch {
		case rule.frequency.Is("SCAN_ON_PUSH"):
			rules.OnPush = rules.OnPush.Or(match)
		case rule.frequency.Is("CONTINUOUS_SCAN"):
			rules.Continuous = rules.Continuous.Or(match)
		case rule.frequency.Unknown() && match.Truth != logic.No:
			rules.OnPush = rules.OnPush.Or(control.Answer{Truth: logic.Maybe, By: rule.frequency}) // or continuous: in doubt alike
		}
	}
	return rules
}

// matchFilter applies a WILDCARD filter to a repository's name. Without `*` it
// matches any name that contains it, with `*` the whole name must match: ECR
// user guide, "Filters to choose which repositories are scanned".
func matchFilter(filter, name graph.Value) control.Answer {
	pattern, ok := filter.Text()
	switch {
	case filter.Unknown():
		return control.Answer{Truth: logic.Maybe, By: filter}
	case !ok:
		return control.Answer{}
	case strings.Trim(pattern, "*") == "":
		return control.Answer{Truth: logic.Yes, By: filter}
	}
	text, ok := name.Text()
	if !ok {
		return control.Answer{Truth: logic.Maybe, By: name}
	}
	if !strings.Contains(pattern, "*") {
		pattern = "*" + pattern + "*"
	}
	return control.Answer{Truth: logic.Of(matchStars(pattern, text)), By: filter}
}

// matchStars reports whether the whole text matches a pattern in which `*`
// stands for any characters.
func matchStars(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return pattern == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return strings.HasSuffix(text, last)
}
