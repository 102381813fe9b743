package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// fromJSON writes an expression of JSON syntax as one of the native syntax, so
// that there is one way to evaluate: a text is a template, the rest is what it
// is. It is nil where a text in it is nested too deep to be read.
func fromJSON(e hcl.Expression) hclsyntax.Expression {
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, pair := range pairs {
			key, value := fromJSON(pair.Key), fromJSON(pair.Value)
			if key == nil || value == nil {
				return nil
			}
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: key, ForceNonLiteral: true},
				ValueExpr: value,
			})
		}
		return object
	}
	if elements, diags := hcl.ExprList(e); !diags.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, element := range elements {
			expr := fromJSON(element)
			if expr == nil {
				return nil
			}
			tuple.Exprs = append(tuple.Exprs, expr)
		}
		return tuple
	}
	v, diags := e.Value(nil) // without a context a text is taken as it stands
	if diags.HasErrors() {
		return nil
	}
	if v.Type() != cty.String || v.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}
	}
	text := []byte(v.AsString())
	start := e.Range().Start
	if config.CheckTemplate(text, e.Range().Filename, start) != nil {
		return nil
	}
	if plain, ok := config.PlainTemplate(text, e.Range()); ok {
		return plain
	}
	template, diags := hclsyntax.ParseTemplate(text, e.Range().Filename, start)
	if diags.HasErrors() {
		return nil
	}
	return template
}
