package config

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// HCL's parser joins the literal parts of a template one after the other: each line of
// a heredoc, and each "$" before something else, is one. It copies what it has each
// time, and what follows.

// mostJoined is how many bytes may be copied for each byte of a text. A heredoc of
// 5,000 lines in a file without anything else takes as many.
const mostJoined = 12_000

// plainLines is how many parts a heredoc without sequences has at least to be read here.
const plainLines = 500

// joined estimates the bytes that are copied for the templates in a text. Those that are
// joined are slower to copy than those that follow.
func joined(tokens hclsyntax.Tokens) (bytes int, most hcl.Range) {
	parts, size, worst := 0, 0, 0
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenStringLit && token.Type != hclsyntax.TokenQuotedLit {
			parts, size = 0, 0
			continue
		}
		parts++
		size += len(token.Bytes)
		bytes += 16*parts + 4*size
		if parts > worst {
			worst, most = parts, token.Range
		}
	}
	return bytes, most
}

// joining returns a problem if joining the parts of the templates in a text of a length
// takes too long.
func joining(tokens hclsyntax.Tokens, length int) *Problem {
	if bytes, at := joined(tokens); bytes > mostJoined*length {
		return problem(at, "size limit: expected a template of fewer lines: put it in a file of its own")
	}
	return nil
}

// plainHeredoc returns the expression of a long heredoc without sequences, as HCL's
// parser does; ok is false if the tokens are something else.
func plainHeredoc(tokens hclsyntax.Tokens) (_ hcl.Expression, ok bool) {
	last := len(tokens) - 1
	if last < plainLines || tokens[0].Type != hclsyntax.TokenOHeredoc || tokens[last].Type != hclsyntax.TokenCHeredoc {
		return nil, false
	}
	var lines []string
	for _, token := range tokens[1:last] {
		if token.Type != hclsyntax.TokenStringLit {
			return nil, false
		}
		line, diags := hclsyntax.ParseStringLiteralToken(token)
		if diags.HasErrors() {
			return nil, false
		}
		lines = append(lines, line)
	}
	if strings.HasPrefix(string(tokens[0].Bytes), "<<-") && !flush(lines) {
		return nil, false
	}
	literal := &hclsyntax.LiteralValueExpr{
		Val:      cty.StringVal(strings.Join(lines, "")),
		SrcRange: hcl.RangeBetween(tokens[1].Range, tokens[last-1].Range),
	}
	return &hclsyntax.TemplateExpr{
		Parts:    []hclsyntax.Expression{literal},
		SrcRange: hcl.RangeBetween(tokens[0].Range, tokens[last].Range),
	}, true
}

// flush takes the indentation off that all lines have which are not blank. A line may
// come in several parts. It is false where another character than a space or a tab may
// count for the indentation.
func flush(parts []string) bool {
	least := -1
	var starts []int
	begins := true
	for i, part := range parts {
		text := strings.TrimLeftFunc(part, unicode.IsSpace)
		if begins && (text != "" || !strings.HasSuffix(part, "\n")) {
			spaces := len(part) - len(text)
			if strings.Trim(part[:spaces], " \t") != "" || text != "" && text[0] >= utf8.RuneSelf {
				return false
			}
			if starts = append(starts, i); least < 0 || spaces < least {
				least = spaces
			}
		}
		begins = strings.HasSuffix(part, "\n")
	}
	for _, i := range starts {
		parts[i] = parts[i][least:]
	}
	return true
}
