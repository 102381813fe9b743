package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

// block is a schema in Terraform's own JSON form, less what evaluation has no
// use for: descriptions, deprecations, numbers of blocks.
type block struct {
	Attributes map[string]attribute `json:"attributes,omitempty"`
	BlockTypes map[string]nested    `json:"block_types,omitempty"`
}

type attribute struct {
	Type       json.RawMessage `json:"type,omitempty"`
	NestedType json.RawMessage `json:"nested_type,omitempty"`
	Required   bool            `json:"required,omitempty"`
	Optional   bool            `json:"optional,omitempty"`
	Computed   bool            `json:"computed,omitempty"`
	Sensitive  bool            `json:"sensitive,omitempty"`
	WriteOnly  bool            `json:"write_only,omitempty"`
}

type nested struct {
	NestingMode string `json:"nesting_mode"`
	Computed    bool   `json:"computed,omitempty"` // not in Terraform's form: see computedBlocks
	Block       *block `json:"block"`
}

// table maps "resource aws_eks_cluster", "data aws_eks_cluster" or
// "provider aws" to a schema.
type table map[string]*block

// newTable takes the wanted types out of the providers' schemas. computed are
// the paths of nested blocks that a provider fills.
func newTable(s schemas, wanted, computed map[string]bool) (table, error) {
	t := table{}
	for address, p := range s.Providers {
		if local := path.Base(address); wanted["provider."+local] {
			t["provider "+local] = p.Provider.Block
		}
		for typ, schema := range p.Resources {
			if wanted[typ] {
				t["resource "+typ] = schema.Block
			}
		}
		for typ, schema := range p.DataSources {
			if wanted[typ] {
				t["data "+typ] = schema.Block
			}
		}
	}
	left := maps.Clone(computed)
	var problems []error
	for key, b := range t {
		problems = append(problems, b.complete(key, left))
	}
	for _, path := range slices.Sorted(maps.Keys(left)) {
		problems = append(problems, fmt.Errorf("computedBlocks names %q, which no schema has", path))
	}
	return t, errors.Join(problems...)
}

// complete says which nested blocks are computed, and takes their paths out of
// the list.
func (b *block) complete(path string, computed map[string]bool) error {
	for name, a := range b.Attributes {
		if len(a.NestedType) > 0 {
			return fmt.Errorf("%s.%s is a nested attribute: package schema must learn to read it", path, name)
		}
	}
	for name, n := range b.BlockTypes {
		at := path + "." + name
		n.Computed = computed[at] || n.Block.isResult()
		delete(computed, at)
		b.BlockTypes[name] = n
		if err := n.Block.complete(at, computed); err != nil {
			return err
		}
	}
	return nil
}

// isResult reports whether a configuration can write nothing into the block, as
// in what data sources return.
func (b *block) isResult() bool {
	for _, a := range b.Attributes {
		if a.Required || a.Optional {
			return false
		}
	}
	for _, n := range b.BlockTypes {
		if !n.Block.isResult() {
			return false
		}
	}
	return len(b.Attributes)+len(b.BlockTypes) > 0
}

// secrets are the arguments of every type, wanted or not, that must not be printed:
// any of them may reach what controls read. Each has the names on the way to it,
// with dots between them.
func secrets(s schemas) map[string][]string {
	all := map[string][]string{}
	add := func(key string, b *block) {
		if paths := b.secrets(""); len(paths) > 0 {
			slices.Sort(paths)
			all[key] = paths
		}
	}
	for address, p := range s.Providers {
		add("provider "+path.Base(address), p.Provider.Block)
		for typ, schema := range p.Resources {
			add("resource "+typ, schema.Block)
		}
		for typ, schema := range p.DataSources {
			add("data "+typ, schema.Block)
		}
	}
	return all
}

// secrets lists what a configuration can write: the rest is unknown to it. What is
// write-only is in no plan at all.
func (b *block) secrets(prefix string) []string {
	var paths []string
	if b == nil {
		return nil
	}
	for name, a := range b.Attributes {
		if a.Sensitive && (a.Required || a.Optional) || a.WriteOnly {
			paths = append(paths, prefix+name)
			continue
		}
		var inner block
		if json.Unmarshal(a.NestedType, &inner) == nil {
			paths = append(paths, inner.secrets(prefix+name+".")...)
		}
	}
	for name, n := range b.BlockTypes {
		paths = append(paths, n.Block.secrets(prefix+name+".")...)
	}
	return paths
}

// encode writes one line for each type, in their order: a diff shows which one
// changed. made is the day on which the providers were asked.
func (t table) encode(found []providers.Provider, made string, secrets map[string][]string) []byte {
	versions := map[string]string{}
	for _, p := range found {
		versions[p.Source] = p.Version
	}
	var out bytes.Buffer
	out.WriteString("{\"providers\":")
	out.Write(encodeLine(versions))
	fmt.Fprintf(&out, ",\n\"made\":%q", made)
	out.WriteString(",\n\"types\":{\n")
	for i, key := range slices.Sorted(maps.Keys(t)) {
		if i > 0 {
			out.WriteString(",\n")
		}
		fmt.Fprintf(&out, "%q:%s", key, encodeLine(t[key]))
	}
	out.WriteString("\n},\n\"secrets\":{\n")
	for i, key := range slices.Sorted(maps.Keys(secrets)) {
		if i > 0 {
			out.WriteString(",\n")
		}
		fmt.Fprintf(&out, "%q:%s", key, encodeLine(secrets[key]))
	}
	out.WriteString("\n}}\n")
	return out.Bytes()
}

func encodeLine(v any) []byte {
	line, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and JSON that was read before
	}
	return line
}
