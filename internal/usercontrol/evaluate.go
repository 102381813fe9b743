package usercontrol

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// problem is why an expression has no value.
type problem struct {
	text   string
	detail string // may quote values
	at     hcl.Range
}

// value evaluates an expression. HCL and the functions are others' code, and what
// they are given is anybody's: a panic of theirs is one more way to have no value.
func value(e hclsyntax.Expression, ctx *hcl.EvalContext) (v cty.Value, p *problem) {
	defer func() {
		if defect := recover(); defect != nil {
			v, p = cty.DynamicVal, &problem{text: "its parts do not go together", at: e.Range()}
		}
	}()
	v, diags := e.Value(ctx)
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		p := &problem{text: lower(d.Summary), detail: oneLine(d.Detail), at: e.Range()}
		if d.Subject != nil {
			p.at = *d.Subject
		}
		return cty.DynamicVal, p
	}
	return v, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// lower begins a text in lower case, as messages do, unless it begins with a name.
func lower(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// answer is what a condition comes to.
type answer int

const (
	yes answer = iota
	no
	open
)

// outcome is an answer and what it rests on.
type outcome struct {
	answer answer
	of     hclsyntax.Expression // the part of the condition that decided it
	traces []*trace             // what an open answer hangs on
	broken string               // why there is no answer at all
	secret bool                 // the answer would tell something of a sensitive value
	facts  []graph.Value        // of other resources, on which the answer rests
}

// truth evaluates a condition part by part. One part that is known to be false
// decides it; what is wrong with another, which it may be meant to guard, is then
// of no interest.
func (r *run) truth(e *expression) outcome {
	all := outcome{answer: yes, of: e.root}
	for _, part := range conjuncts(e.root) {
		switch found := r.part(e, part); {
		case found.answer == no:
			return found
		case found.answer == open && all.answer == yes:
			all = found
		case all.answer == yes:
			all.facts = append(all.facts, found.facts...)
		}
	}
	return all
}

func (r *run) part(e *expression, part hclsyntax.Expression) outcome {
	broken := func(why string) outcome {
		return outcome{answer: open, of: part, broken: e.word + " at " + r.where(e, part.Range()) + " has no answer: " + why}
	}
	v, p := value(part, r.context)
	if secret(v) || r.mayTell(e, part, p) {
		return outcome{answer: open, of: part, secret: true}
	}
	if p != nil {
		if p.detail != "" {
			p.text += ": " + strings.TrimSuffix(p.detail, ".")
		}
		return broken(p.text)
	}
	v, marks := v.UnmarkDeep()
	kind := v.Type().FriendlyName()
	v, err := convert.Convert(v, cty.Bool)
	switch {
	case err != nil:
		return broken("it is " + article(kind) + " and not true or false")
	case !v.IsKnown():
		return outcome{answer: open, of: part, traces: traces(marks)}
	case v.IsNull():
		return broken("it is null, as an argument that is not set is; compare it with null, or give a value for that case with coalesce")
	case v.True():
		return outcome{answer: yes, of: part, facts: r.facts(marks)}
	}
	return outcome{answer: no, of: part, facts: r.facts(marks)}
}

// where is a place in a rule's text as a message gives it.
func (r *run) where(e *expression, at hcl.Range) string {
	line := e.text.Line
	if e.text.Lines {
		line += at.Start.Line - 1
	}
	return fmt.Sprintf("%s:%d", path.Base(filepath.ToSlash(e.text.File)), line)
}

// traces are those marks that tell why something is not known, in a fixed order.
func traces(marks cty.ValueMarks) []*trace {
	var found []*trace
	for mark := range marks {
		if t, ok := mark.(*trace); ok && (t.doubt != "" || !t.whole && t.value.Unknown()) {
			found = append(found, t)
		}
	}
	return sorted(found)
}

// facts are the values of other resources that took part in an answer.
func (r *run) facts(marks cty.ValueMarks) []graph.Value {
	var found []*trace
	for mark := range marks {
		if t, ok := mark.(*trace); ok && t.leaf && t.value.Resource() != r.subject {
			found = append(found, t)
		}
	}
	var facts []graph.Value
	for _, t := range sorted(found) {
		facts = append(facts, t.value)
	}
	return facts
}

// run is a condition on one subject, with one choice of what open links point at.
type run struct {
	rule    *rule
	reach   *reach
	meter   *meter
	subject *graph.Resource
	context *hcl.EvalContext
	reads   map[string]graph.Value // by the variable that stands for each
	secret  bool                   // something of a linked resource is sensitive
	choices choices

	notes   []*trace
	because []graph.Value // arguments of other resources that point here
	assumes []string      // what was taken for granted in following links
}

// prepare reads what the rule reads of the subject.
func (r *run) prepare(functions *hcl.EvalContext) {
	r.reads = map[string]graph.Value{}
	r.context = functions.NewChild()
	r.context.Variables = map[string]cty.Value{}
	var guarded []string
	for _, e := range r.rule.expressions() {
		for _, read := range e.reads {
			v, given := follow(r.subject, read.path)
			if name, ok := firstName(read.path); ok && read.guarded {
				guarded = append(guarded, name)
				continue
			}
			r.reads[read.variable] = v
			r.context.Variables[read.variable] = given
		}
	}
	r.context.Variables["self"] = object(r.subject, guarded)
}
