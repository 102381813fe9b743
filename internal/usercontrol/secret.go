package usercontrol

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// A controls file may be a stranger's, as a plan may: a repository names its own
// in its settings. A verdict that depends on a sensitive value would tell it, one
// question at a time. So no such verdict is given: a person decides.

// isSecret reports whether a value may neither decide nor be printed: it is
// sensitive, or holds an address with a user and a password, which nothing marks.
func isSecret(v graph.Value) bool {
	if v.Sensitive() {
		return true
	}
	found := false
	_ = cty.Walk(v.Cty(), func(_ cty.Path, part cty.Value) (bool, error) { // the callback returns no error
		found = found || part.Type() == cty.String && part.IsKnown() && !part.IsNull() && control.HasLogin(part.AsString())
		return !found, nil
	})
	return found
}

// mayTell reports whether a part of a rule has dealt with something sensitive in a
// way that leaves no mark on its value: whether it goes wrong, with try and can
// around it or without, and what an index picks may depend on the text that it reads, and so may the work.
func (r *run) mayTell(e *expression, part hclsyntax.Expression, p *problem) bool {
	loses := slices.ContainsFunc(e.unmarked, func(at hcl.Range) bool { return covers(part.Range(), at) })
	if p == nil && !loses && !r.meter.exceeded() {
		return false
	}
	_, reads := r.secretIn(e, part)
	return reads || r.secret
}

// secretIn returns the first sensitive argument of self that a part reads.
func (r *run) secretIn(e *expression, part hclsyntax.Expression) (graph.Value, bool) {
	for _, read := range e.reads {
		if !covers(part.Range(), read.at) {
			continue
		}
		if v, _ := follow(r.subject, read.path); isSecret(v) {
			return v, true
		}
	}
	return graph.Value{}, false
}

// readsSecret reports whether any of the rule's conditions reads something sensitive.
func (r *run) readsSecret() bool {
	return r.secret || slices.ContainsFunc(r.rule.expressions(), func(e *expression) bool {
		_, reads := r.secretIn(e, e.root)
		return reads && e != r.rule.message
	})
}

// undisclosed is the verdict on what only a sensitive value decides. It has no
// evidence: which resources took part may tell something, too.
func (r *run) undisclosed(found outcome) control.Verdict {
	var decider graph.Value
	if values := r.values(found.of); len(values) > 0 {
		decider = values[0]
	}
	for _, e := range r.rule.expressions() {
		if found.of == nil || !e.contains(found.of) {
			continue
		}
		if v, ok := r.secretIn(e, found.of); ok {
			decider = v
		}
	}
	return control.Manual(decider, "the condition depends on a sensitive value: no control may decide by one, so check it by hand").On(r.subject)
}
