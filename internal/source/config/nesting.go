package config

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// maxNesting is how deep brackets and operators may nest. HCL's parser and
// evaluator call themselves for each level, and Go ends the whole program where
// the stack overflows: recover does not help. See
// https://github.com/hashicorp/hcl/issues/809.
const maxNesting = 250

// maxDigits is the length of a number: reading one takes time by the square of it.
const maxDigits = 10_000

// CheckNesting reports whether an expression, or a whole file, may be given to
// HCL's parser: brackets are balanced up to where they end, and nothing nests
// deeper than 250 levels. The error is a [*Problem].
func CheckNesting(src []byte, filename string, start hcl.Pos) error {
	tokens, _ := hclsyntax.LexConfig(src, filename, start)
	if p := cmp.Or(nesting(tokens), joining(tokens, len(src))); p != nil {
		return p
	}
	return nil
}

// CheckTemplate is [CheckNesting] for a bare template, such as that of a file
// which templatefile reads, or of a string in JSON syntax.
func CheckTemplate(src []byte, filename string, start hcl.Pos) error {
	if !hasSequence(src) {
		return nil // without a sequence there is nothing to nest
	}
	tokens, _ := hclsyntax.LexTemplate(src, filename, start)
	if p := cmp.Or(nesting(tokens), joining(tokens, len(src))); p != nil {
		return p
	}
	return nil
}

// PlainTemplate returns the expression of a template without sequences, which is its
// text; ok is false for any other. HCL's parser takes time by the square of its lines.
func PlainTemplate(src []byte, rng hcl.Range) (_ hclsyntax.Expression, ok bool) {
	if hasSequence(src) {
		return nil, false
	}
	literal := &hclsyntax.LiteralValueExpr{Val: cty.StringVal(string(src)), SrcRange: rng}
	return &hclsyntax.TemplateExpr{Parts: []hclsyntax.Expression{literal}, SrcRange: rng}, true
}

func hasSequence(src []byte) bool {
	return bytes.Contains(src, []byte("${")) || bytes.Contains(src, []byte("%{"))
}

// ParseExpression is hclsyntax.ParseExpression for text that may be hostile. The
// error is a [*Problem].
func ParseExpression(src []byte, filename string, start hcl.Pos) (hcl.Expression, error) {
	if err := CheckNesting(src, filename, start); err != nil {
		return nil, err
	}
	expr, diags := hclsyntax.ParseExpression(src, filename, start)
	if p := fromHCL(diags); p != nil {
		return nil, p
	}
	return expr, nil
}

// ParseTemplate is hclsyntax.ParseTemplate for text that may be hostile. The
// error is a [*Problem].
func ParseTemplate(src []byte, filename string, start hcl.Pos) (hcl.Expression, error) {
	if err := CheckTemplate(src, filename, start); err != nil {
		return nil, err
	}
	if plain, ok := PlainTemplate(src, hcl.Range{Filename: filename, Start: start, End: start}); ok {
		return plain, nil
	}
	expr, diags := hclsyntax.ParseTemplate(src, filename, start)
	if p := fromHCL(diags); p != nil {
		return nil, p
	}
	return expr, nil
}

// level is an open bracket, and what nests between it and the current token
// without brackets of its own.
type level struct {
	open hclsyntax.Token
	// newlines separate: they do between braces, but not in a for expression.
	newlines bool
	// operators since the last comma: each may be an operand of the one before.
	operators int
	// steps are the indices and the parts of a name since the last operator.
	steps int
}

func (l *level) separate() int {
	n := l.operators + l.steps
	l.operators, l.steps = 0, 0
	return n
}

// nesting finds the first token that nests too deep, or that closes another
// bracket than the last open one. An unbalanced text is refused here rather than
// by the parser, which skips brackets as it recovers from an error and may then
// nest deeper than any count of brackets says.
func nesting(tokens hclsyntax.Tokens) *Problem { return nestingBeyond(tokens, maxNesting) }

func nestingBeyond(tokens hclsyntax.Tokens, limit int) *Problem {
	levels := []level{{newlines: true}}
	depth := 0
	for i, token := range tokens {
		top := &levels[len(levels)-1]
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp:
			depth++
			levels = append(levels, level{open: token, newlines: token.Type == hclsyntax.TokenOBrace && !isFor(tokens[i+1:])})
		case hclsyntax.TokenTemplateControl:
			switch word := firstWord(tokens[i+1:]); word {
			case "if", "for":
				top.operators++
				depth++
			case "endif", "endfor":
				if top.operators > 0 {
					top.operators--
					depth--
				}
			}
			depth++
			levels = append(levels, level{open: token})
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
			hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			if len(levels) == 1 {
				return problem(token.Range, "found a closing %s that closes nothing", shown(token))
			}
			if !closes(top.open.Type, token.Type) {
				return problem(token.Range, "expected the end of the %s on line %d, found %s",
					shown(top.open), top.open.Range.Start.Line, shown(token))
			}
			depth -= top.separate() + 1
			levels = levels[:len(levels)-1]
			if token.Type == hclsyntax.TokenCBrack {
				levels[len(levels)-1].steps++ // another index may follow
				depth++
			}
		case hclsyntax.TokenComma:
			depth -= top.separate()
		case hclsyntax.TokenNewline:
			if top.newlines {
				depth -= top.separate()
			}
		case hclsyntax.TokenComment:
			if top.newlines && bytes.HasSuffix(token.Bytes, []byte("\n")) {
				depth -= top.separate()
			}
		case hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenPercent,
			hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
			hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenBang, hclsyntax.TokenQuestion:
			depth += 1 - top.steps
			top.operators++
			top.steps = 0
		case hclsyntax.TokenDoubleColon:
			top.steps++
			depth++
			if !namesFunction(tokens[i+1:]) {
				return problem(token.Range, "expected the name of a function and its arguments behind \"::\"")
			}
		case hclsyntax.TokenNumberLit:
			if len(token.Bytes) > maxDigits {
				return problem(token.Range, "size limit: expected a number of at most %d digits", maxDigits)
			}
		}
		if depth > limit {
			return problem(token.Range, "nesting limit: expected at most %d levels of brackets and operators in each other", limit)
		}
	}
	return nil
}

func closes(open, closing hclsyntax.TokenType) bool {
	switch open {
	case hclsyntax.TokenOBrace:
		return closing == hclsyntax.TokenCBrace
	case hclsyntax.TokenOBrack:
		return closing == hclsyntax.TokenCBrack
	case hclsyntax.TokenOParen:
		return closing == hclsyntax.TokenCParen
	case hclsyntax.TokenOQuote:
		return closing == hclsyntax.TokenCQuote
	case hclsyntax.TokenOHeredoc:
		return closing == hclsyntax.TokenCHeredoc
	}
	return closing == hclsyntax.TokenTemplateSeqEnd
}

// shown is a bracket for a message. That of a heredoc has its author's words in it.
func shown(token hclsyntax.Token) string {
	switch token.Type {
	case hclsyntax.TokenOHeredoc, hclsyntax.TokenCHeredoc:
		return "heredoc"
	case hclsyntax.TokenOQuote, hclsyntax.TokenCQuote:
		return "quotation mark"
	}
	return `"` + strings.TrimSpace(string(token.Bytes)) + `"`
}

func isFor(tokens hclsyntax.Tokens) bool { return firstWord(tokens) == "for" }

// firstWord is the name that comes next, newlines and comments left aside.
func firstWord(tokens hclsyntax.Tokens) string {
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			continue
		case hclsyntax.TokenIdent:
			return string(token.Bytes)
		}
		return ""
	}
	return ""
}

// namesFunction reports whether a name and "(", or "::" again, come next. Where
// they do not, the parser would look for the next "(" anywhere in the file.
func namesFunction(tokens hclsyntax.Tokens) bool {
	return len(tokens) > 1 && tokens[0].Type == hclsyntax.TokenIdent &&
		(tokens[1].Type == hclsyntax.TokenOParen || tokens[1].Type == hclsyntax.TokenDoubleColon)
}
