package config

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

func shownValues(values map[string]cty.Value) map[string]string {
	all := map[string]string{}
	for name, v := range values {
		all[name] = v.GoString()
	}
	return all
}

func TestParseVars(t *testing.T) {
	tests := []struct {
		name, file, src string
		want            map[string]string
		diags           []string
	}{
		{"values", "x.tfvars", "\ufeffa = \"b\"\nc = [1, true]\nd = { e = null }\nf = <<EOT\ng\nEOT\nh = 1 + 1\n", map[string]string{
			"a": `cty.StringVal("b")`,
			"c": `cty.TupleVal([]cty.Value{cty.NumberIntVal(1), cty.True})`,
			"d": `cty.ObjectVal(map[string]cty.Value{"e":cty.NullVal(cty.DynamicPseudoType)})`,
			"f": `cty.StringVal("g\n")`,
			"h": `cty.NumberIntVal(2)`,
		}, nil},
		{"JSON", "x.tfvars.json", `{"a": "${b}", "c": [1, true], "d": null, "//": "e"}`, map[string]string{
			"a": `cty.StringVal("${b}")`,
			"c": `cty.TupleVal([]cty.Value{cty.NumberIntVal(1), cty.True})`,
			"d": `cty.NullVal(cty.DynamicPseudoType)`,
		}, nil},
		{"functions", "x.tfvars", "a = 1\nb = upper(\"c\")\n", map[string]string{"a": "cty.NumberIntVal(1)", "b": "cty.DynamicVal"},
			[]string{"error x.tfvars:2: Function calls not allowed: Functions may not be called here."}},
		{"variables", "x.tfvars", "a = var.b\n", map[string]string{"a": "cty.DynamicVal"},
			[]string{"error x.tfvars:1: Variables not allowed: Variables may not be used here."}},
		{"loops", "x.tfvars", "a = [for b in [1] : b]\nc = \"%{ for d in [1] }${d}%{ endfor }\"\n",
			map[string]string{"a": "cty.DynamicVal", "c": "cty.DynamicVal"}, []string{
				`warning x.tfvars:1: a variable is taken for unknown: expected a value without "for"`,
				`warning x.tfvars:2: a variable is taken for unknown: expected a value without "for"`,
			}},
		{"blocks", "x.tfvars", "a {}\nb = 1\n", map[string]string{"b": "cty.NumberIntVal(1)"},
			[]string{`error x.tfvars:1: expected name = value, found a block`}},
		{"broken", "x.tfvars", "a = 1\nb = )\n", map[string]string{},
			[]string{`error x.tfvars:2: found a closing ")" that closes nothing`}},
		{"broken JSON", "x.tfvars.json", `{"a": 1`, map[string]string{},
			[]string{"error x.tfvars.json:1: not valid JSON: unexpected EOF"}},
		{"no object", "x.tfvars.json", `1`, map[string]string{}, []string{"error x.tfvars.json:1: expected a JSON object"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, diags := ParseVars([]byte(tt.src), tt.file)
			if diff := cmp.Diff(tt.want, shownValues(values)); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.diags, told(diags)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAutoVars(t *testing.T) {
	files := opened(t, tree(t, map[string]string{
		"m/terraform.tfvars":      "a = 1\nb = 1\nc = 1\nd = 1\n",
		"m/terraform.tfvars.json": `{"b": 2, "c": 2, "d": 2}`,
		"m/a.auto.tfvars.json":    `{"c": 3, "d": 3}`,
		"m/b.auto.tfvars":         "d = 4\n",
		"m/other.tfvars":          "a = 9\n",
		"m/auto.tfvars":           "a = 9\n",
		"auto.tfvars":             "a = 9\n",
	}))
	values, _, diags := files.AutoVars("m", nil)
	if diags != nil {
		t.Errorf("diagnostics %v", told(diags))
	}
	want := map[string]string{"a": "cty.NumberIntVal(1)", "b": "cty.NumberIntVal(2)", "c": "cty.NumberIntVal(3)", "d": "cty.NumberIntVal(4)"}
	if diff := cmp.Diff(want, shownValues(values)); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if _, _, diags := files.AutoVars("none", nil); len(diags) != 1 {
		t.Errorf("a directory that is not there: %v", told(diags))
	}
}

// Values that are not read would let defaults decide.
func TestVarsOutsideTheRootAreAnError(t *testing.T) {
	parent := tree(t, map[string]string{"shared.tfvars": "a = 1\n", "root/a.tf": ""})
	root := filepath.Join(parent, "root")
	link(t, "../shared.tfvars", filepath.Join(root, "terraform.tfvars"))
	_, _, diags := opened(t, root).AutoVars(".", nil)
	want := []string{"error terraform.tfvars:1: reading terraform.tfvars: it leads outside of the scanned directory, of which nothing is read"}
	if diff := cmp.Diff(want, told(diags)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestParseValue(t *testing.T) {
	for src, want := range map[string]string{
		`["a"]`:                         `cty.TupleVal([]cty.Value{cty.StringVal("a")})`,
		"1":                             "cty.NumberIntVal(1)",
		"[":                             "error",
		"f()":                           "error",
		"[for a in [1] : a]":            "error",
		strings.Repeat("(", 100_000):    "error",
		"a":                             "error",
		"1 2":                           "error",
		"":                              "error",
		strings.Repeat("[", 100) + "}]": "error",
	} {
		v, err := ParseValue(src, "var.x")
		got := v.GoString()
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%.20q: %s (%v), %s expected", src, got, err, want)
		}
	}
}

// What is read without evaluation must stay so: each of these has a million elements.
func TestConstantsAreNotComputed(t *testing.T) {
	ten := "[" + strings.Repeat("1,", 100) + "]"
	bomb := "1"
	for range 3 {
		bomb = "[for x in " + ten + " : " + bomb + "]"
	}
	src := "module \"m\" {\n  source = " + bomb + "\n  version = " + bomb + "\n  providers = { (" + bomb + ") = " + bomb + " }\n}\n" +
		"variable \"v\" {\n  sensitive = " + bomb + "\n}\nresource \"a\" \"b\" {\n  provider = " + bomb + "\n}\n" +
		"provider \"p\" {\n  alias = " + bomb + "\n}\nterraform {\n  required_providers {\n    x = { source = " + bomb + " }\n  }\n}\n"
	var diags []finding.Diagnostic
	allocated := allocations(func() {
		load(t, map[string]string{"main.tf": src, "terraform.tfvars": "a = " + bomb})
		_, diags = ParseVars([]byte("a = "+bomb), "x.tfvars")
	})
	if len(diags) != 1 {
		t.Errorf("diagnostics %v", told(diags))
	}
	if allocated > 100_000 {
		t.Errorf("%d allocations", allocated)
	}
}

func TestConstant(t *testing.T) {
	for src, want := range map[string]string{
		`"a"`: "a", `("a")`: "a", "<<EOT\na\nEOT\n": "a\n", `""`: "", `"$${a}"`: "${a}",
		`"${"a"}"`: "none", "1": "none", "a": "none", "null": "none", `"a${b}"`: "none",
	} {
		expr, err := ParseExpression([]byte(src), "a.tf", hcl.InitialPos)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := constant(expr)
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%s: %q, %q expected", src, got, want)
		}
	}
}

// What is wrong with values is said without them.
func TestValuesAreNotQuoted(t *testing.T) {
	for _, text := range []string{
		"hidden7-token\n", "hidden7", "hidden7 {}", "hidden7 hidden7", "a = hidden7", "a = hidden7()", "a = \"\\hidden7\"", "a = \"%{hidden7}\"", "a = {}.hidden7",
		"a = \"hidden7\".hidden7", "a = \"hidden7\" + 1", "a = hidden7\nhidden7 = ", "hidden7 = 1\nhidden7 = 2", "a = <<hidden7\nx\n", "a = \"hidden7",
		"a = [for hidden7 in [] : hidden7]", "DB_PASSWORD=hidden7\nA=\"hidden7\"b", "a = \"${hidden7", "\x00hidden7", "{\"hidden7\": hidden7}", "{\"a\": hidden7}",
		"{\"hidden7\": 1, \"hidden7\": 2}", "[\"hidden7\"]", "\"hidden7\"", "-----BEGIN hidden7",
	} {
		for _, name := range []string{"x.tfvars", "x.tfvars.json"} {
			_, diags := ParseVars([]byte(text), name)
			for _, d := range diags {
				if strings.Contains(d.Summary+d.Detail, "hidden7") || strings.Contains(d.Summary, "'h'") {
					t.Errorf("%s %q: %s", name, text, d.Summary)
				}
			}
		}
		if _, err := ParseValue(text, "var.x"); err != nil && strings.Contains(err.Error(), "hidden7") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
