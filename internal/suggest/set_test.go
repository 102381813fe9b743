package suggest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

func scanOnPush() (source.Place, Mend) {
	m := Mend{Type: "aws_ecr_repository", Nested: "image_scanning_configuration", Argument: "scan_on_push", Value: cty.True}
	return source.Place{File: "main.tf", Block: []string{"resource", "aws_ecr_repository", "app"}, Nested: m.Nested, Argument: m.Argument}, m
}

func private() (source.Place, Mend) {
	m := Mend{Type: "aws_eks_cluster", Nested: "vpc_config", Argument: "endpoint_private_access", Value: cty.True}
	return source.Place{File: "main.tf", Block: []string{"module", "eks"}, Argument: "private"}, m
}

func policy() (source.Place, Mend) {
	m := Mend{Type: "aws_eks_addon", Argument: "configuration_values", Member: "enableNetworkPolicy", Value: cty.StringVal("true")}
	return source.Place{File: "main.tf", Block: []string{"resource", "aws_eks_addon", "cni"}, Argument: m.Argument}, m
}

// What is not asked for stays: comments, layout, line ends.
func TestSet(t *testing.T) {
	tests := []struct {
		name string
		what func() (source.Place, Mend)
		src  string
		want string // "" where nothing can be set
	}{
		{"a literal is replaced, its comment stays", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration {\n    # slow\n    scan_on_push = false # for now\n  }\n}\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration {\n    # slow\n    scan_on_push = true # for now\n  }\n}\n"},
		{"a null", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration {\n    scan_on_push = null\n  }\n}\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n"},
		{"a text", scanOnPush,
			"resource aws_ecr_repository app {\n  image_scanning_configuration {\n    scan_on_push = \"false\"\n  }\n}\n",
			"resource aws_ecr_repository app {\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n"},
		{"a block on one line", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration { scan_on_push = false }\n}\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration { scan_on_push = true }\n}\n"},
		{"an empty block on one line", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {\n  name = \"a\"\n  image_scanning_configuration {}\n}\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  name = \"a\"\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n"},
		{"no block", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {\n  name = \"a\" # of the app\n  # the end\n}\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  name = \"a\" # of the app\n  # the end\n\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n"},
		{"no block in one line", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" { name = \"a\" }\n",
			"resource \"aws_ecr_repository\" \"app\" {\n  name = \"a\"\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n"},
		{"nothing at all in one line", scanOnPush,
			"resource \"aws_ecr_repository\" \"app\" {}",
			"resource \"aws_ecr_repository\" \"app\" {\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}"},
		{"what is formatted is aligned, and nothing around it", private,
			"a   =  1\nmodule \"eks\" {\n  source = \"./eks\" # here\n\n  depends_on = [b.c]\n}\nb   =  1",
			"a   =  1\nmodule \"eks\" {\n  source  = \"./eks\" # here\n  private = true\n\n  depends_on = [b.c]\n}\nb   =  1"},
		{"what is not formatted stays so", private,
			"module \"eks\" {\n\tsource=\"./eks\"\n\tnodes   = 3\n}\n",
			"module \"eks\" {\n\tsource=\"./eks\"\n\tnodes   = 3\n\tprivate = true\n}\n"},
		{"Windows line ends", private,
			"module \"eks\" {\r\n  source = \"./eks\"\r\n}\r\n",
			"module \"eks\" {\r\n  source  = \"./eks\"\r\n  private = true\r\n}\r\n"},
		{"line ends of both kinds", private,
			"module \"eks\" {\r\n  source = \"./eks\"\n}\r\n",
			"module \"eks\" {\r\n  source = \"./eks\"\n  private = true\r\n}\r\n"},
		{"a byte order mark", private,
			"\ufeffmodule \"eks\" {\n  source = \"./eks\"\n}\n",
			"\ufeffmodule \"eks\" {\n  source  = \"./eks\"\n  private = true\n}\n"},
		{"no newline at the end", private,
			"module \"eks\" {\n  source = \"./eks\"\n}",
			"module \"eks\" {\n  source  = \"./eks\"\n  private = true\n}"},
		{"behind a heredoc", private,
			"module \"eks\" {\n  text = <<-EOT\n    a\n    EOT\n}\n",
			"module \"eks\" {\n  text    = <<-EOT\n    a\n    EOT\n  private = true\n}\n"},
		{"before the nested blocks", private,
			"module \"eks\" {\n  source = \"./eks\"\n\n  nested {\n    a = 1\n  }\n\n  last = 1\n}\n",
			"module \"eks\" {\n  source  = \"./eks\"\n  private = true\n\n  nested {\n    a = 1\n  }\n\n  last = 1\n}\n"},
		{"arguments by custom last alone", private,
			"module \"eks\" { # why\n  depends_on = [b.c]\n}\n",
			"module \"eks\" { # why\n  private    = true\n  depends_on = [b.c]\n}\n"},
		{"a comment of several lines behind the argument", private, "module \"eks\" {\n  source = \"./eks\" /* a\n  b */\n}\n", ""},
		{"computed", private, "module \"eks\" {\n  private = var.private\n}\n", ""},
		{"computed of literals", private, "module \"eks\" {\n  private = true && false\n}\n", ""},
		{"a template", private, "module \"eks\" {\n  private = \"${false}\"\n}\n", ""},
		{"already so", private, "module \"eks\" {\n  private = true\n}\n", ""},
		{"another block", private, "module \"vpc\" {\n}\n", ""},
		{"two blocks", private, "module \"eks\" {\n}\nmodule \"eks\" {\n}\n", ""},
		{"no HCL", private, "module \"eks\" {\n", ""},

		{"a member's value", policy,
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({\n    \"enableNetworkPolicy\" = \"false\" # soon\n  })\n}\n",
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({\n    \"enableNetworkPolicy\" = \"true\" # soon\n  })\n}\n"},
		{"a member more", policy,
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({\n    # nodes\n    env = { A = \"b\" }\n  })\n}\n",
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({\n    # nodes\n    enableNetworkPolicy = \"true\"\n    env                 = { A = \"b\" }\n  })\n}\n"},
		{"a member more on one line", policy,
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({ env = {} })\n}\n",
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({ enableNetworkPolicy = \"true\", env = {} })\n}\n"},
		{"the first member", policy,
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({})\n}\n",
			"resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({ enableNetworkPolicy = \"true\" })\n}\n"},
		{"a version that knows it", policy,
			"resource \"aws_eks_addon\" \"cni\" {\n  addon_version = \"v1.14.0-eksbuild.1\"\n}\n",
			"resource \"aws_eks_addon\" \"cni\" {\n  addon_version        = \"v1.14.0-eksbuild.1\"\n  configuration_values = jsonencode({ enableNetworkPolicy = \"true\" })\n}\n"},
		{"a version that does not", policy, "resource \"aws_eks_addon\" \"cni\" {\n  addon_version = \"v1.13.4-eksbuild.1\"\n}\n", ""},
		{"a version that is computed", policy, "resource \"aws_eks_addon\" \"cni\" {\n  addon_version = var.cni\n}\n", ""},
		{"a computed member", policy, "resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({ enableNetworkPolicy = var.on })\n}\n", ""},
		{"a computed object", policy, "resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode(local.cni)\n}\n", ""},
		{"a text", policy, "resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = \"{}\"\n}\n", ""},
		{"a comment alone", policy, "resource \"aws_eks_addon\" \"cni\" {\n  configuration_values = jsonencode({\n    # none\n  })\n}\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, m := tt.what()
			got, ok := Set([]byte(tt.src), at, m)
			if ok != (tt.want != "") {
				t.Fatalf("set %v: %s", ok, got)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFor(t *testing.T) {
	tests := []struct {
		control, typ, path string
		want               string // the argument, "" for none
	}{
		{"endpoint-private", "aws_eks_cluster", "vpc_config[0].endpoint_public_access", "endpoint_public_access"},
		{"private-nodes", "aws_launch_configuration", "associate_public_ip_address", "associate_public_ip_address"},
		{"endpoint-access", "aws_eks_cluster", "vpc_config[0].public_access_cidrs", ""},
		{"endpoint-access", "aws_eks_cluster", "vpc_config[0].endpoint_public_access", ""},
		{"private-nodes", "aws_launch_template", "network_interfaces[1].associate_public_ip_address", ""},
		{"", "aws_eks_cluster", "vpc_config[0].endpoint_private_access", ""},
	}
	for _, tt := range tests {
		m, ok := For(tt.control, tt.typ, tt.path)
		if m.Argument != tt.want || ok != (tt.want != "") {
			t.Errorf("%s %s: got %q, want %q", tt.control, tt.path, m.Argument, tt.want)
		}
	}
}

func TestDiff(t *testing.T) {
	want := "--- a/live/main.tf\n+++ b/live/main.tf\n@@ -1 +1 @@\n-a = 1\r\n+a = 2\r\n"
	if got, ok := Diff("live/main.tf", []byte("a = 1\r\n"), []byte("a = 2\r\n")); !ok || got != want {
		t.Errorf("got %v %q, want %q", ok, got, want)
	}
	if got, _ := Diff("my live/main.tf", []byte("a = 1"), []byte("a = 2")); !strings.HasPrefix(got, "--- a/my live/main.tf\t\n") {
		t.Errorf("no end of a name with a space: %q", got)
	}
	for _, line := range []string{
		"## a title", "# see ::1", "\ta = \"b::c\"", "a = [] # ü 漢", "###", "# ## [a]",
	} {
		if _, ok := Diff("main.tf", []byte(line+"\na = 1\n"), []byte(line+"\na = 2\n")); !ok {
			t.Errorf("not shown: %q", line)
		}
	}
	for _, line := range []string{
		"# \x1b[2J", "# \u202e", "# a\u3164b", "# \x07", "::error::x", "  ::add-mask::x", "# ##[error]x", "# ##vso[task.setvariable]x", "# ## ##[group]", "# \xff", "a\rb",
	} {
		if diff, ok := Diff("main.tf", []byte(line+"\na = 1\n"), []byte(line+"\na = 2\n")); ok {
			t.Errorf("shown: %q", diff)
		}
	}
}

func comments(src []byte) []string {
	tokens, _ := hclsyntax.LexConfig(src, "main.tf", hcl.InitialPos)
	var all []string
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			all = append(all, strings.TrimSpace(string(token.Bytes)))
		}
	}
	return all
}

// Whatever a file holds, what it becomes can be read, and a second change finds
// nothing more to do.
func FuzzSet(f *testing.F) {
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, what := range []func() (source.Place, Mend){scanOnPush, private, policy} {
			at, m := what()
			got, ok := Set(src, at, m)
			if !ok {
				continue
			}
			if diff := cmp.Diff(comments(src), comments(got)); diff != "" {
				t.Errorf("comments (-before +after):\n%s\n%s\n%s", diff, src, got)
			}
			if again, ok := Set(got, at, m); ok && string(again) != string(got) {
				t.Errorf("a second change:\n%s\nafter\n%s\nafter\n%s", again, got, src)
			}
			Diff("main.tf", src, got)
		}
	})
}
