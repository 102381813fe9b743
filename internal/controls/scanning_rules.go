package controls

import (
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// scanningRules is what the rules of a registry scanning configuration say of
// one repository.
type scanningRules struct {
	any        bool // there is a rule
	onPush     filterMatch
	continuous filterMatch
}

// filterMatch says whether a repository filter matches.
type filterMatch struct {
	truth
	because graph.Value // the filter that matches; where it is not known, what is unknown
}

func (m filterMatch) or(o filterMatch) filterMatch {
	if o.truth > m.truth {
		return o
	}
	return m
}

func scanningRulesFor(registry *graph.Resource, name graph.Value) scanningRules {
	var rules scanningRules
	for _, rule := range registry.Blocks("rule") {
		rules.any = true
		frequency := rule.Attr("scan_frequency")
		var match filterMatch
		for _, f := range rule.Blocks("repository_filter") {
			match = match.or(matchFilter(f.Attr("filter"), name))
		}
		switch {
		case frequency.Is("SCAN_ON_PUSH"):
			rules.onPush = rules.onPush.or(match)
		case frequency.Is("CONTINUOUS_SCAN"):
			rules.continuous = rules.continuous.or(match)
		case frequency.Unknown() && match.truth != no:
			rules.onPush = rules.onPush.or(filterMatch{maybe, frequency}) // or continuous: in doubt alike
		}
	}
	return rules
}

// matchFilter applies a WILDCARD filter to a repository's name. Without `*` it
// matches any name that contains it, with `*` the whole name must match: ECR
// user guide, "Filters to choose which repositories are scanned".
func matchFilter(filter, name graph.Value) filterMatch {
	pattern, ok := filter.Text()
	switch {
	case filter.Unknown():
		return filterMatch{maybe, filter}
	case !ok:
		return filterMatch{}
	case strings.Trim(pattern, "*") == "":
		return filterMatch{yes, filter}
	}
	text, ok := name.Text()
	if !ok {
		return filterMatch{maybe, name}
	}
	if !strings.Contains(pattern, "*") {
		return filterMatch{truthOf(strings.Contains(text, pattern)), filter}
	}
	return filterMatch{truthOf(matchStars(pattern, text)), filter}
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
