package render

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// schemas names the schema of each format that is JSON: see the README beside
// them for where each is from.
func schemas() map[string]string {
	return map[string]string{
		"sarif":       "sarif-2.1.0-rtm.5.json",
		"gitlab":      "gitlab-code-quality.json",
		"gitlab-sast": "gitlab-sast-15.0.4.json",
		"kube-bench":  "kube-bench.json",
		"in-toto":     "in-toto-test-result-v0.1.json",
	}
}

// A format that writes JSON has a schema: what reads it expects one.
func TestSchemasAreNamed(t *testing.T) {
	for _, format := range Formats() {
		for name, report := range stored(t) {
			if format.Name == "json" || format.Name == "in-toto" && !attestable(report) {
				continue
			}
			if json.Valid(render(t, format, report, View{})) && schemas()[format.Name] == "" {
				t.Errorf("%s of %s is JSON: add the schema that is published for it to testdata/schemas, and to schemas in schema_test.go", format.Name, name)
			}
		}
	}
}

func compile(t testing.TB, file string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "schemas", file))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(file, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func valid(t testing.TB, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
}

func TestSchemas(t *testing.T) {
	reports := stored(t)
	reports["bare"] = &finding.Report{SchemaVersion: finding.SchemaVersion}
	for format, file := range schemas() {
		schema := compile(t, file)
		for name, report := range reports {
			if format == "in-toto" && !attestable(report) {
				continue
			}
			t.Run(format+"/"+name, func(t *testing.T) {
				valid(t, schema, render(t, named(t, format), report, View{}))
			})
		}
	}
}
