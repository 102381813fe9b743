package function_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source/function"
)

var update = flag.Bool("update", false, "write testdata/console.txt anew with the terraform on PATH")

const (
	consoleFile = "testdata/console.txt"
	consoleDir  = "testdata/console" // what the expressions' files and locals are
)

// answer is an expression and what terraform console says to it: "error", or
// the value as the console writes it.
type answer struct{ expr, want string }

// answers are in testdata/console.txt: "> " and an expression, then the answer,
// indented.
func answers() ([]answer, error) {
	content, err := os.ReadFile(consoleFile)
	if err != nil {
		return nil, err
	}
	var all []answer
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "> "):
			all = append(all, answer{expr: line[2:]})
		case strings.HasPrefix(line, "    ") && len(all) > 0:
			last := &all[len(all)-1]
			last.want = strings.TrimPrefix(last.want+"\n"+line[4:], "\n")
		}
	}
	return all, nil
}

// Everything that Terraform's own console says about these expressions holds for
// the functions here.
func TestConsole(t *testing.T) {
	all, err := answers()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		all = ask(t, all)
	}
	if len(all) < 250 {
		t.Errorf("%d expressions: fewer than 250", len(all))
	}
	locals := consoleLocals(t)
	for _, a := range all {
		t.Run(a.expr, func(t *testing.T) {
			budget := function.DefaultBudget()
			env := rooted(consoleDir)
			env.Budget, env.Sensitive = budget, sensitive
			got := written(evaluated(t, a.expr, env, locals))
			if here, ok := deviations()[a.expr]; ok {
				if here.answer == a.want {
					t.Errorf("is no deviation: Terraform says %s too", a.want)
				}
				a.want = here.answer
			}
			if diff := cmp.Diff(a.want, got); diff != "" {
				t.Errorf("(-terraform +here):\n%s", diff)
			}
			if budget.Exceeded() {
				t.Errorf("%s was refused", budget.Refused())
			}
		})
	}
}

type deviation struct{ answer, why string }

// deviations are the expressions that the functions here answer otherwise than
// Terraform 1.11, on purpose.
func deviations() map[string]deviation {
	return map[string]deviation{
		`format("%v %v %#v", null, [1, "a"], { a = true })`: {`"null [1,\"a\"] {\"a\":true}"`, "a later go-cty knows what a null of no type looks like"},
		`format("%s", null)`:                {"error", "a later go-cty knows that a null of no type cannot be written"},
		`contains(["a", null], null)`:       {"(known after apply)", "a later go-cty allows a null value, and a later Terraform with it"},
		`element(["a", "b"], -1)`:           {`"b"`, "a later go-cty counts from the end, and a later Terraform with it"},
		`coalesce("", "x", sensitive("y"))`: {`"x"`, "what comes after the result has no part in it"},
	}
}

// ask runs terraform console, once for each expression: it prints only the last
// value of what it is given.
func ask(t *testing.T, all []answer) []answer {
	t.Helper()
	var out bytes.Buffer
	for i, a := range all {
		console := exec.Command("terraform", "console")
		console.Dir = consoleDir
		console.Stdin = strings.NewReader(a.expr + "\n")
		console.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "TF_IN_AUTOMATION=1", "HOME=/nowhere")
		got, err := console.Output()
		all[i].want = strings.TrimRight(string(got), "\n")
		if err != nil {
			all[i].want = "error"
		}
		fmt.Fprintf(&out, "> %s\n    %s\n", a.expr, strings.ReplaceAll(all[i].want, "\n", "\n    "))
	}
	if err := os.WriteFile(consoleFile, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return all
}

// rooted is an Env that reads below dir.
func rooted(dir string) function.Env {
	root := os.DirFS(dir)
	return function.Env{
		Read: func(name string) ([]byte, error) { return fs.ReadFile(root, path.Clean(name)) },
		Exists: func(name string) (bool, error) {
			_, err := fs.Stat(root, path.Clean(name))
			return err == nil, nil
		},
		Glob: func(under, pattern string) ([]string, error) {
			sub, err := fs.Sub(root, path.Clean(under))
			if err != nil {
				return nil, err
			}
			return fs.Glob(sub, pattern)
		},
		Nesting: func([]byte) error { return nil },
	}
}

func consoleLocals(t *testing.T) map[string]cty.Value {
	t.Helper()
	name := filepath.Join(consoleDir, "main.tf")
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	locals := map[string]cty.Value{}
	ctx := &hcl.EvalContext{Functions: function.Table(function.Env{Sensitive: sensitive})}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		for name, attribute := range block.Body.Attributes {
			if locals[name], diags = attribute.Expr.Value(ctx); diags.HasErrors() {
				t.Fatal(diags)
			}
		}
	}
	return map[string]cty.Value{"local": cty.ObjectVal(locals)}
}

// evaluated is NilVal where the expression is an error.
func evaluated(t *testing.T, src string, env function.Env, variables map[string]cty.Value) cty.Value {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(src), "expression", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %v", src, diags)
	}
	v, diags := expr.Value(&hcl.EvalContext{Variables: variables, Functions: function.Table(env)})
	if diags.HasErrors() {
		t.Log(diags)
		return cty.NilVal
	}
	return v
}

// written is a value as the console writes it.
func written(v cty.Value) string {
	var b strings.Builder
	write(&b, v, 0)
	return b.String()
}

func write(b *strings.Builder, v cty.Value, indent int) {
	switch {
	case v == cty.NilVal:
		b.WriteString("error")
		return
	case v.HasMark(sensitive):
		b.WriteString("(sensitive value)")
		return
	case !v.IsKnown():
		b.WriteString("(known after apply)")
		return
	}
	ty := v.Type()
	switch {
	case v.IsNull():
		b.WriteString(writtenNull(ty))
	case ty == cty.String && strings.Contains(v.AsString(), "\n"):
		pad := strings.Repeat(" ", indent)
		fmt.Fprintf(b, "<<%sEOT\n%s%s\n%sEOT", map[bool]string{true: "-"}[indent > 0], pad, strings.ReplaceAll(v.AsString(), "\n", "\n"+pad), pad)
	case ty == cty.String:
		fmt.Fprintf(b, "%q", v.AsString())
	case ty == cty.Number:
		b.WriteString(v.AsBigFloat().Text('f', -1))
	case ty == cty.Bool:
		fmt.Fprint(b, v.True())
	case ty.IsObjectType():
		writeElements(b, "{", v, "}", indent)
	case ty.IsTupleType():
		writeElements(b, "[", v, "]", indent)
	case ty.IsMapType():
		writeElements(b, "tomap({", v, "})", indent)
	case ty.IsListType():
		writeElements(b, "tolist([", v, "])", indent)
	case ty.IsSetType():
		writeElements(b, "toset([", v, "])", indent)
	}
}

func writtenNull(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "null"
	case ty.IsPrimitiveType():
		return fmt.Sprintf("to%s(null)", ty.FriendlyName())
	case ty.IsListType():
		return fmt.Sprintf("tolist(null) /* of %s */", ty.ElementType().FriendlyName())
	case ty.IsSetType():
		return fmt.Sprintf("toset(null) /* of %s */", ty.ElementType().FriendlyName())
	case ty.IsMapType():
		return fmt.Sprintf("tomap(null) /* of %s */", ty.ElementType().FriendlyName())
	}
	return fmt.Sprintf("null /* %s */", ty.FriendlyName())
}

func writeElements(b *strings.Builder, open string, v cty.Value, closing string, indent int) {
	b.WriteString(open)
	empty := true
	for it := v.ElementIterator(); it.Next(); empty = false {
		key, element := it.Element()
		fmt.Fprintf(b, "\n%s", strings.Repeat(" ", indent+2))
		if v.Type().IsMapType() || v.Type().IsObjectType() {
			fmt.Fprintf(b, "%q = ", key.AsString())
		}
		write(b, element, indent+2)
		if !v.Type().IsMapType() && !v.Type().IsObjectType() {
			b.WriteString(",")
		}
	}
	if !empty {
		fmt.Fprintf(b, "\n%s", strings.Repeat(" ", indent))
	}
	b.WriteString(closing)
}
