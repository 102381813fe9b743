package plan

import (
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// mostSought is how many bytes [Recognize] reads. Terraform writes format_version
// first, and a tool that sorts keys puts it after the configuration.
const mostSought = 64 << 20

// Recognize reports whether a text is JSON with a top-level format_version, as
// plans and states have it. It reads no further than that, and keeps no more than
// one name or string of the text in memory. What is wrong with the rest of the
// plan is for [Load] to say.
func Recognize(r io.ReaderAt, size int64) bool {
	start, err := skipBOM(r, size)
	if err != nil {
		return false
	}
	text := io.NewSectionReader(r, start, min(size-start, mostSought))
	dec := jsontext.NewDecoder(text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if token, err := dec.ReadToken(); err != nil || token.Kind() != '{' {
		return false
	}
	for {
		token, err := dec.ReadToken()
		if err != nil || token.Kind() != '"' {
			return false
		}
		if token.String() == "format_version" {
			return true
		}
		if err := dec.SkipValue(); err != nil {
			return false
		}
	}
}
