package config

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Mention is what a file may declare. It names more than the file declares,
// never less: words in comments and strings look like blocks.
type Mention struct {
	Types   []string // of resources and data sources, and "provider.<name>" of providers, sorted
	Calls   bool     // there may be module blocks
	Sources []string // of module blocks, those that begin with "./" or "../", sorted
	// Elsewhere is true if the source of a module block may be something else, such as an
	// expression.
	Elsewhere bool
	// Unsure is true where a name is written in another way than in plain text:
	// only the module itself can tell what it declares.
	Unsure bool
}

// Mentions looks through a file without parsing it. The name tells the syntax.
func Mentions(name string, src []byte) Mention {
	var m Mention
	if strings.HasSuffix(name, ".json") {
		m.json(src)
	} else {
		m.native(src)
	}
	slices.Sort(m.Types)
	slices.Sort(m.Sources)
	m.Types = slices.Compact(m.Types)
	m.Sources = slices.Compact(m.Sources)
	return m
}

func (m *Mention) native(src []byte) {
	for keyword, prefix := range map[string]string{"resource": "", "data": "", "provider": "provider."} {
		m.behind(src, keyword, func(rest []byte) {
			if label, ok := m.label(rest); ok {
				m.Types = append(m.Types, prefix+label) // sorted, and duplicates removed, at the end
			}
		})
	}
	m.behind(src, "module", func(rest []byte) {
		_, ok := m.label(rest)
		m.Calls = m.Calls || ok
	})
	if !m.Calls {
		return
	}
	m.behind(src, "source", func(rest []byte) {
		rest, ok := bytes.CutPrefix(rest, []byte("="))
		if rest = m.blank(rest); !ok || len(rest) == 0 {
			return
		}
		if source, ok := quoted(rest); ok {
			m.local(source)
			return
		}
		m.Elsewhere = true // an expression, which only its evaluation tells
	})
}

func (m *Mention) local(source string) {
	if strings.HasPrefix(source, "./") || strings.HasPrefix(source, "../") {
		m.Sources = append(m.Sources, source)
	} else {
		m.Elsewhere = true
	}
}

// label reads a block's first label, in quotation marks or without.
func (m *Mention) label(rest []byte) (string, bool) {
	if len(rest) > 0 && rest[0] == '"' {
		label, ok := quoted(rest)
		m.Unsure = m.Unsure || !ok
		return label, ok
	}
	n := 0
	for n < len(rest) && wordByte(rest[n]) {
		n++
	}
	return string(rest[:n]), n > 0
}

// quoted reads a plain text between quotation marks, on one line.
func quoted(src []byte) (string, bool) {
	if len(src) == 0 || src[0] != '"' {
		return "", false
	}
	n := bytes.IndexAny(src[1:], "\"\\$%\n")
	if n < 0 || src[n+1] != '"' {
		return "", false
	}
	return string(src[1 : n+1]), true
}

// behind calls visit with what follows each place where a word stands, blanks
// and comments left out.
func (m *Mention) behind(src []byte, word string, visit func(rest []byte)) {
	for at := 0; ; {
		n := bytes.Index(src[at:], []byte(word))
		if n < 0 {
			return
		}
		start, end := at+n, at+n+len(word)
		at = end
		if start > 0 && asciiWordByte(src[start-1]) || end == len(src) || wordByte(src[end]) {
			continue
		}
		visit(m.blank(src[end:]))
	}
}

// mostBlank is how many bytes of spaces and comments are skipped behind one word.
// A comment may hold many words, and each would skip what follows once more.
const mostBlank = 4 << 10

// blank skips spaces and the comments that may stand within a line.
func (m *Mention) blank(src []byte) []byte {
	long := len(src) > mostBlank
	near, all := src[:min(len(src), mostBlank)], src
	for {
		near = bytes.TrimLeft(near, " \t")
		if !bytes.HasPrefix(near, []byte("/*")) {
			break
		}
		n := bytes.Index(near[2:], []byte("*/"))
		if n < 0 {
			near = nil
			break
		}
		near = near[2+n+2:]
	}
	if len(near) > 0 {
		return all[min(len(src), mostBlank)-len(near):]
	}
	m.Unsure = m.Unsure || long
	return nil
}

// wordByte takes every byte of a letter beyond ASCII for one of a word.
func wordByte(c byte) bool { return asciiWordByte(c) || c >= 0x80 }

func asciiWordByte(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// json reads tokens: files in this syntax are few, and any letter of them may be
// escaped.
func (m *Mention) json(src []byte) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	dec := jsontext.NewDecoder(bytes.NewBuffer(src), jsontext.AllowDuplicateNames(true))
	var names []string // the last of each object around; arrays have none
	for {
		token, err := dec.ReadToken()
		if err != nil {
			m.Unsure = m.Unsure || !errors.Is(err, io.EOF)
			return
		}
		switch token.Kind() {
		case '{':
			names = append(names, "")
		case '}':
			names = names[:len(names)-1]
		case '"':
			text := token.String()
			within, length := dec.StackIndex(dec.StackDepth())
			if within == '{' && length%2 == 1 {
				names[len(names)-1] = text
			}
			m.place(names, text)
		}
	}
}

// place takes a name, or a text, by the names of the objects around it.
func (m *Mention) place(names []string, text string) {
	switch {
	case len(names) == 2 && (names[0] == "resource" || names[0] == "data"):
		m.Types = append(m.Types, names[1])
	case len(names) == 2 && names[0] == "provider":
		m.Types = append(m.Types, "provider."+names[1])
	case len(names) > 1 && names[0] == "module":
		m.Calls = true
		if names[len(names)-1] == "source" {
			m.local(text)
		}
	}
}
