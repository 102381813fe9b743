package suggest

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// text is a file of which one block is to change, by pieces. hclwrite adds to the
// end of a body alone, and knows no Windows line ends.
type text struct {
	src        []byte
	start, end int // of the block
	eol        string
	pieces     []piece
}

// piece replaces what is between two places of the source.
type piece struct {
	start, end int
	text       string
}

func newText(src []byte, block *config.Block) *text {
	t := &text{src: src, start: block.Range.Start.Byte, end: block.Range.End.Byte, eol: "\n"}
	if bytes.Contains(src[t.start:t.end], []byte("\r\n")) {
		t.eol = "\r\n"
	}
	return t
}

func (t *text) replace(r hcl.Range, with string) {
	t.pieces = append(t.pieces, piece{r.Start.Byte, r.End.Byte, with})
}

func (t *text) insert(at int, what string) { t.pieces = append(t.pieces, piece{at, at, what}) }

// bytes is the block as it becomes. One that was formatted is so again; of one
// that was not, what nobody asked for stays.
func (t *text) bytes() []byte {
	slices.SortStableFunc(t.pieces, func(a, b piece) int { return a.start - b.start })
	var block []byte
	at := t.start
	for _, p := range t.pieces {
		block = append(append(block, t.src[at:p.start]...), p.text...)
		at = p.end
	}
	block = append(block, t.src[at:t.end]...)
	if formatted, ok := format(t.src[t.start:t.end], t.eol); ok && bytes.Equal(formatted, t.src[t.start:t.end]) {
		if formatted, ok = format(block, t.eol); ok {
			block = formatted
		}
	}
	return block
}

// join is the file as it becomes by the changes of several blocks.
func join(src []byte, blocks []*text) []byte {
	slices.SortFunc(blocks, func(a, b *text) int { return a.start - b.start })
	var all []byte
	at := 0
	for _, t := range blocks {
		all = append(append(all, src[at:t.start]...), t.bytes()...)
		at = t.end
	}
	return append(all, src[at:]...)
}

// format formats a block as terraform fmt does. It is false where line ends are
// mixed.
func format(block []byte, eol string) ([]byte, bool) {
	if eol == "\n" {
		return hclwrite.Format(block), true
	}
	unix := bytes.ReplaceAll(block, []byte(eol), []byte("\n"))
	if bytes.Count(unix, []byte("\n")) != bytes.Count(block, []byte(eol)) || bytes.Contains(unix, []byte("\r")) {
		return nil, false
	}
	return bytes.ReplaceAll(hclwrite.Format(unix), []byte("\n"), []byte(eol)), true
}

// addArgument writes an argument behind the last of those that come before any
// nested block, and before those of the language that end a block by custom.
func (t *text) addArgument(body *config.Body, name, value string) {
	line := name + " = " + value
	if t.onOneLine(body) {
		t.unfold(body, line)
		return
	}
	blocks := len(t.src)
	for _, b := range body.Blocks {
		blocks = min(blocks, b.Range.Start.Byte)
	}
	var last *config.Attribute
	for _, a := range body.Attributes {
		switch {
		case a.Name == "depends_on" || a.Name == "providers" || a.Range.Start.Byte > blocks:
		case last == nil || a.Range.Start.Byte > last.Range.Start.Byte:
			last = a
		}
	}
	if last == nil {
		t.insert(t.nextLine(body.Range.Start.Byte+1), t.indent(body)+line+t.eol)
		return
	}
	t.insert(t.nextLine(last.Range.End.Byte), t.indent(body)+line+t.eol)
}

// addBlock writes a nested block with one argument at the end of a body.
func (t *text) addBlock(body *config.Body, typ, name, value string) {
	if t.onOneLine(body) {
		t.unfold(body, typ+" {"+t.eol+"    "+name+" = "+value+t.eol+"  }")
		return
	}
	indent := t.indent(body)
	block := indent + typ + " {" + t.eol + indent + "  " + name + " = " + value + t.eol + indent + "}" + t.eol
	if len(body.Attributes)+len(body.Blocks) > 0 {
		block = t.eol + block
	}
	t.insert(t.lineStart(body.Range.End.Byte-1), block)
}

func (t *text) onOneLine(body *config.Body) bool {
	return !bytes.Contains(t.src[body.Range.Start.Byte:body.Range.End.Byte], []byte("\n"))
}

// unfold gives what stands between braces on one line a line of its own, and the
// new one behind it.
func (t *text) unfold(body *config.Body, line string) {
	outer := t.margin(body.Range.Start.Byte)
	start, end := body.Range.Start.Byte+1, body.Range.End.Byte-1
	inside := bytes.TrimSpace(t.src[start:end])
	what := t.eol
	if len(inside) > 0 {
		what += outer + "  " + string(inside) + t.eol
	}
	t.pieces = append(t.pieces, piece{start, end, what + outer + "  " + line + t.eol + outer})
}

// indent is that of what is in a body.
func (t *text) indent(body *config.Body) string {
	first := len(t.src)
	for _, a := range body.Attributes {
		first = min(first, a.Range.Start.Byte)
	}
	for _, b := range body.Blocks {
		first = min(first, b.Range.Start.Byte)
	}
	if first < len(t.src) {
		return t.margin(first)
	}
	return t.margin(body.Range.Start.Byte) + "  "
}

// margin is the white space that begins a line.
func (t *text) margin(at int) string {
	line := t.src[t.lineStart(at):at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

func (t *text) lineStart(at int) int { return bytes.LastIndexByte(t.src[:at], '\n') + 1 }

func (t *text) nextLine(at int) int {
	if i := bytes.IndexByte(t.src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(t.src)
}
