package benchmark

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Default is the version that is used when nobody names one.
const Default = "eks-1.5.0"

// CatalogueDate is the month in which the ids and titles of the catalogue were last compared
// with what is published.
const CatalogueDate = "2026-11"

//go:embed controls.schema.json
var schema string

// Embedded lists the versions this program carries, oldest first.
func Embedded() []string {
	return []string{"eks-1.5.0", "eks-1.7.0", "eks-1.8.0", "eks-2.0.0"}
}

// Latest is a name for the newest embedded version.
const Latest = "latest"

// Names lists what [Open] takes: the embedded versions, oldest first, and [Latest].
func Names() []string { return append(Embedded(), Latest) }

// Open reads an embedded version. The error lists the versions there are.
func Open(version string) (*Benchmark, error) {
	if version == Latest {
		version = Embedded()[len(Embedded())-1]
	}
	if !slices.Contains(Embedded(), version) {
		return nil, fmt.Errorf("unknown benchmark %q: expected one of %s", version, strings.Join(Names(), ", "))
	}
	c, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	return c.benchmark(version), nil
}

// Schema is the JSON Schema (draft 2020-12) of a controls file.
func Schema() []byte {
	return []byte(schema)
}
