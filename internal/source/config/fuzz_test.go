package config

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// fuzzed reads a file as a module and as a file of variables. Nothing is expected
// of what is found but that it is found again, and that nothing panics.
func fuzzed(t *testing.T, name, vars string, src []byte) {
	m, diags := assemble(".", []parsed{parse(name, src), parse("override.tf", []byte("locals {}\n"))})
	for _, d := range diags {
		if d.Summary == "" || strings.ContainsAny(d.Summary, "\n\r") {
			t.Errorf("a diagnostic that is not one line: %q", d.Summary)
		}
		if d.Location == nil || d.Location.File == "" {
			t.Errorf("%q is nowhere", d.Summary)
		}
	}
	for _, r := range m.Resources {
		if r.Range.Start.Byte < 0 || r.Range.End.Byte > len(src) || r.Range.Start.Byte > r.Range.End.Byte {
			t.Errorf("%s.%s has the range %v in %d bytes", r.Type, r.Name, r.Range, len(src))
		}
		for _, a := range r.Body.Attributes {
			a.Nested()
			a.Expr.Variables()
			if a.Range.End.Byte > len(src) {
				t.Errorf("%s has the range %v in %d bytes", a.Name, a.Range, len(src))
			}
		}
	}
	ParseVars(src, vars)
}

func FuzzHCL(f *testing.F) {
	for _, seed := range []string{
		everything,
		"resource \"a\" \"b\" {\n  c = 1 # cisbench:ignore=5.4.1:d\n  e { f = \"${g}\" }\n}\n",
		"module \"m\" {\n  source = \"./m\"\n  providers = { a = a.b }\n}\n",
		"a = <<EOT\n%{ if b ~}\n${c}\n%{ endif }\nEOT\n",
		"a {\n  b }\n", "a = x::\n}\n()", "/* cisbench:", "a = {for b, c in d : b => c... if e}\n",
	} {
		f.Add([]byte(seed))
	}
	for _, src := range deep(20) {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		fuzzed(t, "main.tf", "x.tfvars", src)
		if body, _, problems := parseNative(src, "main.tf"); len(problems) == 0 {
			if missing := unmentioned("main.tf", body, src); missing != "" {
				t.Errorf("not mentioned: %s", missing)
			}
		}
		if CheckTemplate(src, "a.tpl", hcl.InitialPos) == nil {
			hclsyntax.ParseTemplate(src, "a.tpl", hcl.InitialPos)
		}
	})
}

func FuzzTFJSON(f *testing.F) {
	for _, seed := range []string{
		`{"resource": {"a": {"b": {"c": 1, "dynamic": {"d": [{"content": {}}]}, "e": [{"f": "${g}"}]}}}}`,
		`[{"module": {"m": {"source": "./m", "providers": {"a": "a.b"}}}}, {"locals": {"a": null}}]`,
		`{"variable": {"a": {"type": "list(string)", "default": [1e3]}}, "terraform": {"required_providers": {"a": {"source": "b/a"}}}}`,
		`[{"module":{"":{}}}]`, `{"\u0072esource": [[{"a": {"b": []}}]]}`, `{"a": "%{ if b }"}`, "\ufeff{}", `{"a": 1, "a": 2}`, `null`, `{"provider": {"a": [{"alias": "b"}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		fuzzed(t, "main.tf.json", "x.tfvars.json", src)
		if body, problems := parseJSON(src, "main.tf.json"); len(problems) == 0 {
			if missing := unmentioned("main.tf.json", body, src); missing != "" {
				t.Errorf("not mentioned: %s", missing)
			}
		}
	})
}
