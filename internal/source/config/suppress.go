package config

import (
	"bytes"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// suppress gives each block the suppressions that are written for it: in a
// comment on its own lines, from the first to the last, or in one that stands
// alone directly above it, no blank line between. Comments above each other are
// read together. Only what the lexer takes for a comment is one: text in a string
// or heredoc suppresses nothing.
func suppress(all []*declaration, file parsed, diags *diagnostics) {
	if !bytes.Contains(bytes.ToLower(file.src), []byte("cisbench")) {
		return
	}
	alone := map[int]hclsyntax.Token{} // comments on lines of their own, by their first line
	for _, comment := range file.comments {
		if startsLine(file.src, comment) {
			alone[comment.Range.Start.Line] = comment
		}
	}
	for _, comment := range file.comments {
		suppressions, ok, err := setting.ParseSuppression(string(comment.Bytes))
		if !ok {
			continue
		}
		if err != nil {
			diags.warning(comment.Range, "not a suppression: %v", err)
			continue
		}
		block := blockOf(comment, all, alone)
		if block == nil {
			if len(file.diags) == 0 { // else its block may be what could not be read
				diags.warning(comment.Range, "a suppression of nothing: expected it inside a resource, data or module block, or directly above one")
			}
			continue
		}
		for _, one := range suppressions {
			one.Address = block.address()
			one.File = comment.Range.Filename
			one.Line = comment.Range.Start.Line
			block.suppressions = append(block.suppressions, one)
		}
	}
}

// blockOf finds the block that a comment stands in or directly above.
func blockOf(comment hclsyntax.Token, all []*declaration, alone map[int]hclsyntax.Token) *declaration {
	first := comment.Range.Start.Line
	below := -1
	if _, ok := alone[first]; ok {
		below = lastLine(comment) + 1
		for next, ok := alone[below]; ok; next, ok = alone[below] {
			below = lastLine(next) + 1
		}
	}
	for _, block := range all {
		start, end := block.Range.Start.Line, block.Range.End.Line
		within := start <= first && first <= end
		if within || start == below || start == lastLine(comment) {
			if block.address() == "" {
				return nil
			}
			return block
		}
	}
	return nil
}

// address is empty for a block that no control assesses.
func (d *declaration) address() string {
	switch d.Type {
	case "resource":
		return d.Labels[0] + "." + d.Labels[1]
	case "data":
		return "data." + d.Labels[0] + "." + d.Labels[1]
	case "module":
		return "module." + d.Labels[0]
	}
	return ""
}

func startsLine(src []byte, token hclsyntax.Token) bool {
	before := src[:token.Range.Start.Byte]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return len(bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))) == 0
}

// lastLine is the last line that has some of the comment. A comment to the end of
// its line has that end in it.
func lastLine(comment hclsyntax.Token) int {
	if endsLine(comment) {
		return comment.Range.End.Line - 1
	}
	return comment.Range.End.Line
}
