package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

// answer is what Terraform prints of two types of one provider.
const answer = `{"format_version": "1.0", "provider_schemas": {"registry.terraform.io/hashicorp/aws": {
	"provider": {"version": 0, "block": {"attributes": {"region": {"type": "string", "description": "Where.", "optional": true}}}},
	"resource_schemas": {
		"aws_b": {"version": 1, "block": {
			"attributes": {"id": {"type": "string", "computed": true, "deprecated": true}, "a": {"type": ["set", "string"], "required": true}},
			"block_types": {
				"filled": {"nesting_mode": "list", "max_items": 1, "block": {"attributes": {"on": {"type": "bool", "optional": true}}}},
				"result": {"nesting_mode": "set", "block": {"attributes": {"arn": {"type": "string", "computed": true}}}},
				"plain": {"nesting_mode": "single", "block": {"attributes": {"arn": {"type": "string", "optional": true, "computed": true}}}}}}},
		"aws_nested": {"block": {"attributes": {"n": {"nested_type": {"attributes": {"deep": {"type": "string", "optional": true, "sensitive": true}}, "nesting_mode": "list"}, "optional": true}}}},
		"aws_secret": {"block": {
			"attributes": {"w": {"type": "string", "optional": true, "write_only": true}, "result": {"type": "string", "computed": true, "sensitive": true}},
			"block_types": {"inner": {"nesting_mode": "set", "block": {"attributes": {"key": {"type": "string", "required": true, "sensitive": true}}}}}}}},
	"data_source_schemas": {"aws_b": {"block": {"attributes": {"id": {"type": "string", "required": true, "sensitive": true}}}}}}}}`

const written = `{"providers":{"hashicorp/aws":"1.2.3"},
"types":{
"data aws_b":{"attributes":{"id":{"type":"string","required":true,"sensitive":true}}},
"provider aws":{"attributes":{"region":{"type":"string","optional":true}}},
"resource aws_b":{"attributes":{"a":{"type":["set","string"],"required":true},"id":{"type":"string","computed":true}},"block_types":{"filled":{"nesting_mode":"list","computed":true,"block":{"attributes":{"on":{"type":"bool","optional":true}}}},"plain":{"nesting_mode":"single","block":{"attributes":{"arn":{"type":"string","optional":true,"computed":true}}}},"result":{"nesting_mode":"set","computed":true,"block":{"attributes":{"arn":{"type":"string","computed":true}}}}}}
},
"secrets":{
"data aws_b":["id"],
"resource aws_nested":["n.deep"],
"resource aws_secret":["inner.key","w"]
}}
`

func TestTable(t *testing.T) {
	filled := map[string]bool{"resource aws_b.filled": true}
	tests := map[string]struct {
		wanted, computed map[string]bool
		problem          string
	}{
		"written":            {map[string]bool{"aws_b": true, "provider.aws": true, "aws_unheard_of": true}, filled, ""},
		"a nested attribute": {map[string]bool{"aws_b": true, "aws_nested": true}, filled, "resource aws_nested.n is a nested attribute"},
		"no such block":      {map[string]bool{"aws_nested": true}, filled, `"resource aws_b.filled", which no schema has`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var s schemas
			if err := json.Unmarshal([]byte(answer), &s); err != nil {
				t.Fatal(err)
			}
			table, err := newTable(s, test.wanted, test.computed)
			if test.problem != "" {
				if err == nil || !strings.Contains(err.Error(), test.problem) {
					t.Errorf("got %v, want an error with %q", err, test.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(table.encode([]providers.Provider{{Source: "hashicorp/aws", Version: "1.2.3"}}, "2026-11-30", secrets(s))); got != written {
				t.Errorf("got\n%s\nwant\n%s", got, written)
			}
		})
	}
}
