package plan

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// span is a range of bytes in the input. The zero span is absent.
type span struct{ start, end int64 }

func (s span) present() bool { return s.end > s.start }

// reader walks JSON tokens and knows where in the input each value stands.
type reader struct {
	*jsontext.Decoder
	base  int64             // where the decoder's first byte stands in the input
	words map[string]string // names and short strings that come again and again, by their JSON text
}

// bufferSize is how much is read at once. The decoder's own buffer is as small
// as the tokens are, which is a system call for every few of them.
const bufferSize = 1 << 18

func newReader(r io.Reader, base int64) reader {
	return reader{jsontext.NewDecoder(bufio.NewReaderSize(r, bufferSize)), base, map[string]string{}}
}

// maxWords bounds the memory for words; a plan uses some hundred.
const maxWords = 4096

// word reads a string that is likely to come again, without a copy for each time.
func (r reader) word() (string, error) { return word(r.Decoder, r.words) }

func word(dec *jsontext.Decoder, words map[string]string) (string, error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return "", syntax(err)
	}
	if word, ok := words[string(raw)]; ok {
		return word, nil
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return "", syntax(err)
	}
	word := string(text)
	if len(words) < maxWords {
		words[string(raw)] = word
	}
	return word, nil
}

// object calls visit for each name of the object that comes next. visit must
// consume the value.
func (r reader) object(visit func(name string) error) error {
	if r.PeekKind() != '{' {
		return r.unexpected("an object")
	}
	if _, err := r.ReadToken(); err != nil {
		return syntax(err)
	}
	for r.PeekKind() != '}' {
		name, err := r.word()
		if err != nil {
			return err
		}
		if err := visit(name); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return syntax(err)
}

// array calls visit for each element of the array that comes next; a null is an
// empty array.
func (r reader) array(visit func() error) error {
	switch r.PeekKind() {
	case 'n':
		return r.skip()
	case '[':
	default:
		return r.unexpected("an array")
	}
	if _, err := r.ReadToken(); err != nil {
		return syntax(err)
	}
	for r.PeekKind() != ']' {
		if err := visit(); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return syntax(err)
}

// text reads a string.
func (r reader) text() (string, error) {
	if r.PeekKind() != '"' {
		return "", r.unexpected("a string")
	}
	token, err := r.ReadToken()
	if err != nil {
		return "", syntax(err)
	}
	return token.String(), nil
}

// term reads a string that is likely to come again, such as a type.
func (r reader) term() (string, error) {
	if r.PeekKind() != '"' {
		return "", r.unexpected("a string")
	}
	return r.word()
}

// flag reads a bool; a null is false.
func (r reader) flag() (bool, error) {
	switch r.PeekKind() {
	case 't', 'f':
		token, err := r.ReadToken()
		if err != nil {
			return false, syntax(err)
		}
		return token.Bool(), nil
	case 'n':
		return false, r.skip()
	}
	return false, r.unexpected("true or false")
}

// skip validates the next value and leaves it.
func (r reader) skip() error { return syntax(r.SkipValue()) }

// span validates the next value and returns where it stands; a null is absent.
func (r reader) span() (span, error) {
	kind := r.PeekKind()
	// The offset after peeking still lies before the colon, which is harmless.
	start := r.base + r.InputOffset()
	if err := r.SkipValue(); err != nil {
		return span{}, syntax(err)
	}
	if kind == 'n' {
		return span{}, nil
	}
	return span{start, r.base + r.InputOffset()}, nil
}

// unexpected is the error for a next value of the wrong kind, or for the syntax
// error that stands in its place.
func (r reader) unexpected(expected string) error {
	if err := r.SkipValue(); err != nil {
		return syntax(err)
	}
	return r.malformed("expected %s", expected)
}

// malformed is the error for the value that was read last.
func (r reader) malformed(format string, args ...any) error {
	return fmt.Errorf("malformed plan: %s, at byte %d: %s", r.StackPointer(), r.base+r.InputOffset(), fmt.Sprintf(format, args...))
}

// syntax rewords the decoder's errors for the user.
func syntax(err error) error {
	if err == nil {
		return nil
	}
	var s *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the JSON text ends too early: expected a whole plan; was the file cut off while it was written?")
	case errors.As(err, &s) && errors.Is(s.Err, jsontext.ErrDuplicateName):
		s = &jsontext.SyntacticError{ByteOffset: s.ByteOffset, Err: jsontext.ErrDuplicateName} // its text has the name, which may be a sensitive map's
		fallthrough
	case s != nil:
		return fmt.Errorf("not valid JSON at byte %d: %w (expected the output of \"terraform show -json tfplan\")", s.ByteOffset, s.Err)
	}
	return fmt.Errorf("reading JSON: %w", err)
}
