package function_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

// sensitive is what an evaluator hands in; origin is another mark of its own.
const (
	sensitive = testMark("sensitive")
	origin    = testMark("origin")
	other     = testMark("other")
)

type testMark string

// listed is testdata/functions.txt: what stands for each function, by name.
func listed(t testing.TB) map[string]string {
	t.Helper()
	content, err := os.ReadFile("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for line := range strings.Lines(string(content)) {
		name, what, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasPrefix(line, "#") && ok {
			list[name] = strings.TrimSpace(what)
		}
	}
	return list
}

func TestTableHasWhatIsListed(t *testing.T) {
	want := map[string]bool{}
	for name := range listed(t) {
		want[name], want["core::"+name] = true, true
	}
	got := map[string]bool{}
	for name := range function.Table(function.Env{}) {
		got[name] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-listed +table):\n%s", diff)
	}
}

func TestListIsTerraforms(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not on PATH")
	}
	out, err := exec.Command(terraform, "metadata", "functions", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var metadata struct {
		Signatures map[string]any `json:"function_signatures"`
	}
	if err := json.Unmarshal(out, &metadata); err != nil {
		t.Fatal(err)
	}
	var want []string
	for name := range metadata.Signatures {
		if !strings.Contains(name, "::") {
			want = append(want, name)
		}
	}
	slices.Sort(want)
	list := listed(t)
	maps.DeleteFunc(list, func(_, what string) bool {
		return strings.HasSuffix(what, "opentofu") || strings.HasSuffix(what, "later")
	})
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(list))); diff != "" {
		t.Errorf("(-terraform +listed):\n%s", diff)
	}
}

// What is listed as unknown is.
func TestUnforeseen(t *testing.T) {
	for expr, want := range map[string]cty.Type{
		`timestamp()`: cty.String, `plantimestamp()`: cty.String, `uuid()`: cty.String,
		`bcrypt("a")`: cty.String, `bcrypt("a", 4)`: cty.String, `rsadecrypt("a", "b")`: cty.String,
		`abspath("a")`: cty.String, `pathexpand("~/a")`: cty.String,
		// and what an Env without files leaves open, even within try and can
		`file("a")`: cty.String, `filebase64sha256("a")`: cty.String,
		`fileexists("a")`: cty.Bool, `fileset("a", "*")`: cty.Set(cty.String),
		`try(file("a"), "b")`: cty.DynamicPseudoType, `can(file("a"))`: cty.Bool,
		`templatefile("a", {})`: cty.DynamicPseudoType,
	} {
		t.Run(expr, func(t *testing.T) {
			got := evaluated(t, expr, function.Env{}, nil)
			if got == cty.NilVal || got.IsKnown() || !got.Type().Equals(want) {
				t.Errorf("got %#v, want an unknown %s", got, want.FriendlyName())
			}
		})
	}
}

func TestOpenTofu(t *testing.T) {
	for expr, want := range map[string]string{
		`cidrcontains("10.0.0.0/8", "10.1.2.3")`:    "true",
		`cidrcontains("10.0.0.0/8", "10.0.0.0/7")`:  "false",
		`cidrcontains("10.0.0.0/8", "11.0.0.0/16")`: "false",
		`cidrcontains("fd00::/8", "fd12::/16")`:     "true",
		`cidrcontains("fd00::/8", "10.0.0.1")`:      "error",
		`cidrcontains("10.0.0.0/8", "x")`:           "error",
		`base64gunzip(base64gzip("hi"))`:            `"hi"`,
		`base64gunzip("aGk=")`:                      "error",
		`urldecode("a+b%2F%C3%A9")`:                 `"a b/é"`,
		`urldecode("%zz")`:                          "error",
	} {
		if diff := cmp.Diff(want, written(evaluated(t, expr, function.Env{}, nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expr, diff)
		}
	}
}

// A template is parsed only where Nesting admits it, evaluated by Evaluate, and
// never sees what its caller sees.
func TestTemplateHooks(t *testing.T) {
	env := rooted(consoleDir)
	env.Nesting = nil
	env.Budget = function.DefaultBudget()
	if got := evaluated(t, `templatefile("hello.txt", {})`, env, nil); got.IsKnown() || env.Budget.Refused() != "templatefile" {
		t.Errorf("without Nesting: %#v, refused %q", got, env.Budget.Refused())
	}
	env = rooted(consoleDir)
	env.Evaluate = func(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
		if ctx.Parent() != nil || len(ctx.Variables) != 1 {
			t.Errorf("a template sees %v", ctx.Variables)
		}
		return cty.StringVal("evaluated " + expr.Range().Filename), nil
	}
	want := cty.StringVal("evaluated wrapped.tftpl")
	if got := evaluated(t, `templatefile("wrapped.tftpl", { list = "a" })`, env, nil); !got.RawEquals(want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

// No message repeats what is sensitive.
func TestErrorsKeepSecrets(t *testing.T) {
	secret := map[string]cty.Value{"secret": cty.StringVal("hunter2").Mark(sensitive)}
	for _, src := range []string{
		`tonumber(secret)`, `parseint(secret, 10)`, `jsondecode(secret)`, `cidrhost(secret, 1)`, `base64decode(secret)`,
		`timecmp(secret, secret)`, `textencodebase64("a", secret)`, `lookup({}, secret)`, `formatdate("YYYY", secret)`,
		`try(tonumber(secret))`, `regex(secret, "")`, `templatefile("wrapped.tftpl", { (secret) = 1 })`,
	} {
		expr, diags := hclsyntax.ParseExpression([]byte(src), "expression", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		env := rooted(consoleDir)
		env.Sensitive = sensitive
		_, diags = expr.Value(&hcl.EvalContext{Variables: secret, Functions: function.Table(env)})
		if !diags.HasErrors() {
			t.Errorf("%s: no error", src)
		}
		if strings.Contains(diags.Error(), "hunter2") {
			t.Errorf("%s: %s", src, diags.Error())
		}
	}
}
