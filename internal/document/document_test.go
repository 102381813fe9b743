package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shop is a kind of file with every keyword that a schema may have.
func shop() Kind {
	return Kind{Name: "shop", Bytes: 1 << 20, Schema: []byte(`{
  "type": "object",
  "additionalProperties": false,
  "required": ["version"],
  "properties": {
    "version": {"const": "1"},
    "open": {"type": "boolean"},
    "floors": {"type": "integer", "minimum": 1, "maximum": 9},
    "debts": {"type": "integer", "minimum": 0},
    "size": {"enum": ["small", "large", 7]},
    "articles": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/article"}}
  },
  "$defs": {
    "article": {
      "type": "object",
      "additionalProperties": false,
      "required": ["name"],
      "dependentSchemas": {"weight": {"required": ["unit", "number"], "properties": {"unit": {"enum": ["g", "kg"]}}}},
      "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "number": {"type": ["string", "number"], "pattern": "^[0-9.]+$", "errorMessage": "expected digits and dots"},
        "code": {"type": "string", "allOf": [{"pattern": "a", "errorMessage": "expected an a"}, {"pattern": "b", "errorMessage": "expected a b"}]},
        "weight": {"type": ["number", "null"]},
        "unit": {"type": "string"}
      }
    }
  }
}`)}
}

type shopFile struct {
	Version  string        `yaml:"version" json:"version"`
	Open     bool          `yaml:"open" json:"open"`
	Floors   int           `yaml:"floors" json:"floors"`
	Debts    int           `yaml:"debts" json:"debts"`
	Size     any           `yaml:"size" json:"size"`
	Articles []shopArticle `yaml:"articles" json:"articles"`
}

type shopArticle struct {
	Name   string  `yaml:"name" json:"name"`
	Number string  `yaml:"number" json:"number"`
	Code   string  `yaml:"code" json:"code"`
	Weight float64 `yaml:"weight" json:"weight"`
	Unit   string  `yaml:"unit" json:"unit"`
}

func TestRead(t *testing.T) {
	want := shopFile{Version: "1", Open: true, Floors: 2, Size: "small", Articles: []shopArticle{
		{Name: "pear", Number: "5.10", Code: "ab", Weight: 1.5, Unit: "kg"}, {Name: "pear", Number: "5.10", Code: "ab", Weight: 1.5, Unit: "kg"}}}
	var got shopFile
	doc, err := shop().ReadYAML("s.yaml", []byte(`# a shop
version: "1"
open: true
debts: # not set
floors: 2
size: small
articles:
- &pear {name: pear, number: 5.10, code: ab, weight: 1.5, unit: kg}
- *pear
`), &got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("YAML (-want +got):\n%s", diff)
	}
	for path, line := range map[string]int{"version": 2, "floors": 5, "debts": 0, "none": 0} {
		if got := doc.KeyLine(path); got != line {
			t.Errorf("%s is at line %d, want %d", path, got, line)
		}
	}
	if line := doc.Line("articles", 0, "none"); line != 8 {
		t.Errorf("what is not there is at line %d, want that around it", line)
	}

	got = shopFile{}
	doc, err = shop().ReadJSON("s.json", []byte("\ufeff"+`{"version": "1", "open": true, "floors": 2, "size": "small", "articles": [
{"name": "pear", "number": "5.10", "code": "ab", "weight": 1.5, "unit": "kg"},
{"name": "pear", "number": "5.10", "code": "ab", "weight": 1.5, "unit": "kg"}]}`), &got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	if line := doc.Line("articles", 1, "unit"); line != 3 {
		t.Errorf("the second unit is at line %d, want 3", line)
	}
}

// Both formats are checked alike. The line of JSON that is on one line is 1.
func TestReadRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a list", `[]`, "expected a mapping with version, found a list"},
		{"unknown key", `{"version": "1", "Open": true}`, "unknown key: expected one of version, open, floors, debts, size, articles"},
		{"missing key", `{"open": true}`, "missing version"},
		{"constant", `{"version": "2"}`, "version: expected 1"},
		{"number for a constant", `{"version": 1}`, "version: expected 1"},
		{"text for yes", `{"version": "1", "open": "yes"}`, "open: expected true or false, found text"},
		{"range", `{"version": "1", "floors": 10}`, "floors: expected a whole number from 1 to 9"},
		{"fraction", `{"version": "1", "floors": 1.5}`, "floors: expected a whole number from 1 to 9, found a number"},
		{"huge", `{"version": "1", "debts": 99999999999999999999}`, "debts: expected a whole number, 0 or more, found a number"},
		{"negative", `{"version": "1", "debts": -1}`, "debts: expected a whole number, 0 or more"},
		{"enum", `{"version": "1", "size": "huge"}`, "size: expected one of small, large, 7"},
		{"text for a number of an enum", `{"version": "1", "size": "7"}`, "size: expected one of small, large, 7"},
		{"list for an enum", `{"version": "1", "size": []}`, "size: expected one of small, large, 7, found a list"},
		{"nothing for a list", `{"version": "1", "articles": [null]}`, "articles[0]: expected a mapping with name, found nothing"},
		{"empty list", `{"version": "1", "articles": []}`, "articles: expected a list that is not empty"},
		{"empty text", `{"version": "1", "articles": [{"name": ""}]}`, "articles[0].name: expected text of 1 to 5 characters"},
		{"long text", `{"version": "1", "articles": [{"name": "banana"}]}`, "articles[0].name: expected text of 1 to 5 characters"},
		{"pattern", `{"version": "1", "articles": [{"name": "a"}, {"name": "a", "number": "x"}]}`, "articles[1].number: expected digits and dots"},
		{"pattern of a number", `{"version": "1", "articles": [{"name": "a", "number": -1}]}`, "articles[0].number: expected digits and dots"},
		{"number for text", `{"version": "1", "articles": [{"name": 1}]}`, "articles[0].name: expected text of 1 to 5 characters, found a number: put text in quotes"},
		{"two patterns", `{"version": "1", "articles": [{"name": "a", "code": "c"}]}`,
			"articles[0].code: expected an a\nF:1: articles[0].code: expected a b"},
		{"dependent key", `{"version": "1", "articles": [{"name": "a", "weight": 1}]}`, "articles[0]: missing unit, number"},
		{"dependent value", `{"version": "1", "articles": [{"name": "a", "unit": "t", "number": 1, "weight": 1}]}`, "articles[0].unit: expected g or kg"},
		{"key twice", `{"version": "1", "version": "1"}`, "a key is given twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s shopFile
			_, err := shop().ReadYAML("F", []byte(tt.text), &s)
			if err == nil {
				t.Fatal("no error")
			}
			want := "F:1: " + tt.want
			if diff := cmp.Diff(want, strings.TrimSuffix(err.Error(), ", first at line 1")); diff != "" {
				t.Errorf("YAML (-want +got):\n%s", diff)
			}
			_, err = shop().ReadJSON("F", []byte(tt.text), &s)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Errorf("JSON (-want +got):\n%s", diff)
			}
		})
	}
}

// In YAML a key without a value is not set. In JSON null is a value.
func TestReadNull(t *testing.T) {
	text := []byte(`{"version": "1", "size": null, "open": null}`)
	if _, err := shop().ReadYAML("F", text, new(shopFile)); err != nil {
		t.Error(err)
	}
	_, err := shop().ReadJSON("F", text, new(shopFile))
	want := "F:1: size: expected one of small, large, 7\nF:1: open: expected true or false, found nothing"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestReadBoundsItsErrors(t *testing.T) {
	text := `{"version": "1", "articles": [` + strings.Repeat("{},\n", 99) + `{}]}`
	for name, read := range map[string]func(string, []byte, any) (*Document, error){"YAML": shop().ReadYAML, "JSON": shop().ReadJSON} {
		_, err := read("F", []byte(text), new(shopFile))
		if err == nil {
			t.Fatal("no error")
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != maxProblems+1 || lines[9] != "F:10: articles[9]: missing name" || lines[10] != "F: 90 more problems" {
			t.Errorf("%s:\n%v", name, err)
		}
	}
}

func TestReadJSONSyntax(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "F:1: expected JSON: the file ends too early"},
		{"{\n", "F:2: expected JSON: the file ends too early"},
		{"{\n\n hidden7", "F:3: expected JSON: it is not valid at byte 4"},
		{"{}\n{}", "F:2: expected one JSON document: something follows it"},
		{"{}]", "F:1: expected JSON: it is not valid at byte 2"},
		{`{"version": "` + "\xff" + `"}`, "F:1: expected JSON: it is not valid at byte 13"},
		{strings.Repeat("[", 20_000), "F:1: expected JSON: it is not valid at byte 10000"},
	}
	for _, tt := range tests {
		_, err := shop().ReadJSON("F", []byte(tt.text), new(shopFile))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%.30q: %v, want %s", tt.text, err, tt.want)
		}
	}
}

func TestPanicsOnASchemaItDoesNotKnow(t *testing.T) {
	if _, err := parseSchema([]byte(`{"multipleOf": 3}`)); err == nil {
		t.Error("a keyword that nothing checks is taken")
	}
}
