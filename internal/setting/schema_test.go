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

func compiled(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
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
	schema := compiled(t, Schema())
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
		{"benchmark: eks-1.7.0\ncontrols: [5.4.1]\nexclude: []\nno_inline: true", true},
		{"waivers: a b.yaml\nbaseline: b.json", true},
		{"benchmark: ~\nmin_severity: ~\nfail_on: ~\nwaivers: ~", true},
		{"min_severity: critical", true},
		{"fail_on: none", true},
		{"fail_on: unknown,fail", true},
		{"fail_on: fail,manual,unknown", true},
		{"fail_on: fail,none", false},
		{"fail_on: manual", true},
		{"fail_on: unknown,incomplete", true},
		{"fail_on: incomplete,", false},
		{"fail_on: [fail]", false},
		{"min_severity: High", false},
		{"benchmark: ''", false},
		{"controls_files: [a.yaml]", true},
		{"controls_files: a.yaml", false},
		{"waivers: ' '", false},
		{"baseline: [a]", false},
		{"controls: 5.4.1", false},
		{"exclude: ['']", false},
		{"no_inline: 1", false},
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
	for _, group := range []reflect.Type{reflect.TypeFor[Settings](), reflect.TypeFor[Options]()} {
		for _, f := range reflect.VisibleFields(group) {
			name := f.Tag.Get("yaml")
			if name == "-" {
				name = "min_public_prefix"
			}
			fields = append(fields, name)
		}
	}
	if diff := cmp.Diff(fields, Names()); diff != "" {
		t.Errorf("names of the fields and Names (-want +got):\n%s", diff)
	}
	var doc struct{ Properties map[string]any }
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(Names())), slices.Sorted(maps.Keys(doc.Properties))); diff != "" {
		t.Errorf("Names and the schema's properties (-want +got):\n%s", diff)
	}
}
