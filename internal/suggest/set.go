package suggest

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// Change is a mend with the place of its argument.
type Change struct {
	At   source.Place
	Mend Mend
}

// Set returns src with the mend's argument set at a place. Comments, layout and
// all else stay as they are, but for the alignment of a block that was formatted
// before and is so again.
//
// It is false where the argument is computed, or already has the value, and where
// src does not have the place.
func Set(src []byte, at source.Place, m Mend) ([]byte, bool) {
	after, set := SetAll(src, at.File, []Change{{at, m}})
	if !set[0] {
		return nil, false
	}
	return after, true
}

// mostParsed is how many bytes are parsed for the changes of one file. Changes
// that would need more are not made.
const mostParsed = 64 << 20

// SetAll is Set for several changes of one file, one after the other. It reports
// for each whether it was made.
func SetAll(src []byte, file string, changes []Change) ([]byte, []bool) {
	s := setter{file: file, changes: changes, set: make([]bool, len(changes)), left: mostParsed}
	pending := make([]int, len(changes))
	for i := range changes {
		pending[i] = i
	}
	for len(pending) > 0 && s.left > 0 {
		// Changes of one block are made one after the other.
		used := map[string]bool{}
		var now, later []int
		for _, i := range pending {
			block := strings.Join(changes[i].At.Block, "\x00")
			if used[block] {
				later = append(later, i)
				continue
			}
			used[block] = true
			now = append(now, i)
		}
		src, pending = s.round(src, now), later
	}
	return src, s.set
}

// setter makes the changes of one file.
type setter struct {
	file    string
	changes []Change
	set     []bool
	left    int // bytes that may still be parsed
}

// round makes changes of different blocks.
func (s *setter) round(src []byte, changes []int) []byte {
	body, ok := s.parse(src)
	if !ok {
		return src
	}
	blocks := topLevel(body)
	var texts []*text
	var made []int
	for _, i := range changes {
		c := s.changes[i]
		block := blocks[strings.Join(c.At.Block, "\x00")]
		if block == nil || c.Mend.Member != "" && !supported(block) {
			continue
		}
		if t := newText(src, block); t.set(block.Body, c.At, c.Mend) {
			texts, made = append(texts, t), append(made, i)
		}
	}
	if len(made) == 0 {
		return src
	}
	changed := join(src, texts)
	// What a comment, a heredoc or odd layout did to a change shows when it is read
	// again.
	if again, ok := s.parse(changed); ok {
		blocks = topLevel(again)
		all := true
		for _, i := range made {
			c := s.changes[i]
			all = all && says(blocks[strings.Join(c.At.Block, "\x00")], c.At, c.Mend)
		}
		if all {
			for _, i := range made {
				s.set[i] = true
			}
			return changed
		}
	}
	if len(made) == 1 {
		return src
	}
	return s.round(s.round(src, made[:len(made)/2]), made[len(made)/2:])
}

func (s *setter) parse(src []byte) (*config.Body, bool) {
	if s.left -= len(src); s.left < 0 {
		return nil, false
	}
	body, err := config.Parse(src, s.file)
	return body, err == nil
}

// topLevel finds blocks by their type and labels, those that are there once.
func topLevel(body *config.Body) map[string]*config.Block {
	found := map[string]*config.Block{}
	for _, b := range body.Blocks {
		name := strings.Join(append([]string{b.Type}, b.Labels...), "\x00")
		if _, twice := found[name]; twice {
			found[name] = nil
			continue
		}
		found[name] = b
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
