package setting

import _ "embed"

//go:embed settings.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of a settings file.
func Schema() []byte { return []byte(schema) }

//go:embed waivers.schema.json
var waiversSchema string

// WaiversSchema is the JSON Schema (draft 2020-12) of a waivers file.
func WaiversSchema() []byte { return []byte(waiversSchema) }

// Names lists the settings as they are called in a file.
func Names() []string {
	return []string{"approved_registries", "third_party_image_scanning", "network_policy_engine",
		"min_public_prefix", "node_role_policies", "strict",
		"benchmark", "controls_files", "controls", "exclude", "fail_on", "min_severity", "waivers", "baseline", "no_inline", "exclude_paths"}
}
