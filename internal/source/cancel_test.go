package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// modules is a root module that calls n modules, each with one repository whose
// count needs a variable of the environment.
func modules(n int) string {
	var b strings.Builder
	b.WriteString("-- main.tf --\n")
	for i := range n {
		fmt.Fprintf(&b, "variable \"v%d\" {\n  type    = number\n  default = 1\n}\nmodule \"m%d\" {\n  source = \"./m\"\n  n      = var.v%d\n}\n", i, i, i)
	}
	return b.String() + "-- m/main.tf --\nvariable \"n\" {}\nresource \"aws_ecr_repository\" \"a\" {\n  count = var.n\n  name  = \"a\"\n}\n"
}

// A context that ends while modules are evaluated ends the evaluation.
func TestLoadCancelled(t *testing.T) {
	const n = 100
	files := opened(t, tree(t, modules(n)))
	asked := func(ctx context.Context, environment func()) int {
		count := 0
		o := judged()
		o.Environment = func(string) string {
			count++
			environment()
			return ""
		}
		if _, err := Load(ctx, files, ".", o); !errors.Is(err, ctx.Err()) {
			t.Errorf("got %v, want %v", err, ctx.Err())
		}
		return count
	}
	whole := asked(t.Context(), func() {})
	ctx, cancel := context.WithCancel(t.Context())
	if cut := asked(ctx, cancel); whole < n || cut > whole/10 {
		t.Errorf("%d variables were looked up, and %d after the context had ended", whole, cut)
	}
	if _, err := Scan(ctx, files, ".", Survey{Types: judged().Subjects}); !errors.Is(err, context.Canceled) {
		t.Errorf("scanning the tree: %v, want context.Canceled", err)
	}
}

// The graph evaluates values when they are asked for: none after the context has
// ended.
func TestEvaluationCancelled(t *testing.T) {
	files := opened(t, tree(t, "-- main.tf --\nresource \"aws_ecr_repository\" \"a\" {\n  name = upper(\"a\")\n}\nresource \"aws_ecr_repository\" \"b\" {\n  name = upper(\"b\")\n}\n"))
	ctx, cancel := context.WithCancel(t.Context())
	root, err := Load(ctx, files, ".", judged())
	if err != nil {
		t.Fatal(err)
	}
	repositories := root.Graph.Resources()
	if repositories[0].Attr("name").Unknown() {
		t.Error("the name is unknown before the context has ended")
	}
	cancel()
	if !repositories[1].Attr("name").Unknown() {
		t.Error("a value was evaluated after the context had ended")
	}
}
