package finding

import _ "embed"

//go:embed report.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of a [Report].
func Schema() []byte { return []byte(schema) }
