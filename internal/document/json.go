package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ReadJSON reads a JSON file into the struct that into points at, whose fields have json
// tags. The file is checked while it is read: memory does not grow with it.
//
// The error is [Document.Err]. The document is for checks that a schema cannot express.
func (k Kind) ReadJSON(file string, data []byte, into any) (*Document, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	d := &Document{file: file, find: func(path []any) int { return jsonLine(data, path) }}
	if p := k.large(data); p != nil {
		d.problems = append(d.problems, *p)
		return d, d.Err()
	}
	r := &jsonReader{Decoder: jsontext.NewDecoder(bytes.NewBuffer(data)), data: data, line: 1}
	root := r.value()
	if r.err == nil {
		d.checkAgainst(k, root, false)
		r.skip(root)
	}
	if r.err == nil {
		if _, err := r.ReadToken(); err == nil {
			r.err = errMore
		} else if !errors.Is(err, io.EOF) {
			r.err = err
		}
	}
	if r.err != nil {
		d.problems, d.more = nil, 0
		d.add(1+bytes.Count(data[:jsonOffset(r.err, data)], []byte("\n")), nil, jsonProblem(r.err))
	} else if d.problems == nil && json.Unmarshal(data, into) != nil {
		d.add(1, nil, "expected a "+k.Name+" file")
	}
	return d, d.Err()
}

var errMore = errors.New("expected one JSON document: something follows it")

// jsonProblem words an error of the JSON decoder, which may quote the file.
func jsonProblem(err error) string {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, errMore):
		return err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "expected JSON: the file ends too early"
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "a key is given twice"
	case errors.As(err, &syntax):
		return fmt.Sprintf("expected JSON: it is not valid at byte %d", syntax.ByteOffset)
	}
	return "expected JSON"
}

func jsonOffset(err error, data []byte) int {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return min(int(syntax.ByteOffset), len(data))
	}
	return len(data)
}

// jsonReader makes values of a JSON text as it goes through it.
type jsonReader struct {
	*jsontext.Decoder
	data   []byte
	offset int64 // up to which lines are counted
	line   int
	err    error // the first
}

// lineAt returns the line of an offset that is not before the last one.
func (r *jsonReader) lineAt(offset int64) int {
	r.line += bytes.Count(r.data[r.offset:offset], []byte("\n"))
	r.offset = offset
	return r.line
}

// value reads a scalar, or the beginning of a list or object.
func (r *jsonReader) value() value {
	token, err := r.ReadToken()
	if err != nil {
		r.err = err
		return value{kind: null}
	}
	v := value{line: r.lineAt(r.InputOffset())}
	switch token.Kind() {
	case 'n':
		v.kind = null
	case 't', 'f':
		v.kind = boolean
	case '0':
		v.text = token.String()
		v.kind = numberKind(v.text)
	case '"':
		v.kind, v.text = text, token.String()
	case '[':
		v.kind, v.entries = array, r.entries(r.StackDepth(), false)
	case '{':
		v.kind, v.entries = object, r.entries(r.StackDepth(), true)
	}
	return v
}

// entries goes through the rest of the list or object at this depth.
func (r *jsonReader) entries(depth int, keys bool) func(func(key, value) bool) {
	return func(yield func(key, value) bool) {
		for r.err == nil && r.StackDepth() == depth {
			if kind := r.PeekKind(); kind == ']' || kind == '}' {
				_, r.err = r.ReadToken()
				return
			}
			var k key
			if keys {
				name := r.value()
				k = key{name.text, name.line}
			}
			v := r.value()
			if r.err != nil || !yield(k, v) {
				return
			}
			r.skip(v)
		}
	}
}

// skip goes to the end of a value that was not looked at.
func (r *jsonReader) skip(v value) {
	if v.entries != nil {
		for _, inner := range v.entries {
			_ = inner
		}
	}
}

// jsonLine returns the line of the value at a path.
func jsonLine(data []byte, path []any) int {
	r := &jsonReader{Decoder: jsontext.NewDecoder(bytes.NewBuffer(data)), data: data, line: 1}
	var pointer jsontext.Pointer
	for _, step := range path {
		pointer = pointer.AppendToken(fmt.Sprint(step))
	}
	for {
		if _, err := r.ReadToken(); err != nil {
			return 1
		}
		if r.StackPointer() == pointer {
			return r.lineAt(r.InputOffset())
		}
	}
}
