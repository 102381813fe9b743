package iampolicy

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// object reads an object, calling member with each name; member reads the value.
func (p parser) object(path, expected string, member func(name string) error) error {
	if err := p.open('{', path, expected); err != nil {
		return err
	}
	for {
		tok, err := p.token(path)
		if err != nil || tok.Kind() == '}' {
			return err
		}
		if err := member(tok.String()); err != nil {
			return err
		}
	}
}

// each reads one value of the kind, or a list of them, calling read at each.
func (p parser) each(path, expected string, kind jsontext.Kind, read func(path string) error) error {
	if next := p.dec.PeekKind(); next == kind || next == '"' && p.gap != "" {
		return read(path)
	}
	if err := p.open('[', path, expected); err != nil {
		return err
	}
	for i := 0; p.dec.PeekKind() != ']'; i++ {
		if err := read(fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	_, err := p.token(path)
	return err
}

// list reads a string or a list of strings.
func (p parser) list(path string) (List, error) {
	var l List
	single := p.dec.PeekKind() == '"'
	err := p.each(path, "a string or a list of strings", '"', func(path string) error {
		tok, err := p.string(path)
		if single && p.gap != "" && tok == p.gap {
			l.Open = true
			return err
		}
		l.Items = append(l.Items, p.known(tok))
		return err
	})
	return l, err
}

// scalars reads what a condition compares with. IAM takes booleans and numbers
// for strings; a number keeps its spelling, as an account's may.
func (p parser) scalars(path string) (List, error) {
	const expected = "a string, boolean or number, or a list of them"
	var l List
	read := func(path string) error {
		tok, err := p.token(path)
		if err != nil {
			return err
		}
		switch tok.Kind() {
		case '"', 't', 'f', '0':
			l.Items = append(l.Items, p.known(tok.String()))
			l.Open = l.Open || p.gap != "" && tok.String() == p.gap
			return nil
		default:
			return unexpected(path, expected, tok.Kind())
		}
	}
	var err error
	switch p.dec.PeekKind() {
	case '"', 't', 'f', '0':
		err = read(path)
	default:
		err = p.each(path, expected, '"', read)
	}
	return l, err
}

func (p parser) text(path string) (Text, error) {
	s, err := p.string(path)
	return p.known(s), err
}

func (p parser) string(path string) (string, error) {
	tok, err := p.token(path)
	switch {
	case err != nil:
		return "", err
	case tok.Kind() != '"':
		return "", unexpected(path, "a string", tok.Kind())
	default:
		return tok.String(), nil
	}
}

// known is a text, unless there is a gap in it.
func (p parser) known(s string) Text {
	if p.gap != "" && strings.Contains(s, p.gap) {
		return Unknown()
	}
	return Known(s)
}

// alone reads a gap that stands where an object is expected, if there is one.
func (p parser) alone(path string) (bool, error) {
	if p.gap == "" || p.dec.PeekKind() != '"' {
		return false, nil
	}
	s, err := p.string(path)
	if err == nil && s != p.gap {
		err = unexpected(path, "an object", '"')
	}
	return err == nil, err
}

func (p parser) open(kind jsontext.Kind, path, expected string) error {
	tok, err := p.token(path)
	if err == nil && tok.Kind() != kind {
		err = unexpected(path, expected, tok.Kind())
	}
	return err
}

func (p parser) token(path string) (jsontext.Token, error) {
	tok, err := p.dec.ReadToken()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return tok, fmt.Errorf("%s: expected well-formed JSON, found its end too early", path)
	case err != nil:
		return tok, fmt.Errorf("%s: expected well-formed JSON without duplicate names: %w", path, err)
	}
	return tok, nil
}

func unexpected(path, expected string, found jsontext.Kind) error {
	return fmt.Errorf("%s: expected %s, found %s", path, expected, kindName(found))
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	default:
		return "the end of a list or object"
	}
}
