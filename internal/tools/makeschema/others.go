package main

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"
)

// unwanted are the types of resources that no control reads.
func unwanted(s schemas, wanted map[string]bool) map[string]bool {
	types := map[string]bool{}
	for _, p := range s.Providers {
		for typ := range p.Resources {
			types[typ] = !wanted[typ]
		}
	}
	return types
}

// pack writes each type of resource as a file of an archive, named like the type: few are
// read, and together they have 8 MB.
func (t table) pack() ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, key := range slices.Sorted(maps.Keys(t)) {
		typ, ok := strings.CutPrefix(key, "resource ")
		if !ok {
			continue
		}
		w, err := archive.Create(typ)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(encodeLine(t[key])); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
