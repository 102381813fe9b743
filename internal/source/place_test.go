package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/config"
)

// A place is told only where what is written there is all that counts.
func TestPlace(t *testing.T) {
	const (
		cluster = "resource \"aws_eks_cluster\" \"a\" {\n  vpc_config {\n    on = false\n  }\n}\n"
		handed  = "variable \"x\" {}\nvariable \"y\" {}\nresource \"aws_eks_cluster\" \"a\" {\n  vpc_config {\n    on = VALUE\n  }\n}\n"
		call    = "module \"m\" {\n  source = \"./m\"\n  x = false\n}\n"
	)
	called := func(value string) map[string]string {
		return map[string]string{"main.tf": call, "m/main.tf": strings.Replace(handed, "VALUE", value, 1)}
	}
	tests := []struct {
		name    string
		files   map[string]string
		address string
		want    string // "" where there is none
	}{
		{"in the root module", map[string]string{"main.tf": cluster}, "aws_eks_cluster.a", "main.tf resource.aws_eks_cluster.a vpc_config.on"},
		{"of any instance", map[string]string{"main.tf": strings.Replace(cluster, "{", "{\n  count = 2", 1)}, "aws_eks_cluster.a[1]", "main.tf resource.aws_eks_cluster.a vpc_config.on"},
		{"no such block yet", map[string]string{"main.tf": "resource \"aws_eks_cluster\" \"a\" {}\n"}, "aws_eks_cluster.a", "main.tf resource.aws_eks_cluster.a vpc_config.on"},
		{"handed on", called("var.x"), "module.m.aws_eks_cluster.a", "main.tf module.m .x"},
		{"handed on, and left out by the call", called("var.y"), "module.m.aws_eks_cluster.a", "main.tf module.m .y"},
		{"no such resource", map[string]string{"main.tf": cluster}, "aws_eks_cluster.b", ""},
		{"no such module", map[string]string{"main.tf": cluster}, "module.m.aws_eks_cluster.a", ""},
		{"several blocks", map[string]string{"main.tf": strings.Replace(cluster, "{", "{\n  vpc_config {}", 1)}, "aws_eks_cluster.a", ""},
		{"a dynamic block", map[string]string{"main.tf": "resource \"aws_eks_cluster\" \"a\" {\n  dynamic \"vpc_config\" {\n    for_each = [1]\n    content {}\n  }\n}\n"}, "aws_eks_cluster.a", ""},
		{"an override of the block", map[string]string{"main.tf": cluster, "override.tf": cluster}, "aws_eks_cluster.a", ""},
		{"an override of the block by an empty one", map[string]string{"main.tf": cluster, "override.tf": "resource \"aws_eks_cluster\" \"a\" {\n  vpc_config {}\n}\n"}, "aws_eks_cluster.a", ""},
		{"an override of the call", map[string]string{"main.tf": call, "m/main.tf": strings.Replace(handed, "VALUE", "var.x", 1), "override.tf": "module \"m\" {\n  x = true\n}\n"}, "module.m.aws_eks_cluster.a", ""},
		{"OpenTofu's file", map[string]string{"main.tofu": cluster}, "aws_eks_cluster.a", ""},
		{"a part of a variable", called("var.x.y"), "module.m.aws_eks_cluster.a", ""},
		{"an index of a variable", called("var.x[0]"), "module.m.aws_eks_cluster.a", ""},
		{"computed of a variable", called("!var.x"), "module.m.aws_eks_cluster.a", ""},
		{"a local of that name", called("local.x"), "module.m.aws_eks_cluster.a", ""},
		{"a variable that there is not", called("var.z"), "module.m.aws_eks_cluster.a", ""},
		{"a literal in the module", called("false"), "module.m.aws_eks_cluster.a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range tt.files {
				file := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			files, err := config.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer files.Close()
			root, err := Load(t.Context(), files, ".", Options{Subjects: []string{"aws_eks_cluster"}})
			if err != nil {
				t.Fatal(err)
			}
			address, err := graph.ParseAddress(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			place, ok := root.Place(address, "vpc_config", "on")
			got := ""
			if ok {
				got = place.File + " " + strings.Join(place.Block, ".") + " " + place.Nested + "." + place.Argument
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
