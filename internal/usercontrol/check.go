package usercontrol

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyfunction "github.com/zclconf/go-cty/cty/function"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// checker walks an expression once before it is ever evaluated: it finds what the
// expression reads, and every name that there is not, wherever it stands. Inside
// try() a misspelt name would otherwise be taken for one that is left out.
type checker struct {
	rule       *rule
	expression *expression
	table      map[string]ctyfunction.Function
	mistakes   []mistake
	linked     bool // some link is asked for
	guarded    int  // how many try() and can() stand around
}

// scope is what each name stands for, self left aside.
type scope map[string]shape

func (c *checker) mistake(at hcl.Range, format string, args ...any) {
	c.mistakes = append(c.mistakes, mistake{c.expression.text, c.expression.word, at, fmt.Sprintf(format, args...)})
}

// check returns what is known of the expression's value before it is evaluated. It puts
// another expression in its place if HCL's own evaluation does not do: see [lenient],
// [counting], [compared] and [checker.written].
func (c *checker) check(at *hclsyntax.Expression, in scope) shape {
	switch e := (*at).(type) {
	case *hclsyntax.ScopeTraversalExpr:
		of, found := c.name(e, in)
		if c.guarded == 0 && of.sure() && len(e.Traversal) > 1 {
			*at = &lenient{Expression: e, root: hclsyntaxRoot(e), of: of, path: e.Traversal[1:]}
		}
		return found
	case *hclsyntax.RelativeTraversalExpr:
		of := c.check(&e.Source, in)
		if c.guarded == 0 && of.sure() {
			*at = &lenient{Expression: e, root: e.Source, of: of, path: e.Traversal}
		}
		return c.walk(of, e.Traversal)
	case *hclsyntax.ParenthesesExpr:
		return c.check(&e.Expression, in)
	case *hclsyntax.IndexExpr:
		of := c.check(&e.Collection, in)
		c.check(&e.Key, in)
		c.expression.unmarked = append(c.expression.unmarked, e.Range())
		return of.element()
	case *hclsyntax.SplatExpr:
		each := c.check(&e.Source, in)
		if each.list {
			each = each.element()
		}
		inner := maps.Clone(in)
		inner[item(e.Item)] = each
		found := c.check(&e.Each, inner).listed()
		e.Each = metered{e.Each}
		return found
	case *hclsyntax.LiteralValueExpr:
		if function.Huge(e.Val) {
			c.mistake(e.Range(), "expected a number of fewer digits")
		}
		return shape{typ: e.Val.Type()}
	case *hclsyntax.AnonSymbolExpr:
		return in[item(e)]
	case *hclsyntax.ForExpr:
		c.loop(e, in)
	case *hclsyntax.FunctionCallExpr:
		found := c.call(e, in)
		if countingWord(e.Name) {
			*at = counting{e}
		}
		return found
	case *hclsyntax.BinaryOpExpr:
		return c.binary(at, e, in)
	default:
		for _, part := range parts(e) {
			c.check(part, in)
		}
		meterParts(e)
		if _, isText := e.(*hclsyntax.TemplateExpr); isText {
			return shape{typ: cty.String}
		}
	}
	return shape{}
}

// item is a name, which no one can write, for what a splat stands at.
func item(e *hclsyntax.AnonSymbolExpr) string { return fmt.Sprintf("*%p", e) }

func (c *checker) loop(e *hclsyntax.ForExpr, in scope) {
	each := c.check(&e.CollExpr, in).element()
	inner := maps.Clone(in)
	for _, name := range []string{e.KeyVar, e.ValVar} {
		if name == "self" {
			c.mistake(e.OpenRange, "expected another name than self for what the for expression goes through")
		}
	}
	if e.KeyVar != "" {
		inner[e.KeyVar] = shape{}
	}
	inner[e.ValVar] = each
	for _, part := range []*hclsyntax.Expression{&e.KeyExpr, &e.ValExpr, &e.CondExpr} {
		if *part != nil {
			c.check(part, inner)
			*part = metered{*part}
		}
	}
}

// name checks a name and what follows it, and takes down what is read of self. It
// returns what the name stands for, unless it is self, and what the path leads to.
func (c *checker) name(e *hclsyntax.ScopeTraversalExpr, in scope) (root, found shape) {
	name := e.Traversal.RootName()
	if name != "self" {
		of, known := in[name]
		if !known {
			c.mistake(e.Traversal[0].SourceRange(), "unknown name %q: expected self, the resource that is checked%s; "+
				"other resources are reached with the functions linked, referrers and resources", name, suggestion(name, []string{"self"}))
			return shape{}, shape{}
		}
		return of, c.walk(of, e.Traversal[1:])
	}
	path := e.Traversal[1:]
	first, ok := firstName(path)
	if !ok {
		c.mistake(e.Range(), "expected an argument of self, as in self.name")
		return shape{}, shape{}
	}
	c.rule.needsOf(c.rule.resource, first)
	r := read{path: path, guarded: c.guarded > 0, variable: "self" + written(path), at: e.Range()}
	c.expression.reads = append(c.expression.reads, r)
	found = c.walk(shapeOf(c.rule.resource), path)
	if !r.guarded {
		e.Traversal = hcl.Traversal{hcl.TraverseRoot{Name: r.variable, SrcRange: e.SrcRange}}
	}
	return shape{}, found
}

// walk follows a path, and stops where there is no such argument.
func (c *checker) walk(of shape, path hcl.Traversal) shape {
	for _, step := range path {
		name, isName := stepName(step)
		switch {
		case !isName:
			of = of.element()
			continue
		case of.list && of.block != nil:
			c.mistake(step.SourceRange(), "%s are blocks, of which there may be several: expected the first, [0].%s, or all, [*].%s", of.what, name, name)
			return shape{}
		}
		c.mention(name)
		next, known := of.attr(name)
		if _, bracket := step.(hcl.TraverseIndex); !known && bracket {
			c.rule.newer = append(c.rule.newer, name)
		} else if !known {
			c.unknown(step.SourceRange(), of, name)
			return shape{}
		}
		of = next
	}
	return of
}

// unknown says that the schema has no such argument. It is of one version of a
// provider: an argument in brackets may be of a later one.
func (c *checker) unknown(at hcl.Range, of shape, name string) {
	near := suggestion(name, of.names())
	if near == "" {
		near = fmt.Sprintf(", as far as is known here; one of a newer provider is written [%q]", name)
	}
	c.mistake(at, "%s has no argument %s%s", of.what, name, near)
}

// mention adds a name to those that may be read of any linked resource.
func (c *checker) mention(name string) {
	if !slices.Contains(c.rule.names, name) {
		c.rule.names = append(c.rule.names, name)
	}
}

func firstName(path hcl.Traversal) (string, bool) {
	if len(path) == 0 {
		return "", false
	}
	return stepName(path[0])
}

// stepName is the name that a step goes to; false for an index in a list.
func stepName(step hcl.Traverser) (string, bool) {
	switch step := step.(type) {
	case hcl.TraverseAttr:
		return step.Name, true
	case hcl.TraverseIndex:
		if step.Key.Type() == cty.String {
			return step.Key.AsString(), true
		}
	}
	return "", false
}

// written is a path as an expression has it.
func written(path hcl.Traversal) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			if step.Key.Type() == cty.String {
				fmt.Fprintf(&b, "[%q]", step.Key.AsString())
			} else {
				fmt.Fprintf(&b, "[%s]", step.Key.AsBigFloat().Text('f', -1))
			}
		}
	}
	return b.String()
}

// meterParts meters what an expression is made of, where each part may stand in it
// several times over.
func meterParts(e hclsyntax.Expression) {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		if !e.IsStringLiteral() {
			for i, part := range e.Parts {
				e.Parts[i] = metered{part}
			}
		}
	case *hclsyntax.TupleConsExpr:
		for i, part := range e.Exprs {
			e.Exprs[i] = metered{part}
		}
	case *hclsyntax.ObjectConsExpr:
		for i := range e.Items {
			e.Items[i].ValueExpr = metered{e.Items[i].ValueExpr}
		}
	}
}

// parts are the expressions of which another is made, where that opens no scope.
func parts(e hclsyntax.Expression) []*hclsyntax.Expression {
	each := func(all []hclsyntax.Expression) []*hclsyntax.Expression {
		parts := make([]*hclsyntax.Expression, len(all))
		for i := range all {
			parts[i] = &all[i]
		}
		return parts
	}
	switch e := e.(type) {
	case *hclsyntax.UnaryOpExpr:
		return []*hclsyntax.Expression{&e.Val}
	case *hclsyntax.ConditionalExpr:
		return []*hclsyntax.Expression{&e.Condition, &e.TrueResult, &e.FalseResult}
	case *hclsyntax.TemplateExpr:
		return each(e.Parts)
	case *hclsyntax.TemplateWrapExpr:
		return []*hclsyntax.Expression{&e.Wrapped}
	case *hclsyntax.TemplateJoinExpr:
		return []*hclsyntax.Expression{&e.Tuple}
	case *hclsyntax.TupleConsExpr:
		return each(e.Exprs)
	case *hclsyntax.ObjectConsExpr:
		var all []*hclsyntax.Expression
		for i := range e.Items {
			all = append(all, &e.Items[i].KeyExpr, &e.Items[i].ValueExpr)
		}
		return all
	case *hclsyntax.ObjectConsKeyExpr:
		if hcl.ExprAsKeyword(e.Wrapped) != "" && !e.ForceNonLiteral {
			return nil // a bare word before = is a key, not a name
		}
		return []*hclsyntax.Expression{&e.Wrapped}
	}
	return nil
}
