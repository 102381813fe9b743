package benchmark

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

func TestSchemaAccepts(t *testing.T) {
	schema := compile(t)
	published, err := os.ReadFile("testdata/kube-bench.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(published), minimal, ruled} {
		if err := schema.Validate(value(t, text)); err != nil {
			t.Errorf("%v:\n%s", err, text)
		}
	}
}

// What an editor marks by the schema, Load refuses too.
func TestSchemaRefuses(t *testing.T) {
	schema := compile(t)
	tests := []struct{ name, old, new string }{
		{"no version", "version: \"acme-1\"\n", ""},
		{"blank text", "\"Acme platform rules\"", "\" \""},
		{"unknown key", "level: 2", "levle: 2"},
		{"condition beside key", "level: 2", "resource: aws_lb\n        condition: self.a\n        message: no"},
		{"condition alone", "key: ecr-image-scanning", "condition: self.a"},
		{"no condition", "key: ecr-image-scanning", "resource: aws_lb\n        message: no"},
		{"manual condition", "key: ecr-image-scanning", "resource: aws_lb\n        condition: self.a\n        message: no\n        type: manual"},
		{"bad id", "A.1.10", "A 1"},
		{"bad level", "level: 2", "level: 3"},
		{"level as text", "level: 2", "level: \"2\""},
		{"bad severity", "severity: low", "severity: Low"},
		{"bad key", "key: ecr-image-scanning", "key: ecr"},
		{"bad reference", "https://example.com/scanning", "javascript:alert(1)"},
		{"bad type", "level: 2", "type: magic"},
		{"bad scored", "level: 2", "scored: maybe"},
		{"another type of file", "groups:", "type: node\ngroups:"},
		{"value for controls", "controls:", "controls: 1"},
		{"list for text", `"Registry"`, "[a]"},
		{"unknown key of a test", "level: 2", "tests: {items: []}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(minimal, tt.old, tt.new, 1)
			if text == minimal {
				t.Fatalf("the minimal file has no %q", tt.old)
			}
			if err := schema.Validate(value(t, text)); err == nil {
				t.Error("the schema accepts it")
			}
			if _, err := Load("f.yaml", []byte(text)); err == nil {
				t.Error("Load accepts it")
			}
		})
	}
}

// A field that the schema does not have would never be set.
func TestSchemaKeys(t *testing.T) {
	var doc struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	known := func(of any, properties map[string]any) {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
			if _, ok := properties[strings.ToLower(f.Name)]; f.IsExported() && !ok {
				t.Errorf("the schema has no key for %T.%s", of, f.Name)
			}
		}
	}
	known(controlsFile{}, doc.Properties)
	known(group{}, doc.Defs["group"].Properties)
	known(check{}, doc.Defs["check"].Properties)
}

// The schema's list of evaluators is the embedded catalogue's.
func TestSchemaEvaluators(t *testing.T) {
	var doc struct {
		Defs struct {
			Check struct {
				Properties struct {
					Key struct{ Enum []string }
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	known, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known.keys(), doc.Defs.Check.Properties.Key.Enum); diff != "" {
		t.Errorf("controls.schema.json does not list the keys of catalogue.yaml, in its order (-catalogue +schema)\n%s", diff)
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("controls.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	// Compile holds the schema to the metaschema its $schema names.
	schema, err := c.Compile("controls.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if schema.DraftVersion != 2020 {
		t.Errorf("draft %d, want 2020", schema.DraftVersion)
	}
	return schema
}

func value(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
