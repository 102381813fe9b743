package finding

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// required lists the keys that each object of a report must have, by its place
// with * for each index. A Go struct cannot tell a key that is left out from a
// zero.
func required() map[string][]string {
	counts := []string{"pass", "fail", "unknown", "manual", "not-applicable"}
	location := []string{"file", "start_line", "start_column", "end_line", "end_column"}
	call := []string{"name", "file", "line"}
	return map[string][]string{
		"":                                       {"schema_version", "tool", "benchmark", "inputs", "summary", "controls", "findings", "graph", "diagnostics"},
		"/tool":                                  {"name", "version"},
		"/benchmark":                             {"version", "title"},
		"/shard":                                 {"number", "of", "inputs"},
		"/inputs/*":                              {"index", "path", "kind", "complete", "resources", "assessed"},
		"/summary":                               {"controls", "findings"},
		"/summary/controls":                      counts,
		"/summary/findings":                      append([]string{"waived"}, counts...),
		"/controls/*":                            {"id", "title", "severity", "level", "status", "remediation"},
		"/findings/*":                            {"control", "status", "message", "input", "fingerprint"},
		"/findings/*/evidence/*":                 {"attribute", "value"},
		"/findings/*/waiver":                     {"kind", "reason"},
		"/findings/*/location":                   location,
		"/graph":                                 {"resources", "links"},
		"/graph/resources/*":                     {"address", "type", "input"},
		"/graph/links/*":                         {"from", "to", "role", "input"},
		"/diagnostics/*":                         {"severity", "summary", "input"},
		"/diagnostics/*/location":                location,
		"/findings/*/location/module_calls/*":    call,
		"/diagnostics/*/location/module_calls/*": call,
	}
}

// mayBeEmpty lists the strings that may be empty. Others are left out instead.
func mayBeEmpty() []string {
	return []string{"/benchmark/title", "/controls/*/remediation", "/findings/*/evidence/*/attribute", "/findings/*/evidence/*/value"}
}

// walker checks what a JSON document says beside its values: that it is one
// document, has each key that must be there, and no null or empty string where
// a report has none.
type walker struct {
	*jsontext.Decoder
	required map[string][]string
	empty    []string
}

func shape(data []byte) error {
	w := walker{jsontext.NewDecoder(bytes.NewBuffer(data)), required(), mayBeEmpty()}
	if w.PeekKind() != '{' {
		if _, err := w.ReadValue(); err != nil {
			return reword(err)
		}
		return errors.New(whence)
	}
	if err := w.value(""); err != nil {
		return err
	}
	if rest := bytes.TrimSpace(data[w.InputOffset():]); len(rest) > 0 {
		return fmt.Errorf("something follows the end of the document at byte %d; %s", w.InputOffset(), whence)
	}
	return nil
}

// maxDepth is a little more than a report has.
const maxDepth = 10

func (w walker) value(place string) error {
	if w.StackDepth() > maxDepth {
		return fmt.Errorf("nested more than %d deep; %s", maxDepth, whence)
	}
	token, err := w.ReadToken()
	if err != nil {
		return reword(err)
	}
	switch token.Kind() {
	case 'n':
		return fmt.Errorf("%s: expected a value, found null", w.StackPointer())
	case '"':
		return w.text(place, token.String())
	case '[':
		for w.PeekKind() != ']' {
			if err := w.value(place + "/*"); err != nil {
				return err
			}
		}
	case '{':
		return w.object(place)
	default:
		return nil
	}
	_, err = w.ReadToken()
	return reword(err)
}

func (w walker) text(place, text string) error {
	if text == "" && !slices.Contains(w.empty, place) {
		return fmt.Errorf("%s: expected a string that is not empty", w.StackPointer())
	}
	if place == "/schema_version" && text != SchemaVersion {
		return fmt.Errorf("its schema_version is %q, and this program reads %s: the version of cisbench that made it reads it", text, SchemaVersion)
	}
	return nil
}

func (w walker) object(place string) error {
	at := string(w.StackPointer())
	missing := slices.Clone(w.required[place])
	for w.PeekKind() != '}' {
		token, err := w.ReadToken()
		if err != nil {
			return reword(err)
		}
		name := token.String()
		if i := slices.Index(missing, name); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
		}
		if place == "" && name == "format_version" {
			return errors.New("it looks like a Terraform plan or state: scan it first; " + whence)
		}
		if err := w.value(place + "/" + name); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s: expected %s", cmp.Or(at, "the report"), strings.Join(missing, ", "))
	}
	_, err := w.ReadToken()
	return reword(err)
}
