package finding

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MaxBytes is the size of the largest report that [Decode] reads: room for some
// 250,000 findings.
const MaxBytes = 256 << 20

// Decode reads a stored report as strictly as its schema has it, and refuses one
// that does not hold together: whose statuses and counts do not follow from its
// findings, or that points at inputs and controls it does not have. What it
// accepts can be rendered like a report that was just made.
//
// The error begins "not a cisbench report" and says where in the document what
// was expected, as a JSON pointer.
func Decode(data []byte) (*Report, error) {
	r, err := decode(data)
	if err != nil {
		return nil, errors.New("not a cisbench report: " + clip(err.Error()))
	}
	return r, nil
}

// clip keeps of an error what a line of a log can hold: it may quote a document
// that somebody else wrote.
func clip(text string) string {
	const most = 400
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return text
}

func decode(data []byte) (*Report, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("expected at most %d bytes", MaxBytes)
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("it is empty; " + whence)
	}
	if err := shape(data); err != nil {
		return nil, err
	}
	r := new(Report)
	if err := json.Unmarshal(data, r, json.RejectUnknownMembers(true)); err != nil {
		return nil, reword(err)
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	return r, r.consistent()
}

// whence says where a report comes from.
const whence = `expected what "scan --format json" writes`

// reword says what is wrong for somebody who has a file, not a Go type.
func reword(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not valid JSON: %w at byte %d; %s", syntax.Err, syntax.ByteOffset, whence)
	}
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return err
	}
	place := string(semantic.JSONPointer)
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return fmt.Errorf("%s: unknown key; %s", place, whence)
	case semantic.GoType == nil:
		return fmt.Errorf("%s: unexpected value", place)
	}
	wanted := strings.TrimPrefix(semantic.GoType.Kind().String(), "u")
	return fmt.Errorf("%s: expected %s", place, map[string]string{
		"int": "a whole number", "bool": "true or false", "slice": "a list", "struct": "an object", "ptr": "an object", "string": "a string",
	}[wanted])
}
