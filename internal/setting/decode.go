package setting

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"
)

// maxBytes is far above what a settings file needs. It also bounds what yaml.v3
// does with one: it compares each key of a mapping with each other.
const maxBytes = 64 << 10

// Decode reads a settings file; file stands for it in errors. A file without a
// document, or with comments alone, sets nothing.
//
// Every problem is in the error, one a line, as "file:line: what was expected".
func Decode(file string, data []byte) (File, error) {
	var doc document
	if err := strictly(file, "settings", data, maxBytes, &doc); err != nil {
		return File{}, err
	}
	return doc.file(), nil
}

// strictly decodes one YAML document into doc, whose Go type says which keys
// there are. A file without a document leaves doc as it is.
func strictly(file, what string, data []byte, most int, doc any) error {
	if len(data) > most {
		return fmt.Errorf("%s: %d bytes: expected a %s file of at most %d", file, len(data), what, most)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	switch err := dec.Decode(doc); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fromYAML(err).in(file)
	}
	var more yaml.Node
	switch err := dec.Decode(&more); {
	case err == nil:
		return problems{{more.Line, "a second YAML document begins here: expected one document"}}.in(file)
	case !errors.Is(err, io.EOF):
		return fromYAML(err).in(file)
	}
	return nil
}
