package schema

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

//go:embed schema.json
var embedded []byte

// entries are the lines of the file by the keys of their types.
type entries struct {
	types   map[string]func() *Block
	secrets map[string][]byte // lists in JSON
}

// table maps keys to what decodes the type's schema, once. The file is read
// when the first type is asked for, and a type when it is: a plan needs neither,
// and of 150 kB of schemas a configuration needs few.
var table = sync.OnceValue(func() entries { return readTable(embedded) })

// readTable finds the types without decoding anything: makeschema writes each
// on a line of its own, "key":schema. To parse the whole takes 20 times longer.
func readTable(content []byte) entries {
	all := entries{types: map[string]func() *Block{}, secrets: map[string][]byte{}}
	for line := range bytes.Lines(content) {
		name, raw, ok := bytes.Cut(bytes.TrimPrefix(bytes.TrimRight(line, ",\n"), []byte(`"`)), []byte(`":`))
		if !ok || !bytes.Contains(name, []byte(" ")) {
			continue // what stands before and after the types
		}
		if raw[0] == '[' {
			all.secrets[string(name)] = raw
			continue
		}
		all.types[string(name)] = sync.OnceValue(func() *Block {
			var b Block
			if err := json.Unmarshal(raw, &b); err != nil {
				panic(fmt.Sprintf("embedded schema of %s: %v", name, err)) // a test decodes them all
			}
			return &b
		})
	}
	return all
}

// Made says on which day the table was made (2026-11-30), and of which versions of the
// providers, by their source addresses (hashicorp/aws).
func Made() (day string, providers map[string]string) {
	lines := bytes.SplitN(embedded, []byte(",\n"), 3)
	var head struct {
		Providers map[string]string
		Made      string
	}
	if err := json.Unmarshal(slices.Concat(lines[0], []byte(","), lines[1], []byte("}")), &head); err != nil {
		panic(fmt.Sprintf("the head of the embedded schemas: %v", err)) // a test reads it
	}
	return head.Made, head.Providers
}

func key(mode graph.Mode, typ string) string {
	switch mode {
	case graph.Data:
		return "data " + typ
	case graph.Provider:
		return "provider " + typ
	}
	return "resource " + typ
}
