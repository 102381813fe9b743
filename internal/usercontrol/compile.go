package usercontrol

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// rule is a control that was read and found right. It is not changed by being
// evaluated.
type rule struct {
	resource  string
	when      *expression // nil: every instance is judged
	condition *expression
	message   *expression

	names []string // of arguments, wherever they occur
	newer []string // of those, what the schema does not have, and may be of a newer provider
	links []string // types of the resources that are linked
	// needs lists the arguments that are read of each type. Those of linked
	// resources are all names that occur, since what an expression picks out of
	// them is not always to be seen.
	needs map[string]map[string]bool
}

// expression is one of a rule's texts.
type expression struct {
	text  benchmark.Text
	word  string // "condition"
	root  hclsyntax.Expression
	reads []read

	// unmarked are the calls of try and can, and the indexes that are expressions:
	// hcl takes marks off their results.
	unmarked []hcl.Range
}

// read is an argument of self that an expression reads. Where it is not guarded
// by try or can, a variable of its own stands for it, so that what is left out is
// null however many blocks around it are left out too.
type read struct {
	path     hcl.Traversal // behind self
	variable string        // "self.vpc_config[0].subnet_ids"
	guarded  bool
	points   bool // it is the argument of linked: what it points at is asked, not what it is
	at       hcl.Range
}

// source is the name of an expression's text within HCL; mistakes never show it.
const source = "controls file"

// compile reads a rule; untied is what it is tried with.
func compile(from benchmark.Rule, untied *hcl.EvalContext) (*rule, []mistake) {
	r := &rule{resource: strings.Trim(from.Resource.Value, `[]"`), needs: map[string]map[string]bool{}}
	r.needs[r.resource] = map[string]bool{}
	var mistakes []mistake
	if hint := misspeltType(r.resource); hint != "" && r.resource == from.Resource.Value {
		mistakes = append(mistakes, mistake{text: from.Resource, word: "resource", what: "no provider has a type " + r.resource + ", as far as is known here" +
			strings.Replace(hint, "[", "'[", 1) + "'"})
	}
	parse := func(word string, text benchmark.Text) *expression {
		e, wrong := r.expression(word, text, untied.Functions)
		mistakes = append(mistakes, wrong...)
		return e
	}
	r.condition = parse("condition", from.Condition)
	if strings.TrimSpace(from.When.Value) != "" {
		r.when = parse("when", from.When)
	}
	r.message = parse("message", from.Message)
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	if strings.HasPrefix(r.resource, "aws_eks_") { // to say which cluster a finding concerns
		r.needsOf(clusterType, "name")
		if r.resource != clusterType {
			r.needsOf(r.resource, "cluster_name")
		}
	}
	for typ := range r.needs {
		if slices.Contains(r.links, typ) {
			r.needsOf(typ, r.namesOf(typ)...)
		}
	}
	for typ, names := range maps.Clone(r.needs) {
		if names[tagsAll] {
			r.needsOf(typ, "tags")
			r.needsOf("provider.aws", "default_tags")
		}
	}
	return r, r.try(untied)
}

// expression reads one text. A message is a template, the others expressions.
func (r *rule) expression(word string, text benchmark.Text, table map[string]function.Function) (*expression, []mistake) {
	text.Value = strings.TrimRight(text.Value, " \t\r\n")
	e := &expression{text: text, word: word}
	parse := config.ParseExpression
	if word == "message" {
		parse = config.ParseTemplate
	}
	parsed, err := parse([]byte(text.Value), source, hcl.InitialPos)
	if err != nil {
		m := mistake{text: text, word: word, what: err.Error()}
		var problem *config.Problem
		if errors.As(err, &problem) {
			m.what, m.at = problem.Text, problem.Range
			if hint := meant(text.Value, problem.Range); hint != "" {
				m.what = strings.TrimSuffix(m.what, ".") + hint
			}
		}
		return nil, []mistake{m}
	}
	root, ok := parsed.(hclsyntax.Expression)
	if !ok {
		return nil, []mistake{{text: text, word: word, what: "expected an expression in HCL's native syntax"}}
	}
	e.root = root
	c := checker{rule: r, expression: e, table: table}
	c.check(&e.root, scope{})
	if word != "message" && len(c.mistakes) == 0 && len(e.reads) == 0 && !c.linked {
		c.mistake(root.Range(), "expected a condition on self or its links: this one is the same for every resource")
	}
	return e, c.mistakes
}

// try evaluates the rule with nothing known: what goes wrong then would go wrong
// whatever the values.
func (r *rule) try(untied *hcl.EvalContext) []mistake {
	var mistakes []mistake
	for _, e := range r.expressions() {
		ctx := untied.NewChild()
		ctx.Variables = map[string]cty.Value{"self": cty.DynamicVal}
		for _, read := range e.reads {
			ctx.Variables[read.variable] = cty.UnknownVal(typeAt(r.resource, read.path))
		}
		parts := []hclsyntax.Expression{e.root}
		if e == r.message {
			parts = templateParts(e.root)
		}
		for _, part := range parts {
			wrong := func(at hcl.Range, text string) { mistakes = append(mistakes, mistake{e.text, e.word, at, text}) }
			result, p := value(part, ctx)
			switch {
			case p != nil && p.detail != "":
				wrong(p.at, p.text+": "+p.detail)
			case p != nil:
				wrong(p.at, p.text)
			case e == r.message:
			case result.IsKnown() && result.IsNull():
				wrong(part.Range(), "expected true or false, found null")
			default:
				if _, err := convert.Convert(result, cty.Bool); err != nil {
					wrong(part.Range(), "expected true or false, found "+article(result.Type().FriendlyName()))
				}
			}
		}
	}
	return mistakes
}

// expressions are the rule's texts in the order in which they count.
func (r *rule) expressions() []*expression {
	if r.when == nil {
		return []*expression{r.condition, r.message}
	}
	return []*expression{r.when, r.condition, r.message}
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// namesOf are the arguments that a resource of the type has for an expression.
func (r *rule) namesOf(typ string) []string {
	return append(shapeOf(typ).only(r.names), r.newer...)
}

// needsOf adds arguments to those that are read of a type.
func (r *rule) needsOf(typ string, names ...string) {
	if r.needs[typ] == nil {
		r.needs[typ] = map[string]bool{}
	}
	for _, name := range names {
		r.needs[typ][name] = true
	}
}

// conjuncts are the conditions that an expression joins with &&, so that a verdict
// can tell which of them decided it.
func conjuncts(e hclsyntax.Expression) []hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return conjuncts(e.Expression)
	case *hclsyntax.BinaryOpExpr:
		if e.Op == hclsyntax.OpLogicalAnd {
			return slices.Concat(conjuncts(e.LHS), conjuncts(e.RHS))
		}
	}
	return []hclsyntax.Expression{e}
}
