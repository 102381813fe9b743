package setting

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("settings.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("settings.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// The schema and the decoder are two accounts of one thing: they agree.
func TestSchemaAgreesWithDecode(t *testing.T) {
	schema := compiled(t)
	tests := []struct {
		yaml string
		ok   bool
	}{
		{"strict: true", true},
		{"approved_registries: [docker.io/*]", true},
		{"node_role_policies: []", true},
		{"min_public_prefix: 32", true},
		{"min_public_prefix: {ipv4: 1, ipv6: 128}", true},
		{"third_party_image_scanning: x\nnetwork_policy_engine: y", true},
		{"min_public_prefix: ~", true},
		{"min_public_prefix: 0", false},
		{"min_public_prefix: 33", false},
		{"min_public_prefix: {ipv6: 0}", false},
		{"min_public_prefix: {ipv6: 129}", false},
		{"min_public_prefix: {ipv5: 1}", false},
		{"min_public_prefix: '8'", false},
		{"approved_registries: x", false},
		{"approved_registries: ['']", false},
		{"node_role_policies: ['a b']", false},
		{"node_role_policies: [1]", false},
		{"strict: 'true'", false},
		{"unknown: 1", false},
	}
	for _, tt := range tests {
		t.Run(tt.yaml, func(t *testing.T) {
			if _, err := Decode("s.yaml", []byte(tt.yaml)); (err == nil) != tt.ok {
				t.Errorf("Decode: %v, want ok %v", err, tt.ok)
			}
			var value any
			if err := yaml.Unmarshal([]byte(tt.yaml), &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); (err == nil) != tt.ok {
				t.Errorf("schema: %v, want ok %v", err, tt.ok)
			}
		})
	}
}

func TestNames(t *testing.T) {
	var fields []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[document]()) {
		fields = append(fields, f.Tag.Get("yaml"))
	}
	if diff := cmp.Diff(fields, Names()); diff != "" {
		t.Errorf("names of the document's fields and Names (-want +got):\n%s", diff)
	}
	var doc struct{ Properties map[string]any }
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(Names())), slices.Sorted(maps.Keys(doc.Properties))); diff != "" {
		t.Errorf("Names and the schema's properties (-want +got):\n%s", diff)
	}
}
