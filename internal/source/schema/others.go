package schema

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

//go:embed others.zip
var packed []byte

// others maps the types of resources that no control reads to what decodes their schemas,
// once.
var others = sync.OnceValue(func() map[string]func() *Block {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		panic(fmt.Sprintf("embedded schemas: %v", err)) // a test decodes them all
	}
	all := map[string]func() *Block{}
	for _, file := range archive.File {
		all[file.Name] = sync.OnceValue(func() *Block { return unpack(file) })
	}
	return all
})

func unpack(file *zip.File) *Block {
	var b Block
	content, err := file.Open()
	if err == nil {
		var raw []byte
		if raw, err = io.ReadAll(content); err == nil {
			err = json.Unmarshal(raw, &b)
		}
	}
	if err != nil {
		panic(fmt.Sprintf("embedded schema of %s: %v", file.Name, err)) // a test decodes them all
	}
	return &b
}

// FindResource returns the schema of any type of resource of the providers, also of
// those that are evaluated as written: see [Find].
func FindResource(typ string) (block *Block, ok bool) {
	if block, ok := Find(graph.Managed, typ); ok {
		return block, true
	}
	decode, ok := others()[typ]
	if !ok {
		return nil, false
	}
	return decode(), true
}

// ResourceTypes lists the types of which [FindResource] knows the schema, sorted.
func ResourceTypes() []string {
	var types []string
	for name := range table().types {
		if typ, ok := strings.CutPrefix(name, "resource "); ok {
			types = append(types, typ)
		}
	}
	return slices.Sorted(slices.Values(slices.AppendSeq(types, maps.Keys(others()))))
}
