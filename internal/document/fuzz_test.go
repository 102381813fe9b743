package document

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Whatever the bytes, an error has lines that say where, and a file that is read is
// valid for a library that knows all of JSON Schema.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		`{"version": "1", "articles": [{"name": "a", "number": 1, "weight": 1, "unit": "g", "code": "ab"}], "size": 7, "floors": 1}`,
		`{"version": "1", "size": 7.0, "floors": 1e0, "debts": -0, "open": null}`,
		"version: \"1\"\narticles:\n- &a {name: b, code: |\n    ab}\n- *a\n",
		"version: '1'\nsize: !!str 7\n", "&a [*a]", "? [a]\n: b", "a: &a\n  *a : 1", "version: *b", "- .inf\n- 010\n- 2026-01-01\n---\n", "{", "\xff", "\ufeff{}",
	} {
		f.Add([]byte(seed))
	}
	library := compiled(f)
	located := regexp.MustCompile(`^F(:[1-9][0-9]*: .+|: [0-9]+ more problems)$`)
	f.Fuzz(func(t *testing.T, data []byte) {
		var fromYAML, fromJSON shopFile
		_, errYAML := shop().ReadYAML("F", data, &fromYAML)
		_, errJSON := shop().ReadJSON("F", data, &fromJSON)
		for _, err := range []error{errYAML, errJSON} {
			if err == nil {
				continue
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !located.MatchString(line) {
					t.Errorf("error %q", line)
				}
			}
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		if errJSON == nil && (err != nil || library.Validate(value) != nil) {
			t.Errorf("read, though the library refuses it: %v, %v", err, library.Validate(value))
		}
		if errYAML == nil && (fromYAML.Version != "1" || fromYAML.Floors < 0 || fromYAML.Floors > 9 || fromYAML.Debts < 0) {
			t.Errorf("read as %+v", fromYAML)
		}
	})
}

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(shop().Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("shop.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("shop.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// The schema is parsed each time that a file is read, and never else.
func BenchmarkRead(b *testing.B) {
	data := []byte("version: '1'\narticles: [{name: a}]\n")
	for b.Loop() {
		if _, err := shop().ReadYAML("F", data, new(shopFile)); err != nil {
			b.Fatal(err)
		}
	}
}
