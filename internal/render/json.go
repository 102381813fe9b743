package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// JSON writes the report itself: the canonical form, from which every other
// format can be rendered later. The same report gives the same bytes.
func JSON(w io.Writer, r *finding.Report, _ View) error {
	return writeJSON(w, whole(*r))
}

// writeJSON writes any format that is JSON.
func writeJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encoding the report: %w", err)
	}
	_, err := w.Write(escape(buf.Bytes()))
	return err
}

// whole gives lists that are empty, not null, in the places where a reader
// expects a list.
func whole(r finding.Report) finding.Report {
	r.Inputs = orEmpty(r.Inputs)
	r.Controls = orEmpty(r.Controls)
	r.Findings = orEmpty(r.Findings)
	r.Graph.Resources = orEmpty(r.Graph.Resources)
	r.Graph.Links = orEmpty(r.Graph.Links)
	r.Diagnostics = orEmpty(r.Diagnostics)
	return r
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// escape does for JSON what [Visible] does for text, without changing what the
// JSON says: the same characters, written as escapes. They stand inside strings,
// since JSON has no use for them elsewhere.
func escape(data []byte) []byte {
	out := make([]byte, 0, len(data))
	last := rune(0)
	for _, r := range string(data) {
		switch {
		case r == '\n', unicode.IsPrint(r) && !(r == '#' && last == '#'):
			out = append(out, string(r)...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		last = r
	}
	return out
}
