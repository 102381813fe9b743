package usercontrol

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// call checks a function's name, and that the words which say what is linked are
// written out: what an expression reads must be known before a plan is.
func (c *checker) call(e *hclsyntax.FunctionCallExpr, in scope) shape {
	if _, known := c.table[e.Name]; !known {
		if why := withheld()[e.Name]; why != "" {
			c.mistake(e.NameRange, "the function %s cannot be used in a control: %s", e.Name, why)
		} else {
			known := slices.DeleteFunc(slices.Sorted(maps.Keys(c.table)), func(name string) bool { return name[0] == 0 })
			c.mistake(e.NameRange, "there is no function %s%s", e.Name, suggestion(e.Name, known))
		}
	}
	guards := e.Name == "try" || e.Name == "can"
	if guards {
		c.guarded++
		c.expression.unmarked = append(c.expression.unmarked, e.Range())
	}
	var first shape
	for i := range e.Args {
		if of := c.check(&e.Args[i], in); i == 0 {
			first = of
		}
	}
	if guards {
		c.guarded--
	}
	switch e.Name {
	case linkedName, referrersName, resourcesName:
		return c.link(e)
	case "length":
		if len(e.Args) == 1 && isPlace(e.Args[0]) && first.list && (first.filled || first.fallback != cty.NilVal) {
			e.Name = blocksName // what is written counts, not what the provider reads back
		}
	}
	return shape{typ: resultType(e.Name)}
}

// resultType is the type of what a function gives, of those whose result is compared.
func resultType(name string) cty.Type {
	switch name {
	case "length", blocksName, "tonumber", "ceil", "floor", "parseint", "sum":
		return cty.Number
	case "tostring", "lower", "upper", "trimspace", "join", "replace", "format", "substr", "trimprefix", "trimsuffix":
		return cty.String
	case "tobool", "contains", "startswith", "endswith", "strcontains", "alltrue", "anytrue", "can":
		return cty.Bool
	}
	return cty.NilType
}

var (
	typeWord = regexp.MustCompile(`^[a-z][a-z0-9]*_[a-z0-9_]+$`)
	pathWord = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
)

func (c *checker) link(e *hclsyntax.FunctionCallExpr) shape {
	c.linked = true
	usage := linkUsage()[e.Name]
	if len(e.Args) < usage.least || len(e.Args) > usage.most || e.ExpandFinal {
		c.mistake(e.Range(), "expected %s", usage.form)
		return shape{}
	}
	newer := false
	if list, ok := e.Args[0].(*hclsyntax.TupleConsExpr); ok && len(list.Exprs) == 1 {
		e.Args[0], newer = bareMetered(list.Exprs[0]), true
	}
	typ, ok := literal(e.Args[0])
	if !ok || !typeWord.MatchString(typ) {
		c.mistake(e.Args[0].Range(), "expected a resource type in quotes, as in %s", usage.form)
		return shape{}
	}
	if hint := misspeltType(typ); hint != "" && !newer {
		c.mistake(e.Args[0].Range(), "no provider has a type %s, as far as is known here%s", typ, hint)
		return shape{}
	}
	c.rule.needsOf(typ)
	if !slices.Contains(c.rule.links, typ) {
		c.rule.links = append(c.rule.links, typ)
	}
	of := shapeOf(typ)
	switch e.Name {
	case linkedName:
		if _, ok := place(e.Args[1]); !ok {
			c.mistake(e.Args[1].Range(), "expected an argument that points at resources, as in %s", usage.form)
		}
		for i, r := range c.expression.reads {
			if r.at == e.Args[1].Range() {
				c.expression.reads[i].points = true
			}
		}
	case referrersName:
		path, ok := literal(e.Args[1])
		if !ok || !pathWord.MatchString(path) {
			c.mistake(e.Args[1].Range(), "expected an argument of %s in quotes, as in %s; one in a block is \"block.argument\"", typ, usage.form)
			break
		}
		c.follow(of, e.Args[1], strings.Split(path, "."))
		c.rule.needsOf(typ, strings.Split(path, ".")[0])
	}
	return of.listed()
}

// misspeltType is the hint at the type that is probably meant by one that no provider is
// known to have; "" if there is none. A type of a newer provider is written in brackets,
// as an argument is.
func misspeltType(typ string) string {
	known := schema.ResourceTypes()
	if _, ok := slices.BinarySearch(known, typ); ok {
		return ""
	}
	const alike = 2
	meant, far := "", alike+1
	for _, k := range known {
		if d := levenshtein.Distance(typ, k, nil); d < far {
			meant, far = k, d
		}
	}
	if meant == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s? One of a newer provider is written [%q]", meant, typ)
}

// follow checks a path in which each block stands for its first.
func (c *checker) follow(of shape, at hclsyntax.Expression, names []string) {
	for _, name := range names {
		next, known := of.attr(name)
		if !known {
			c.unknown(at.Range(), of, name)
			return
		}
		of = next.element()
	}
}

// literal is the text of an expression that is nothing but a quoted text.
func literal(e hclsyntax.Expression) (string, bool) {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok || !t.IsStringLiteral() {
		return "", false
	}
	v, diags := t.Value(nil)
	if diags.HasErrors() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// place is the name at which a path to an argument begins.
func place(e hclsyntax.Expression) (root string, ok bool) {
	if l, ok := e.(*lenient); ok {
		e = l.Expression
	}
	t, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if !ok {
		return "", false
	}
	return t.Traversal.RootName(), true
}

func isPlace(e hclsyntax.Expression) bool {
	_, ok := place(e)
	return ok
}
