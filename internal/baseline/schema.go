package baseline

import _ "embed"

//go:embed baseline.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of a [Baseline].
func Schema() []byte { return []byte(schema) }
