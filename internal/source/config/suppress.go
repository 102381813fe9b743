package config

import (
	"bytes"
	"cmp"
	"slices"

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
	below := linesBelow(file.comments)
	for i, comment := range file.comments {
		suppressions, ok, err := setting.ParseSuppression(string(comment.Bytes))
		if !ok {
			continue
		}
		if err != nil {
			diags.warning(comment.Range, "not an inline waiver: %v", err)
			continue
		}
		block := blockOf(comment, all, below[i])
		if block == nil {
			if len(file.diags) == 0 { // else its block may be what could not be read
				diags.warning(comment.Range, "cisbench:ignore must be inside, or directly above, a resource, data or module block")
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

// linesBelow gives for each comment that begins its line the line below it and the
// comments directly below it, and -1 for every other comment.
func linesBelow(comments []comment) []int {
	below := make([]int, len(comments))
	next, line := 0, -1 // what is known of the closest comment further down that begins its line
	for i := len(comments) - 1; i >= 0; i-- {
		below[i] = -1
		if c := comments[i]; c.first {
			after := lastLine(c) + 1
			if after != next {
				line = after
			}
			below[i], next = line, c.Range.Start.Line
		}
	}
	return below
}

// blockOf finds the block that a comment stands in, or whose first line is the
// comment's last line or the line below.
func blockOf(c comment, all []*declaration, below int) *declaration {
	first := c.Range.Start.Line
	// Blocks are in order, and no two have a line in common.
	i, found := slices.BinarySearchFunc(all, first, compareStart)
	if !found && i > 0 && all[i-1].Range.End.Line >= first {
		i--
		found = true
	}
	for _, line := range []int{lastLine(c), below} {
		if !found && line > 0 {
			i, found = slices.BinarySearchFunc(all, line, compareStart)
		}
	}
	if !found || all[i].address() == "" {
		return nil
	}
	return all[i]
}

func compareStart(block *declaration, line int) int {
	return cmp.Compare(block.Range.Start.Line, line)
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

// lastLine is the last line that has some of the comment. A comment to the end of
// its line has that end in it.
func lastLine(c comment) int {
	if endsLine(c.Token) {
		return c.Range.End.Line - 1
	}
	return c.Range.End.Line
}
