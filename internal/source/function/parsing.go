package function

import (
	stdstrings "strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/document"
	"github.com/zclconf/go-cty/cty"
)

// Documents are looked at before they are parsed: the parsers of go-cty recurse,
// and a value that is deep or repeats itself costs more than its text says.

// parsing is what an element of a document costs, in steps: go-cty decodes it
// twice, once for its type.
const parsing = 8

func fitsCSV(b *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	if !ok {
		return true
	}
	header, _, _ := stdstrings.Cut(s, "\n")
	columns, rows := int64(stdstrings.Count(header, ",")+1), int64(stdstrings.Count(s, "\n")+1)
	return b.room(0, mul(columns, 8)+mul(rows, int64(len(header)))) &&
		b.spend(mul(int64(stdstrings.Count(s, ","))+rows, parsing), 0)
}

func fitsJSON(b *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	if !ok {
		return true
	}
	depth, elements, quoted, digits := 0, int64(1), false, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' && !quoted {
			if digits++; digits > mostDigits {
				return false
			}
			continue
		}
		if digits > 0 && (c == 'e' || c == 'E') && !smallExponent(s[i+1:]) {
			return false
		}
		digits = 0
		switch {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[', c == '{':
			if depth++; depth > mostDepth {
				return false
			}
			elements++
		case c == ']', c == '}':
			depth--
		case c == ',':
			elements++
		}
	}
	return b.spend(mul(elements, parsing), 0)
}

func smallExponent(s string) bool {
	s = stdstrings.TrimLeft(s, "+-")
	end := stdstrings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' })
	if end < 0 {
		end = len(s)
	}
	return end <= 4
}

// fitsYAML parses the text with a parser that does not follow aliases, and sees
// what following them would make.
func fitsYAML(b *Budget, args []cty.Value) bool {
	s, ok := str(args[0])
	if !ok {
		return true
	}
	if !b.spend(int64(len(s)), 0) {
		return false
	}
	root, err := document.ParseYAML(s)
	if err != nil {
		// Nearly always an error for the function's parser too. Where it is not,
		// nothing is known of the size.
		return len(s) <= mostOddYAML && stdstrings.Count(s, "*") <= mostOddAliases && stdstrings.Count(s, "[")+stdstrings.Count(s, "{") < mostDepth
	}
	sizes := map[*document.Node]yamlSize{}
	size := yamlSizeOf(root, sizes, 0)
	return size.depth <= mostDepth && b.room(0, size.bytes) && b.spend(mul(size.nodes, parsing), 0)
}

const (
	mostOddYAML    = 1 << 12
	mostOddAliases = 8
)

type yamlSize struct {
	nodes, bytes int64
	depth        int
}

func yamlSizeOf(node *document.Node, known map[*document.Node]yamlSize, depth int) yamlSize {
	if size, ok := known[node]; ok {
		return size
	}
	size := yamlSize{nodes: 1, bytes: int64(len(node.Value)), depth: 1}
	known[node] = size // an anchor inside itself is an error of the function's
	if depth > mostDepth || len(node.Content) == 0 && node.Alias == nil && !smallNumber(node.Value) {
		size.depth = mostDepth + 1
		known[node] = size
		return size
	}
	children := node.Content
	if node.Alias != nil {
		children = []*document.Node{node.Alias}
	}
	for _, child := range children {
		inner := yamlSizeOf(child, known, depth+1)
		size.nodes = min(size.nodes+inner.nodes, 1<<40)
		size.bytes = min(size.bytes+inner.bytes, 1<<40)
		size.depth = max(size.depth, inner.depth+1)
	}
	known[node] = size
	return size
}

// smallNumber is false for what is a number with a huge exponent.
func smallNumber(s string) bool {
	i := stdstrings.IndexAny(s, "eE")
	if i <= 0 || stdstrings.Trim(s, "+-.0123456789eE_") != "" {
		return true
	}
	return smallExponent(s[i+1:])
}
