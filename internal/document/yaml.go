package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// ReadYAML reads a file of one YAML document into the struct that into points at, whose
// fields have yaml tags. A text without a document is null. A key without a value is not
// set. Tags and merged keys are refused, aliases are not.
//
// The error is [Document.Err]. The document is for checks that a schema cannot express.
func (k Kind) ReadYAML(file string, data []byte, into any) (*Document, error) {
	d := &Document{file: file}
	root, p := k.parseYAML(data)
	if p != nil {
		d.problems = append(d.problems, *p)
		return d, d.Err()
	}
	d.origin = yamlOrigin{root}
	d.find = func(path []any) int { return d.origin.node(path).Line }
	d.checkAgainst(k, yamlValue(root), true)
	if d.problems != nil {
		return d, d.Err()
	}
	if root.Decode(into) != nil {
		d.add(1, nil, "expected a "+k.Name+" file")
	}
	return d, d.Err()
}

// Embedded decodes a YAML text that the program carries.
func Embedded(text []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	return dec.Decode(into)
}

// Node is a node of a YAML text.
type Node = yaml.Node

// ParseYAML returns the nodes of the first document of a YAML text as it is written: no
// alias is followed, and nothing is checked.
func ParseYAML(text string) (*Node, error) {
	root := new(Node)
	return root, yaml.Unmarshal([]byte(text), root)
}

// large returns a problem if the file is larger than its kind may be.
func (k Kind) large(data []byte) *problem {
	if len(data) <= k.Bytes {
		return nil
	}
	return &problem{1, fmt.Sprintf("expected a %s file of at most %d bytes, found %d", k.Name, k.Bytes, len(data))}
}

func (k Kind) parseYAML(data []byte) (*yaml.Node, *problem) {
	if p := k.large(data); p != nil {
		return nil, p
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	switch err := dec.Decode(&first); {
	case errors.Is(err, io.EOF):
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: 1}, nil
	case err != nil:
		return nil, syntax(err, data)
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		return nil, &problem{second.Line, "a second YAML document begins here: expected one document"}
	case !errors.Is(err, io.EOF):
		return nil, syntax(err, data)
	}
	o := outline{inside: map[*yaml.Node]bool{}}
	o.walk(&first, 0)
	return first.Content[0], o.problem
}

// syntax words an error of yaml.v3's parser, which has no types of error. The form is
// "yaml: line 3: constant"; only the error about an unknown anchor quotes the file, and
// has no line. Two of them come from text that people forget to quote, such as *.example.com.
func syntax(err error, data []byte) *problem {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if name, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		name = strings.TrimSuffix(name, "' referenced")
		before, _, _ := bytes.Cut(data, []byte("*"+name))
		return &problem{1 + bytes.Count(before, []byte("\n")), "an alias of an unknown anchor" + quoteStars}
	}
	if place, constant, ok := strings.Cut(strings.TrimPrefix(message, "line "), ": "); ok {
		if line, err := strconv.Atoi(place); err == nil {
			switch {
			case constant == unexpectedKey:
				return &problem{firstLineOf(constant, data), "text that begins with a quote, or that has quotes in quotes, ends before the line does" + useLines}
			case strings.HasPrefix(constant, "did not find expected ',' or"):
				line++ // yaml.v3 counts the lines of the parser's errors from 0
			case strings.HasPrefix(constant, "mapping values are not allowed"):
				constant = "text that is not in quotes has a colon and a space" + useLines
			case constant == "found character that cannot start any token":
				constant = "found a tab, or a character with which no text begins" + useLines
			}
			if strings.HasSuffix(constant, "expected alphabetic or numeric character") {
				constant = "the name of an alias or anchor is missing" + quoteStars
			}
			return &problem{line, constant}
		}
	}
	return &problem{1, message}
}

// unexpectedKey is the error about text behind a quoted text. It names the line on which
// the mapping begins that the text is in.
const unexpectedKey = "did not find expected key"

const useLines = ": put the text on a line of its own after |"

// firstLineOf returns the line with which the parser begins to fail with an error, which
// it does however the file goes on.
func firstLineOf(constant string, data []byte) int {
	lines := bytes.SplitAfter(data, []byte("\n"))
	return sort.Search(len(lines), func(n int) bool {
		var node yaml.Node
		err := yaml.Unmarshal(bytes.Join(lines[:n+1], nil), &node)
		return err != nil && strings.HasSuffix(err.Error(), constant)
	}) + 1
}

const quoteStars = ": put text that begins with * or & in quotes"

// yamlOrigin is where values stand in a YAML file.
type yamlOrigin struct {
	root *yaml.Node
}

// node returns the node at a path, or the innermost one around it.
func (o yamlOrigin) node(path []any) *yaml.Node {
	n := o.root
steps:
	for _, step := range path {
		switch step := step.(type) {
		case int:
			if step < len(n.Content) {
				n = n.Content[step]
				continue steps
			}
		case string:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step && n.Content[i+1].ShortTag() != "!!null" {
					n = n.Content[i+1]
					continue steps
				}
			}
		}
		break
	}
	return n
}

// KeyLine returns the line, from 1, of a key of the YAML document's mapping. It is 0 if
// the key is not set.
func (d *Document) KeyLine(name string) int {
	for i, key := range d.origin.root.Content {
		if i%2 == 0 && key.Value == name && d.origin.root.Content[i+1].ShortTag() != "!!null" {
			return key.Line
		}
	}
	return 0
}

// TextLine returns the line, from 1, on which the text of a YAML scalar begins. It reports
// whether the text has the lines of the file, as after |.
func (d *Document) TextLine(path ...any) (line int, keepsLines bool) {
	n := d.origin.node(path)
	if n.Style&yaml.LiteralStyle != 0 {
		return n.Line + 1, true
	}
	return n.Line, false
}

func yamlValue(n *yaml.Node) value {
	v := value{text: n.Value, line: n.Line}
	switch n.Kind {
	case yaml.MappingNode:
		v.kind = object
	case yaml.SequenceNode:
		v.kind = array
	default:
		v.kind = scalarKind(n)
		return v
	}
	v.entries = func(yield func(key, value) bool) {
		for i := 0; i < len(n.Content); i++ {
			var k key
			if v.kind == object {
				k = key{n.Content[i].Value, n.Content[i].Line}
				i++
			}
			if !yield(k, yamlValue(n.Content[i])) {
				return
			}
		}
	}
	return v
}

func scalarKind(n *yaml.Node) kind {
	switch n.ShortTag() {
	case "!!null":
		return null
	case "!!bool":
		return boolean
	case "!!int", "!!float":
		return numberKind(n.Value)
	}
	return text
}

// numberKind takes for whole numbers what everybody reads as the same: not 010 or 1_0.
func numberKind(written string) kind {
	if n, err := strconv.Atoi(written); err == nil && strconv.Itoa(n) == written {
		return integer
	}
	return number
}
