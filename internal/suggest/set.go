package suggest

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Set returns src with the mend's argument set at a place. Comments, layout and
// all else stay as they are, but for the alignment of a block that was formatted
// before and is so again.
//
// It is false where the argument is computed, or already has the value, and where
// src does not have the place.
func Set(src []byte, at source.Place, m Mend) ([]byte, bool) {
	body, err := config.Parse(src, at.File)
	if err != nil {
		return nil, false
	}
	block := topLevel(body, at.Block)
	if block == nil || m.Member != "" && !supported(block) {
		return nil, false
	}
	text := newText(src, block)
	if !text.set(block.Body, at, m) {
		return nil, false
	}
	changed := text.bytes()
	// What a comment, a heredoc or odd layout did to the change shows when it is
	// read again.
	again, err := config.Parse(changed, at.File)
	if err != nil || !says(topLevel(again, at.Block), at, m) {
		return nil, false
	}
	return changed, true
}

// topLevel is the only block with a type and labels.
func topLevel(body *config.Body, name []string) *config.Block {
	var found *config.Block
	for _, b := range body.Blocks {
		if !slices.Equal(append([]string{b.Type}, b.Labels...), name) {
			continue
		}
		if found != nil {
			return nil
		}
		found = b
	}
	return found
}

// holder is the body that holds an argument, nil where its block is still to be
// written.
func holder(body *config.Body, nested string) *config.Body {
	if nested == "" {
		return body
	}
	for _, b := range body.Blocks {
		if b.Type == nested {
			return b.Body
		}
	}
	return nil
}

// set plans the change.
func (t *text) set(body *config.Body, at source.Place, m Mend) bool {
	value := written(m.Value)
	inner := holder(body, at.Nested)
	if inner == nil {
		t.addBlock(body, at.Nested, at.Argument, value)
		return true
	}
	a := inner.Attributes[at.Argument]
	switch {
	case a == nil && m.Member != "":
		t.addArgument(inner, at.Argument, "jsonencode({ "+m.Member+" = "+value+" })")
		return true
	case a == nil:
		t.addArgument(inner, at.Argument, value)
		return true
	case m.Member != "":
		return t.setMember(a, m.Member, value)
	}
	now, ok := literal(a.Expr)
	if !ok || now.RawEquals(m.Value) {
		return false
	}
	t.replace(a.Expr.Range(), value)
	return true
}

// says reports whether a block has what the mend sets.
func says(block *config.Block, at source.Place, m Mend) bool {
	if block == nil {
		return false
	}
	inner := holder(block.Body, at.Nested)
	if inner == nil || inner.Attributes[at.Argument] == nil {
		return false
	}
	expr := inner.Attributes[at.Argument].Expr
	if m.Member != "" {
		object, ok := encoded(expr)
		if !ok {
			return false
		}
		if expr = member(object, m.Member); expr == nil {
			return false
		}
	}
	now, ok := literal(expr)
	return ok && now.RawEquals(m.Value)
}

func written(v cty.Value) string { return string(hclwrite.TokensForValue(v).Bytes()) }

// literal is a constant that is written in so many words, a null among them.
func literal(expr any) (cty.Value, bool) {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val, true
	case *hclsyntax.ParenthesesExpr:
		return literal(e.Expression)
	case *hclsyntax.TemplateExpr:
		if e.IsStringLiteral() {
			v, diags := e.Value(nil)
			return v, !diags.HasErrors()
		}
	}
	return cty.NilVal, false
}
