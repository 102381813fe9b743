package render

import (
	"regexp"
	"strings"
)

// htmlBlock is a paragraph, or the lines of an example.
type htmlBlock struct {
	Prose []htmlSpan
	Code  string
}

// htmlSpan is a stretch of prose, or a word of code in it.
type htmlSpan struct {
	Text string
	Code bool
}

// prose reads texts of the catalogue and of findings.
type prose struct{ code *regexp.Regexp }

// newProse knows what is code in a sentence: a name that Terraform writes with
// underscores, with the address or path that it is part of.
func newProse() prose {
	const key = `\[(?:\d+|"[^"\]]*"|\*)\]`
	return prose{regexp.MustCompile(`(?:[\w-]+(?:` + key + `)?\.)*[a-z0-9]+(?:_[a-z0-9*]+)+(?:` + key + `|\.[\w*-]+)*`)}
}

// blocks reads a text as the catalogue has it: paragraphs, and examples that are
// indented by four spaces.
func (p prose) blocks(text string) []htmlBlock {
	var blocks []htmlBlock
	var words, code []string
	end := func() {
		if len(words) > 0 {
			blocks = append(blocks, htmlBlock{Prose: p.spans(strings.Join(words, " "))})
		}
		if example := strings.TrimRight(strings.Join(code, "\n"), "\n"); example != "" {
			blocks = append(blocks, htmlBlock{Code: example})
		}
		words, code = nil, nil
	}
	for line := range strings.Lines(text) {
		line = clip(strings.TrimRight(line, "\r\n "))
		rest, indented := strings.CutPrefix(line, "    ")
		switch {
		case line == "" && len(code) > 0:
			code = append(code, "")
		case line == "":
			end()
		case indented && len(words) == 0:
			code = append(code, rest)
		default:
			if len(code) > 0 {
				end()
			}
			words = append(words, strings.TrimSpace(line))
		}
	}
	end()
	return blocks
}

// spans tells the code in a sentence from its other words.
func (p prose) spans(text string) []htmlSpan {
	var all []htmlSpan
	at := 0
	for _, m := range p.code.FindAllStringIndex(text, -1) {
		if m[0] > at {
			all = append(all, htmlSpan{Text: text[at:m[0]]})
		}
		all = append(all, htmlSpan{Text: text[m[0]:m[1]], Code: true})
		at = m[1]
	}
	if at < len(text) {
		all = append(all, htmlSpan{Text: text[at:]})
	}
	return all
}
