package source

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Outline gives what is known of the text at a path, with [graph.Blank] for each
// part that is not: of a template, and of what jsonencode and format write. It is read off
// the expression, because the value of a text with one unknown part is unknown.
func (s resourceSource) Outline(path cty.Path) (string, bool) {
	in := s.instance
	e := argumentAt(in.block.Body, path)
	if s.deferred || e == nil {
		return "", false
	}
	return outliner{in.module, in.scope, mostDepth, &effort{1_000, 4 * mostOutline}}.text(e)
}

// argumentAt finds the expression of the argument at a path, nil where a dynamic
// block or an expression makes the block that it is in.
func argumentAt(body *config.Body, path cty.Path) hcl.Expression {
	for len(path) > 0 && body != nil {
		step, ok := path[0].(cty.GetAttrStep)
		if !ok {
			return nil
		}
		if a := body.Attributes[step.Name]; a != nil && len(path) == 1 {
			return a.Expr
		}
		at := 0
		if path = path[1:]; len(path) > 0 {
			if index, ok := path[0].(cty.IndexStep); ok && index.Key.Type() == cty.Number {
				n, _ := index.Key.AsBigFloat().Int64()
				at, path = int(n), path[1:]
			}
		}
		body = blockAt(body, step.Name, at)
	}
	return nil
}

func blockAt(body *config.Body, typ string, at int) *config.Body {
	for _, block := range body.Blocks {
		if block.Type == "dynamic" && len(block.Labels) == 1 && block.Labels[0] == typ {
			return nil
		}
		if block.Type != typ {
			continue
		}
		if at--; at < 0 {
			return block.Body
		}
	}
	return nil
}

// outliner reads expressions in one scope of a module.
type outliner struct {
	module *module
	scope  scope
	depth  int // how many more times it follows one name after another
	effort *effort
}

// effort is what is left to outline one argument: names may lead to one place in
// many ways.
type effort struct{ steps, bytes int }

const mostOutline = 64 << 10 // bytes: far more than any policy document has

// text outlines an expression that gives a text; false where nothing is known of
// its parts.
func (o outliner) text(e hcl.Expression) (string, bool) {
	if known, ok := o.known(e); ok {
		return known, true
	}
	o, native := o.into(e)
	switch e := native.(type) {
	case *hclsyntax.TemplateExpr:
		var b strings.Builder
		for _, part := range e.Parts {
			text, ok := o.text(part)
			if !ok {
				text = graph.Blank
			}
			b.WriteString(text)
		}
		return bounded(b.String())
	case *hclsyntax.FunctionCallExpr:
		switch {
		case e.ExpandFinal || len(e.Args) == 0:
		case e.Name == "jsonencode" && len(e.Args) == 1:
			return bounded(o.json(e.Args[0]))
		case e.Name == "format":
			return o.format(e.Args[0], e.Args[1:])
		}
	}
	return "", false
}

// format outlines what format writes, where it only puts texts together.
func (o outliner) format(layout hclsyntax.Expression, args []hclsyntax.Expression) (string, bool) {
	text, ok := o.known(layout)
	parts := strings.Split(text, "%s")
	if !ok || len(parts) != len(args)+1 || slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, "%") }) {
		return "", false
	}
	for i, arg := range args {
		filled, ok := o.text(arg)
		if !ok {
			filled = graph.Blank
		}
		parts[i] += filled
	}
	return bounded(strings.Join(parts, ""))
}

func bounded(outline string) (string, bool) {
	if len(outline) > mostOutline {
		return "", false
	}
	return outline, true
}

// known is the text that an expression gives, if that is known in every part.
func (o outliner) known(e hcl.Expression) (string, bool) {
	v, _ := o.module.eval(e, o.scope).Unmark()
	if !v.IsKnown() || v.IsNull() || !v.Type().IsPrimitiveType() {
		return "", false
	}
	v, err := convert.Convert(v, cty.String)
	if err != nil || strings.Contains(v.AsString(), graph.Blank) {
		return "", false
	}
	return v.AsString(), true
}

// json outlines what jsonencode writes of an expression.
func (o outliner) json(e hcl.Expression) string {
	if o.effort.bytes <= 0 {
		return quoted(graph.Blank)
	}
	text := o.written(e)
	o.effort.bytes -= len(text)
	return text
}

func (o outliner) written(e hcl.Expression) string {
	v := o.module.eval(e, o.scope)
	if v.IsWhollyKnown() {
		return encoded(v)
	}
	within, native := o.into(e)
	switch e := native.(type) {
	case *hclsyntax.ObjectConsExpr:
		var members []string
		for _, item := range e.Items {
			key, ok := within.text(item.KeyExpr)
			if !ok {
				key = graph.Blank
			}
			members = append(members, quoted(key)+":"+within.json(item.ValueExpr))
		}
		return "{" + strings.Join(members, ",") + "}"
	case *hclsyntax.TupleConsExpr:
		var elements []string
		for _, element := range e.Exprs {
			elements = append(elements, within.json(element))
		}
		return "[" + strings.Join(elements, ",") + "]"
	case *hclsyntax.TemplateExpr:
		if text, ok := within.text(e); ok {
			return quoted(text)
		}
	}
	return encoded(v)
}

// encoded writes a value as jsonencode does, with gaps for what is not known.
func encoded(v cty.Value) string {
	v, _ = v.UnmarkDeep()
	v, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.StringVal(graph.Blank), nil
		}
		return v, nil
	})
	if err != nil {
		return quoted(graph.Blank)
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return quoted(graph.Blank)
	}
	return string(text)
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil { // a string is always written
		return `""`
	}
	return string(text)
}
