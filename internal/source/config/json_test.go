package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

func TestJSON(t *testing.T) {
	files := map[string]string{"main.tf.json": "\ufeff" + `{
  "//": "a comment",
  "terraform": {
    "backend": {"s3": {"key": "a"}},
    "required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}, "old": "~> 1.0"}
  },
  "provider": {"aws": [{"region": "r"}, {"alias": "east", "region": "e"}]},
  "variable": {"a": {"type": "list(string)", "default": ["a"], "sensitive": true, "nullable": false}, "b": [{}]},
  "locals": {"one": 1, "two": "${local.one}", "//": "no local"},
  "output": {"o": {"value": "${aws_eks_cluster.c.id}", "sensitive": true}},
  "resource": [{"aws_eks_cluster": {"c": {
    "//": "ignored",
    "count": "${var.on ? 1 : 0}",
    "provider": "aws.east",
    "depends_on": ["aws_x.y"],
    "name": "c",
    "vpc_config": {"subnet_ids": []},
    "dynamic": {"encryption_config": [{"for_each": "${local.keys}", "content": {"resources": ["secrets"]}}]},
    "lifecycle": {"ignore_changes": ["name"]},
    "provisioner": [{"local-exec": {"command": "true"}}],
    "connection": null
  }}}, {"aws_ecr_repository": {"r": [{"name": "r"}], "none": null}}],
  "data": {"aws_subnets": {"s": {"for_each": "${toset([])}"}}},
  "module": {"m": {"source": "./m", "version": "1", "count": 2, "providers": {"aws": "aws.east"}, "name": "n"}},
  "moved": [{"from": "a.b", "to": "a.c"}],
  "strange": 1
}`}
	m, diags := load(t, files)
	if diff := cmp.Diff([]string(nil), diags); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	want := []string{
		"managed aws_eks_cluster.c line 11",
		`aws_eks_cluster.c count "${var.on ? 1 : 0}"`,
		"aws_eks_cluster.c provider aws.east",
		`aws_eks_cluster.c.name = "c"`,
		`aws_eks_cluster.c.vpc_config = {"subnet_ids": []}`,
		"aws_eks_cluster.c.dynamic encryption_config",
		`aws_eks_cluster.c.dynamic encryption_config.for_each = "${local.keys}"`,
		"aws_eks_cluster.c.dynamic encryption_config.content",
		`aws_eks_cluster.c.dynamic encryption_config.content.resources = ["secrets"]`,
		"managed aws_ecr_repository.r line 22",
		`aws_ecr_repository.r.name = "r"`,
		"data aws_subnets.s line 23",
		`aws_subnets.s for_each "${toset([])}"`,
		"provider aws",
		`provider aws.region = "r"`,
		"provider aws.east",
		`provider aws.region = "e"`,
		"local one = 1",
		`local two = "${local.one}"`,
		`module m "./m" "1" line 24; name = "n"; provider aws = aws.east; count 2`,
		`output o = "${aws_eks_cluster.c.id}" sensitive true`,
		"required aws hashicorp/aws",
		`variable a "list(string)" = ["a"] sensitive true ephemeral false nullable false`,
		"variable b none = none sensitive false ephemeral false nullable true",
		"backend",
	}
	if diff := cmp.Diff(want, outline(m, files)); diff != "" {
		t.Errorf("module (-want +got):\n%s", diff)
	}

	vars := &hcl.EvalContext{Variables: map[string]cty.Value{"var": cty.ObjectVal(map[string]cty.Value{"on": cty.True})}}
	count, hclDiags := m.Resources[0].Count.Expr.Value(vars)
	if hclDiags.HasErrors() || !count.RawEquals(cty.NumberIntVal(1)) {
		t.Errorf("count is %#v, %v", count, hclDiags)
	}
	nested, ok := m.Resources[0].Body.Attributes["vpc_config"].Nested()
	if !ok || len(nested) != 1 || nested[0].Type != "vpc_config" || nested[0].Body.Attributes["subnet_ids"] == nil {
		t.Errorf("nested blocks: %v, %v", nested, ok)
	}
}

func TestNested(t *testing.T) {
	native, _ := load(t, map[string]string{"main.tf": `locals { a = { b = 1 } }`})
	if _, ok := native.Locals["a"].Nested(); ok {
		t.Error("an object in native syntax is a block")
	}
	m, _ := load(t, map[string]string{"main.tf.json": `{"locals": {
		"one": {"b": 1, "dynamic": {"c": {"for_each": [], "content": {}}}},
		"two": [{"b": 1}, {"b": 2}], "none": null, "empty": [], "text": "a", "texts": ["a"], "template": "${x}"}}`})
	for name, want := range map[string]int{"one": 1, "two": 2, "none": 0, "empty": 0, "text": -1, "texts": -1, "template": -1} {
		blocks, ok := m.Locals[name].Nested()
		got := len(blocks)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%s: %d blocks, %d expected", name, got, want)
		}
	}
	blocks, _ := m.Locals["one"].Nested()
	if inner := blocks[0].Body.Blocks; len(inner) != 1 || inner[0].Type != "dynamic" || inner[0].Labels[0] != "c" {
		t.Errorf("a dynamic block in a nested one: %v", inner)
	}
}

func TestJSONErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{"", "main.tf.json:1:1: Missing value: The JSON data ends prematurely."},
		{"[1]", "main.tf.json:1:2: expected a JSON object"},
		{`"a"`, "main.tf.json:1:1: expected a JSON object"},
		{"{\n  \"a\": 1,\n}", "main.tf.json:2:9: not valid JSON: invalid character ',' at start of value"},
		{`{"a": 1`, "main.tf.json:1:8: not valid JSON: unexpected EOF"},
		{`{} {}`, "main.tf.json:1:4: Extraneous data after value: Extra characters appear after the JSON value."},
		{"{\"a\": \"\xff\"}", "main.tf.json:1:8: not valid JSON: invalid UTF-8"},
		{`{"resource": {"a": {"b": 1}}}`, "main.tf.json:1:26: expected a JSON object"},
		{`{"resource": {"a": "b"}}`, "main.tf.json:1:20: expected a JSON object"},
		{`{"resource": {"a": {"b": {"c": 1, "c": 2}}}}`, `main.tf.json:1:35: Duplicate argument: "c" is set on line 1 already`},
		{`{"locals": {"a": "${(]}"}}`, `main.tf.json:1:25: expected the end of the "(" on line 1, found "]"`},
		{`{"locals": {"a": ` + strings.Repeat("9", maxDigits+1) + `}}`, "main.tf.json:1:10019: size limit: expected a number of at most 10000 digits"},
	}
	for _, tt := range tests {
		_, problems := parseJSON([]byte(tt.src), "main.tf.json")
		var got []string
		for _, p := range problems {
			got = append(got, p.Error())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%.60q (-want +got):\n%s", tt.src, diff)
		}
	}
}

func TestDeepJSONIsRefused(t *testing.T) {
	const n = 100_000
	tests := map[string]string{
		"arrays":           strings.Repeat("[", n),
		"objects":          strings.Repeat(`{"a":`, n),
		"closed arrays":    `{"locals": {"a": ` + strings.Repeat("[", n) + strings.Repeat("]", n) + "}}",
		"a bit too deep":   `{"locals": {"a": ` + strings.Repeat("[", 249) + strings.Repeat("]", 249) + "}}",
		"a template":       `{"locals": {"a": "${` + strings.Repeat("(", n) + `"}}`,
		"templates":        `{"locals": {"a": "` + strings.Repeat(`${\"`, n) + `"}}`,
		"directives":       `{"locals": {"a": "` + strings.Repeat("%{ if a }", n) + `"}}`,
		"a name":           `{"locals": {"a": {"${` + strings.Repeat("!", n) + `a}": 1}}}`,
		"an escaped brace": `{"locals": {"a": "$\u007b` + strings.Repeat("-", n) + `1}"}}`,
		"a type":           `{"variable": {"a": {"type": "` + strings.Repeat("list(", n) + `"}}}`,
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			var diags []string
			allocated := allocations(func() { _, diags = load(t, map[string]string{"main.tf.json": src}) })
			if len(diags) != 1 || !strings.HasPrefix(diags[0], "error main.tf.json:1: nesting limit: ") {
				t.Errorf("expected the nesting limit alone, found %v", diags)
			}
			if allocated > mostToRefuse {
				t.Errorf("%d allocations: want at most %d", allocated, mostToRefuse)
			}
		})
	}
}
