package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Parse reads one file in native syntax by itself: its blocks, with their places
// in src. A file that does not parse whole is a [*Problem].
func Parse(src []byte, filename string) (*Body, error) {
	body, _, problems := parseNative(src, filename)
	if len(problems) > 0 {
		return nil, problems[0]
	}
	return body, nil
}

// parseNative reads a file in native syntax: its body, and its comments.
//
// The structure of blocks is read here, and hclsyntax reads expressions alone.
// Its parser of bodies skips closing braces as it recovers from an error, so that
// a small file of wrong blocks nests as deep as it is long, which no check
// before it can foresee. Here the first error in the structure is the last.
func parseNative(src []byte, filename string) (*Body, []comment, []*Problem) {
	tokens, lexed := hclsyntax.LexConfig(src, filename, hcl.InitialPos)
	if p := fromHCL(lexed); p != nil {
		return nil, nil, []*Problem{p}
	}
	if p := nesting(tokens); p != nil {
		return nil, nil, []*Problem{p}
	}
	var comments []comment
	for i, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			comments = append(comments, comment{token, i == 0 || endsLine(tokens[i-1])})
		}
	}
	r := reader{src: src, tokens: tokens, copies: mostJoined * len(src)}
	body, p := r.body(hclsyntax.TokenEOF, hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos})
	if p != nil {
		r.problems = append(r.problems, p)
	}
	return body, comments, r.problems
}

// comment is one with what says where it stands.
type comment struct {
	hclsyntax.Token
	first bool // it begins its line
}

// reader goes through the tokens of a file.
type reader struct {
	src      []byte
	tokens   hclsyntax.Tokens
	next     int
	copies   int        // bytes that the parser may still copy to join parts of templates
	problems []*Problem // of expressions: what follows them can still be read
}

// peek returns the next token that means something. A comment to the end of its
// line means that end.
func (r *reader) peek() hclsyntax.Token {
	for ; r.next < len(r.tokens)-1; r.next++ {
		token := r.tokens[r.next]
		if token.Type != hclsyntax.TokenComment {
			return token
		}
		if endsLine(token) {
			token.Type = hclsyntax.TokenNewline
			return token
		}
	}
	return r.tokens[len(r.tokens)-1] // the end of the file
}

func (r *reader) read() hclsyntax.Token {
	token := r.peek()
	if token.Type != hclsyntax.TokenEOF {
		r.next++
	}
	return token
}

func endsLine(token hclsyntax.Token) bool {
	n := len(token.Bytes)
	return token.Type == hclsyntax.TokenNewline ||
		token.Type == hclsyntax.TokenComment && n > 0 && token.Bytes[n-1] == '\n'
}

// body reads arguments and blocks up to the token that ends them. opening is
// where the body starts.
func (r *reader) body(end hclsyntax.TokenType, opening hcl.Range) (*Body, *Problem) {
	body := &Body{Attributes: map[string]*Attribute{}, Range: opening}
	for {
		switch token := r.read(); token.Type {
		case end:
			body.Range.End = token.Range.End
			return body, nil
		case hclsyntax.TokenNewline:
		case hclsyntax.TokenIdent:
			if p := r.item(body, token, false); p != nil {
				return body, p
			}
		case hclsyntax.TokenOQuote:
			return body, problem(token.Range, "Invalid argument name: argument names must not be quoted")
		case hclsyntax.TokenEOF:
			return body, problem(opening, "Unclosed configuration block: there is no closing brace for this block before the end of the file")
		default:
			return body, problem(token.Range, "expected an argument or a block definition")
		}
	}
}

// item reads one argument or block; inline where it stands between braces on
// one line.
func (r *reader) item(body *Body, name hclsyntax.Token, inline bool) *Problem {
	switch token := r.peek(); {
	case token.Type == hclsyntax.TokenEqual:
		r.read()
		return r.attribute(body, name, inline)
	case inline:
		return problem(token.Range, "expected one argument, or each nested block on lines of its own, in a block on a single line")
	case token.Type == hclsyntax.TokenOBrace, token.Type == hclsyntax.TokenOQuote, token.Type == hclsyntax.TokenIdent:
		return r.block(body, name)
	default:
		return problem(token.Range, "expected an argument or a block definition: to set an argument, write \"=\" behind its name")
	}
}

func (r *reader) attribute(body *Body, name hclsyntax.Token, inline bool) *Problem {
	expr, end, p := r.expression()
	if p != nil {
		r.problems = append(r.problems, p)
	}
	switch token := r.peek(); {
	case token.Type == hclsyntax.TokenNewline && !inline, token.Type == hclsyntax.TokenEOF:
	case token.Type == hclsyntax.TokenCBrace && inline:
	default:
		if inline {
			return problem(token.Range, "Invalid single-argument block definition: expected the closing brace behind its single argument")
		}
		return problem(token.Range, "Missing newline after argument: an argument definition must end with a newline")
	}
	if p != nil {
		expr = unknown(hcl.Range{Filename: name.Range.Filename, Start: name.Range.Start, End: end})
	}
	key := string(name.Bytes)
	if first, ok := body.Attributes[key]; ok {
		first.Expr = unknown(first.Expr.Range())
		r.problems = append(r.problems, problem(name.Range,
			"Attribute redefined: the argument %q is set on line %d already", key, first.NameRange.Start.Line))
		return nil
	}
	body.Attributes[key] = &Attribute{
		Name: key, Expr: expr, NameRange: name.Range,
		Range: hcl.Range{Filename: name.Range.Filename, Start: name.Range.Start, End: end},
	}
	return nil
}

// unknown is an expression in the place of one that cannot be read: the argument
// is set, to whatever value.
func unknown(r hcl.Range) hcl.Expression {
	return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: r}
}

// expression reads up to the end of the line, or to a brace or a comma that
// stands in no bracket of the expression. end is behind its last token.
func (r *reader) expression() (_ hcl.Expression, end hcl.Pos, _ *Problem) {
	first := r.peek()
	depth, after, begin := 0, first.Range.Start.Byte, r.next
	end = first.Range.Start
scan:
	for ; ; r.next++ {
		token := r.tokens[r.next]
		switch token.Type {
		case hclsyntax.TokenEOF:
			break scan
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
			hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			if depth == 0 {
				break scan
			}
			depth--
		case hclsyntax.TokenComma:
			if depth == 0 {
				break scan
			}
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			if depth == 0 && endsLine(token) {
				after = token.Range.End.Byte // a heredoc needs the newline behind it
				break scan
			}
			continue
		}
		end, after = token.Range.End, token.Range.End.Byte
	}
	if end == first.Range.Start {
		return nil, end, problem(first.Range, "Invalid expression: expected the start of an expression")
	}
	if plain, ok := plainHeredoc(r.tokens[begin:r.next]); ok {
		return plain, end, nil
	}
	copies, most := joined(r.tokens[begin:r.next])
	if r.copies -= copies; r.copies < 0 {
		return nil, end, problem(most, "size limit: expected a template of fewer lines: put it in a file of its own")
	}
	expr, diags := hclsyntax.ParseExpression(r.src[first.Range.Start.Byte:after], first.Range.Filename, first.Range.Start)
	p := fromHCL(diags)
	if p != nil {
		// HCL saw the argument alone.
		p.Text = strings.Replace(p.Text, "found the end of the file", "found the end of the argument", 1)
	}
	return expr, end, p
}

func (r *reader) block(body *Body, name hclsyntax.Token) *Problem {
	block := &Block{Type: string(name.Bytes), Range: name.Range}
	for r.peek().Type != hclsyntax.TokenOBrace {
		label, p := r.label()
		if p != nil {
			return p
		}
		block.Labels = append(block.Labels, label)
	}
	brace := r.read()
	var p *Problem
	switch token := r.peek(); token.Type {
	case hclsyntax.TokenIdent:
		block.Body, p = r.inline(brace)
	default:
		block.Body, p = r.body(hclsyntax.TokenCBrace, brace.Range)
	}
	if p != nil { // what the block leaves out is not known
		return p
	}
	block.Range.End = block.Body.Range.End
	body.Blocks = append(body.Blocks, block)
	if token := r.peek(); token.Type != hclsyntax.TokenNewline && token.Type != hclsyntax.TokenEOF {
		return problem(token.Range, "Missing newline after block definition: a block definition must end with a newline")
	}
	return nil
}

// inline reads the one argument of a block on a single line.
func (r *reader) inline(brace hclsyntax.Token) (*Body, *Problem) {
	body := &Body{Attributes: map[string]*Attribute{}, Range: brace.Range}
	if p := r.item(body, r.read(), true); p != nil {
		return body, p
	}
	closing := r.read()
	if closing.Type != hclsyntax.TokenCBrace {
		return body, problem(brace.Range, "Unclosed configuration block: there is no closing brace for this block before the end of the file")
	}
	body.Range.End = closing.Range.End
	return body, nil
}

// label reads one label of a block, a name or a quoted text.
func (r *reader) label() (string, *Problem) {
	token := r.read()
	switch token.Type {
	case hclsyntax.TokenIdent:
		return string(token.Bytes), nil
	case hclsyntax.TokenOQuote:
	case hclsyntax.TokenEqual:
		return "", problem(token.Range, "Invalid block definition: \"=\" is for arguments, not for blocks")
	case hclsyntax.TokenNewline:
		return "", problem(token.Range, "Invalid block definition: expected \"{\" on the same line as the block's type")
	default:
		return "", problem(token.Range, "Invalid block definition: expected a quoted label or \"{\"")
	}
	var text strings.Builder
	for {
		switch token := r.read(); token.Type {
		case hclsyntax.TokenCQuote:
			return text.String(), nil
		case hclsyntax.TokenQuotedLit:
			part, diags := hclsyntax.ParseStringLiteralToken(token)
			if p := fromHCL(diags); p != nil {
				return "", p
			}
			text.WriteString(part)
		default:
			return "", problem(token.Range, "Invalid block label: expected plain text up to a closing quotation mark")
		}
	}
}
