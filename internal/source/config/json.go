package config

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/json"
)

// parseJSON reads a file in JSON syntax, as the blocks that its properties mean.
func parseJSON(src []byte, filename string) (*Body, []*Problem) {
	root, p := jsonExpression(src, filename)
	if p != nil {
		return nil, []*Problem{p}
	}
	var problems []*Problem
	body := &Body{Attributes: map[string]*Attribute{}, Range: root.Range()}
	for _, property := range properties(root, &problems) {
		labels, known := blockLabels(property.name)
		if known {
			body.Blocks = append(body.Blocks, unpack(property.name, property.key, labels, property.value, &problems)...)
		}
	}
	return body, problems
}

// blockLabels returns how many labels a block at the top of a file has, and
// false for types that say nothing of what is built.
func blockLabels(blockType string) (int, bool) {
	switch blockType {
	case "resource", "data":
		return 2, true
	case "variable", "output", "module", "provider":
		return 1, true
	case "locals", "terraform":
		return 0, true
	}
	return 0, false
}

// Nested reads an argument in JSON syntax as the nested blocks that it is where
// the provider's schema says so: an object for one, an array of objects for
// several. ok is false for anything else, and for all native syntax, where a
// block and an argument look different.
func (a *Attribute) Nested() (_ []*Block, ok bool) {
	if !json.IsJSONExpression(a.Expr) {
		return nil, false
	}
	var problems []*Problem
	blocks := unpack(a.Name, a.NameRange, 0, a.Expr, &problems)
	return blocks, len(problems) == 0
}

// property is one name and value of an object.
type property struct {
	name  string
	key   hcl.Range
	value hcl.Expression
}

// properties are those of an object, or of all objects of an array: HCL's JSON
// syntax takes both for a body, and for the names of labels.
func properties(expr hcl.Expression, problems *[]*Problem) []property {
	var all []property
	for _, object := range elements(expr) {
		pairs, diags := hcl.ExprMap(object)
		if diags.HasErrors() {
			if !isNull(object) {
				*problems = append(*problems, problem(object.Range(), "expected a JSON object"))
			}
			continue
		}
		for _, pair := range pairs {
			name := literal(pair.Key)
			if name == "//" { // a comment
				continue
			}
			all = append(all, property{name, pair.Key.Range(), pair.Value})
		}
	}
	return all
}

// elements are those of an array, or the value itself.
func elements(expr hcl.Expression) []hcl.Expression {
	if list, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return list
	}
	return []hcl.Expression{expr}
}

func isNull(expr hcl.Expression) bool {
	if _, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		return false
	}
	if _, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return false
	}
	v, diags := expr.Value(nil)
	return !diags.HasErrors() && v.IsNull()
}

// unpack makes blocks of a value, peeling the labels off first.
func unpack(blockType string, key hcl.Range, labels int, value hcl.Expression, problems *[]*Problem, outer ...string) []*Block {
	var blocks []*Block
	if labels > 0 {
		for _, p := range properties(value, problems) {
			inner := append(append([]string(nil), outer...), p.name)
			blocks = append(blocks, unpack(blockType, p.key, labels-1, p.value, problems, inner...)...)
		}
		return blocks
	}
	if isNull(value) {
		return nil
	}
	for _, object := range elements(value) {
		if isNull(object) {
			continue
		}
		blocks = append(blocks, &Block{
			Type: blockType, Labels: outer,
			Body:  jsonBody(blockType, object, problems),
			Range: hcl.RangeBetween(key, object.Range()),
		})
	}
	return blocks
}

// jsonBody makes a body of an object. Without a provider's schema only the
// blocks of the language itself are told from arguments.
func jsonBody(blockType string, object hcl.Expression, problems *[]*Problem) *Body {
	body := &Body{Attributes: map[string]*Attribute{}, Range: object.Range()}
	for _, p := range properties(object, problems) {
		if labels, ok := innerLabels(blockType, p.name); ok {
			body.Blocks = append(body.Blocks, unpack(p.name, p.key, labels, p.value, problems)...)
			continue
		}
		if first, ok := body.Attributes[p.name]; ok {
			*problems = append(*problems, problem(p.key,
				"Duplicate argument: %q is set on line %d already", p.name, first.NameRange.Start.Line))
			first.Expr = unknown(first.Expr.Range())
			continue
		}
		body.Attributes[p.name] = &Attribute{
			Name: p.name, Expr: p.value, NameRange: p.key, Range: hcl.RangeBetween(p.key, p.value.Range()),
		}
	}
	return body
}

func innerLabels(outer, inner string) (int, bool) {
	switch outer {
	case "locals", "variable", "output", "required_providers":
		return 0, false
	case "terraform":
		switch inner {
		case "backend":
			return 1, true
		case "required_providers", "cloud":
			return 0, true
		}
		return 0, false
	case "dynamic":
		return 0, inner == "content"
	}
	switch inner {
	case "dynamic", "provisioner":
		return 1, true
	case "lifecycle", "connection":
		return 0, true
	}
	return 0, false
}

// literal is a JSON string as it is written, no template in it evaluated.
func literal(expr hcl.Expression) string {
	text, _ := constant(expr)
	return text
}

// jsonExpression parses a JSON value with HCL's parser, which calls itself for
// each level, after a pass that bounds the depth of the value and of every
// template in it.
func jsonExpression(src []byte, filename string) (hcl.Expression, *Problem) {
	body := bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	start := hcl.InitialPos
	start.Byte = len(src) - len(body)
	if p := checkJSON(body, filename, start); p != nil {
		return nil, p
	}
	expr, diags := json.ParseExpressionWithStartPos(body, filename, start)
	return expr, fromHCL(diags)
}

func checkJSON(src []byte, filename string, start hcl.Pos) *Problem {
	dec := jsontext.NewDecoder(bytes.NewBuffer(src), jsontext.AllowDuplicateNames(true))
	at := func() hcl.Range {
		return rangeAt(src[:min(int(dec.InputOffset()), len(src))], filename, start)
	}
	for {
		token, err := dec.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var syntax *jsontext.SyntacticError
		if errors.As(err, &syntax) {
			return problem(rangeAt(src[:min(int(syntax.ByteOffset), len(src))], filename, start), "not valid JSON: %v", syntax.Err)
		}
		if err != nil {
			return problem(at(), "not valid JSON: %v", err)
		}
		switch token.Kind() {
		case '{', '[':
			if dec.StackDepth() > maxNesting {
				return problem(at(), "nesting limit: expected at most %d levels of objects and arrays", maxNesting)
			}
		case '"':
			text := token.String()
			if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
				continue
			}
			if err := CheckTemplate([]byte(text), filename, hcl.InitialPos); err != nil {
				return problem(at(), "%s", err.(*Problem).Text)
			}
		case '0':
			if len(token.String()) > maxDigits {
				return problem(at(), "size limit: expected a number of at most %d digits", maxDigits)
			}
		}
	}
}

// rangeAt is the place behind the text that was read.
func rangeAt(read []byte, filename string, start hcl.Pos) hcl.Range {
	line := bytes.LastIndexByte(read, '\n') + 1
	pos := hcl.Pos{
		Line:   start.Line + bytes.Count(read, []byte("\n")),
		Column: len(bytes.Runes(read[line:])) + 1,
		Byte:   start.Byte + len(read),
	}
	return hcl.Range{Filename: filename, Start: pos, End: pos}
}
