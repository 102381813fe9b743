package plan

import (
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
	base int64 // where the decoder's first byte stands in the input
}

// object calls visit for each name of the object that comes next. visit must
// consume the value.
func (r reader) object(what string, visit func(name string) error) error {
	if kind := r.PeekKind(); kind != '{' {
		return r.unexpected(what, "an object")
	}
	if _, err := r.ReadToken(); err != nil {
		return syntax(err)
	}
	for r.PeekKind() != '}' {
		token, err := r.ReadToken()
		if err != nil {
			return syntax(err)
		}
		if err := visit(token.String()); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return syntax(err)
}

// array calls visit for each element of the array that comes next; a null is an
// empty array.
func (r reader) array(what string, visit func(i int) error) error {
	switch r.PeekKind() {
	case 'n':
		return r.skip()
	case '[':
	default:
		return r.unexpected(what, "an array")
	}
	if _, err := r.ReadToken(); err != nil {
		return syntax(err)
	}
	for i := 0; r.PeekKind() != ']'; i++ {
		if err := visit(i); err != nil {
			return err
		}
	}
	_, err := r.ReadToken()
	return syntax(err)
}

// text reads a string.
func (r reader) text(what string) (string, error) {
	if r.PeekKind() != '"' {
		return "", r.unexpected(what, "a string")
	}
	token, err := r.ReadToken()
	if err != nil {
		return "", syntax(err)
	}
	return token.String(), nil
}

// flag reads a bool; a null is false.
func (r reader) flag(what string) (bool, error) {
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
	return false, r.unexpected(what, "true or false")
}

// skip validates the next value and leaves it.
func (r reader) skip() error { return syntax(r.SkipValue()) }

// span validates the next value and returns where it stands; a null is absent.
func (r reader) span() (span, error) {
	kind := r.PeekKind()
	// The offset after peeking still lies before white space, which is harmless.
	start := r.base + r.InputOffset()
	if err := r.SkipValue(); err != nil {
		return span{}, syntax(err)
	}
	if kind == 'n' {
		return span{}, nil
	}
	return span{start, r.base + r.InputOffset()}, nil
}

// unexpected is the error for a value of the wrong kind, or for the syntax
// error that stands in its place.
func (r reader) unexpected(what, expected string) error {
	if kind := r.PeekKind(); kind == 0 || kind == ']' || kind == '}' {
		if _, err := r.ReadToken(); err != nil {
			return syntax(err)
		}
	}
	return fmt.Errorf("malformed plan: %s at byte %d: expected %s", what, r.base+r.InputOffset(), expected)
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
	case errors.As(err, &s):
		return fmt.Errorf("not valid JSON at byte %d: %v (expected the output of \"terraform show -json tfplan\")", s.ByteOffset, s.Err)
	}
	return fmt.Errorf("reading JSON: %w", err)
}
