package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// JSON writes the report itself: the canonical form, from which every other
// format can be rendered later. The same report gives the same bytes.
func JSON(w io.Writer, r *finding.Report, _ View) error {
	return WriteJSON(w, whole(*r))
}

// WriteJSON writes a value as JSON that is safe in a terminal and in the log of a
// CI system: see [EscapeJSON].
func WriteJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encoding JSON: %w", err)
	}
	_, err := w.Write(EscapeJSON(buf.Bytes()))
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

// EscapeJSON does for JSON what [Visible] does for text, without changing what the
// JSON says: it writes the same characters as escapes. They are inside strings,
// since JSON has no use for them elsewhere.
func EscapeJSON(data []byte) []byte {
	out := make([]byte, 0, len(data))
	last := rune(0)
	for _, r := range string(data) {
		switch {
		case r == '\n', !finding.Hidden(r) && !(r == '#' && last == '#'):
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
