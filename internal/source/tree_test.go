package source

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	cluster = "resource \"aws_eks_cluster\" \"c\" {}\n"
	bucket  = "resource \"aws_s3_bucket\" \"b\" {}\n"
)

func calling(sources ...string) string {
	text := ""
	for i, source := range sources {
		text += "module \"m" + string(rune('a'+i)) + "\" {\n  source = \"" + source + "\"\n}\n"
	}
	return text
}

// with is a call with one more argument.
func with(source, argument string) string {
	return "module \"m\" {\n  source = \"" + source + "\"\n  " + argument + "\n}\n"
}

func scanned(t *testing.T, root, dir string) *Tree {
	t.Helper()
	found, err := Scan(context.Background(), opened(t, root), dir, Survey{Types: []string{"aws_eks_cluster"}, Given: map[string]Given{"d": {Text: "d"}}})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A root is what holds something to judge, or calls what does, and is called by
// nothing itself.
func TestRoots(t *testing.T) {
	tests := []struct {
		name, files, dir string
		want             []string
	}{
		{"itself", "-- main.tf --\n" + cluster, ".", []string{"."}},
		{"nothing to judge", "-- main.tf --\n" + bucket, ".", nil},
		{"a comment is no resource, and is looked at", "-- main.tf --\n# resource \"aws_eks_cluster\" \"c\"\n", ".", []string{"."}},
		{"callers", "-- envs/a/main.tf --\n" + calling("../../m") + "-- envs/b/main.tf --\n" + calling("../../m") + "-- m/main.tf --\n" + cluster, ".", []string{"envs/a", "envs/b"}},
		{"callers of callers", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\n" + calling("../c") + "-- c/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a caller that is judged itself", "-- a/main.tf --\n" + cluster + calling("../b") + "-- b/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a caller in a comment", "-- a/main.tf --\n/*\n" + calling("../b") + "*/\n-- b/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"a circle", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\n" + cluster + calling("../a"), ".", []string{"a"}},
		{"itself called", "-- a/main.tf --\n" + cluster + calling("../a"), ".", []string{"a"}},
		{"what it calls is elsewhere", "-- envs/a/main.tf --\n" + calling("../../m") + "-- m/main.tf --\n" + cluster, "envs/a", []string{"envs/a"}},
		{"what it calls calls elsewhere", "-- envs/a/main.tf --\n" + calling("../../m") + "-- m/main.tf --\n" + calling("../n") + "-- n/main.tf --\n" + cluster, "envs", []string{"envs/a"}},
		{"what it calls has nothing", "-- envs/a/main.tf --\n" + calling("../../m") + "-- m/main.tf --\n" + bucket, "envs/a", nil},
		{"called from elsewhere", "-- a/main.tf --\n" + calling("../m") + "-- m/main.tf --\n" + cluster, "m", []string{"m"}},
		{"left out", "-- .terraform/modules/x/main.tf --\n" + cluster + "-- .hidden/main.tf --\n" + cluster + "-- node_modules/x/main.tf --\n" + cluster + "-- a/main.tf --\n" + bucket, ".", nil},
		{"left out but called", "-- main.tf --\n" + calling("./.hidden") + "-- .hidden/main.tf --\n" + cluster, ".", []string{"."}},
		{"installed", "-- main.tf --\n" + calling("x/y/aws") + "-- .terraform/modules/modules.json --\n{\"Modules\":[{\"Key\":\"ma\",\"Dir\":\".terraform/modules/ma\"}]}\n-- .terraform/modules/ma/main.tf --\n" + cluster, ".", []string{"."}},
		{"not installed", "-- a/main.tf --\n" + calling("x/y/aws") + "-- b/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"not installed, and of a provider without EKS", "-- a/main.tf --\n" + calling("x/label/null") + "-- b/main.tf --\n" + cluster, ".", []string{"b"}},
		{"not installed in a module", "-- a/main.tf --\n" + calling("../m") + "-- m/main.tf --\n" + calling("x/y/aws"), ".", []string{"a"}},
		{"installed for the caller of a module", "-- a/main.tf --\n" + calling("../m") + "-- m/main.tf --\n" + calling("x/y/aws") +
			"-- a/.terraform/modules/modules.json --\n{\"Modules\":[{\"Key\":\"ma.ma\",\"Source\":\"registry.terraform.io/x/y/aws\",\"Dir\":\"m\"}]}\n-- a/m/main.tf --\n" + bucket, ".", nil},
		{"not installed, but judged", "-- a/main.tf --\n" + cluster + calling("x/y/aws"), ".", []string{"a"}},
		{"what init wrote is broken", "-- main.tf --\n" + calling("x/y/aws") + "-- .terraform/modules/modules.json --\n{", ".", []string{"."}},
		{"not installed, and has no instances", "-- a/main.tf --\n" + with("x/y/aws", "count = 0") + "-- b/main.tf --\n" + cluster, ".", []string{"b"}},
		{"not installed, in a comment", "-- a/main.tf --\n# " + calling("x/y/aws") + "-- b/main.tf --\n" + cluster, ".", []string{"b"}},
		{"a call without instances", "-- a/main.tf --\n" + with("../b", "count = 0") + "-- b/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"a call for each of none", "-- a/main.tf --\n" + with("../b", "for_each = toset(local.none)") + "locals {\n  none = []\n}\n-- b/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"a call that a variable decides on", "-- a/main.tf --\n" + with("../b", "count = var.n") + "variable \"n\" {\n  default = 0\n}\n-- b/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a call in a heredoc", "-- a/main.tf --\nlocals {\n  text = <<EOT\n" + calling("../b") + "EOT\n}\n-- b/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"a call in a JSON string", "-- a/main.tf.json --\n{\"locals\": {\"module\": {\"b\": {\"source\": \"../b\"}}}}\n-- b/main.tf --\n" + cluster, ".", []string{"b"}},
		{"called, and keeps a state", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\nterraform {\n  backend \"s3\" {}\n}\n" + cluster, ".", []string{"a", "b"}},
		{"called, and has values of its own", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\n" + cluster + "-- b/prod.auto.tfvars --\n", ".", []string{"a", "b"}},
		{"called, and configures a provider", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\nprovider \"aws\" {\n  region = \"eu-west-1\"\n}\n" + cluster, ".", []string{"a", "b"}},
		{"called, and passes a region on", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\nprovider \"aws\" {\n  region = var.region\n}\n" + cluster, ".", []string{"a"}},
		{"called, and names a provider", "-- a/main.tf --\n" + calling("../b") + "-- b/main.tf --\nprovider \"aws\" {\n  alias = \"east\"\n}\n" + cluster, ".", []string{"a"}},
		{"a source by a local", "-- a/main.tf --\nlocals {\n  b = \"../b\"\n}\n" + with("${local.b}", "") + "-- b/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a source by a default", "-- a/main.tf --\nvariable \"b\" {\n  default = \"b\"\n}\n" + with("../${var.b}", "") + "-- b/main.tf --\n" + cluster + "-- c/main.tf --\n" + cluster, ".", []string{"a", "c"}},
		{"a source by a file of values", "-- a/main.tf --\nvariable \"b\" {\n  default = \"b\"\n}\n" + with("../${var.b}", "") + "-- a/terraform.tfvars --\nb = \"c\"\n-- b/main.tf --\n" + cluster + "-- c/main.tf --\n" + cluster, ".", []string{"a", "b"}},
		{"a source by a given value", "-- a/main.tf --\nvariable \"d\" {}\n" + with("../${var.d}", "") + "-- d/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a source that is not known", "-- a/main.tf --\nvariable \"b\" {}\n" + with("git::${var.b}", "") + "-- c/main.tf --\n" + bucket, ".", []string{"a"}},
		{"a source in parentheses", "-- a/main.tf --\nmodule \"m\" {\n  source = (\"../b\")\n}\n-- b/main.tf --\n" + cluster, ".", []string{"a"}},
		{"a source in JSON by a local", "-- a/main.tf.json --\n{\"locals\": {\"b\": \"../b\"}, \"module\": {\"m\": {\"source\": \"${local.b}\"}}}\n-- b/main.tf --\n" + cluster, ".", []string{"a"}},
		{"JSON", "-- main.tf.json --\n{\"resource\": {\"aws_eks_cluster\": {\"c\": {}}}}\n", ".", []string{"."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := scanned(t, tree(t, tt.files), tt.dir)
			if diff := cmp.Diff(tt.want, found.Roots()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A change bears on the roots that lead to it.
func TestLeading(t *testing.T) {
	root := tree(t, "-- a/main.tf --\n"+calling("../m")+"-- b/main.tf --\n"+calling("../m", "../n")+"-- c/main.tf --\n"+cluster+
		"-- m/main.tf --\n"+cluster+"-- n/main.tf --\n"+calling("../deep")+"-- deep/main.tf --\n"+cluster+"-- d/main.tf --\n"+bucket)
	tests := []struct{ changed, want []string }{
		{[]string{"m"}, []string{"a", "b"}},
		{[]string{"deep"}, []string{"b"}},
		{[]string{"c"}, []string{"c"}},
		{[]string{"c", "a"}, []string{"a", "c"}},
		{[]string{"d"}, nil},
		{nil, nil},
	}
	found := scanned(t, root, ".")
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, found.Leading(tt.changed)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.changed, diff)
		}
	}
}

// A library is what its own examples call, and what says nothing of where it runs.
func TestIsLibrary(t *testing.T) {
	example := "-- examples/full/main.tf --\n" + calling("../..")
	tests := []struct {
		name, files string
		want        bool
	}{
		{"a library", "-- main.tf --\n" + cluster + example, true},
		{"no examples", "-- main.tf --\n" + cluster, false},
		{"examples that do not call it", "-- main.tf --\n" + cluster + "-- examples/full/main.tf --\n" + cluster, false},
		{"a comment", "-- main.tf --\n" + cluster + "-- examples/full/main.tf --\n/*\n" + calling("../..") + "*/\n", false},
		{"comments to the ends of lines", "-- main.tf --\n" + cluster + "-- examples/full/main.tf --\n// module \"a\" {\n#  source = \"../..\"\n// }\n", false},
		{"a heredoc", "-- main.tf --\n" + cluster + "-- examples/full/main.tf --\nlocals {\n  text = <<-EOT\n" + calling("../..") + "EOT\n}\n", false},
		{"a JSON string", "-- main.tf --\n" + cluster + "-- examples/full/main.tf.json --\n{\"output\": {\"module\": {\"value\": {\"source\": \"../..\"}}}}\n", false},
		{"a call in JSON", "-- main.tf --\n" + cluster + "-- examples/full/main.tf.json --\n{\"module\": {\"a\": {\"source\": \"../..\"}}}\n", true},
		{"a file that is no configuration", "-- main.tf --\n" + cluster + "-- examples/full/README.md --\n" + calling("../.."), false},
		{"a file that does not parse", "-- main.tf --\n" + cluster + example + "-- examples/full/x.tf --\nlocals {\n", false},
		{"a call without instances", "-- main.tf --\n" + cluster + "-- examples/full/main.tf --\n" + with("../..", "count = 1 - 1"), false},
		{"a call in a hidden folder", "-- main.tf --\n" + cluster + "-- examples/.full/main.tf --\n" + calling("../.."), false},
		{"a call in node_modules", "-- main.tf --\n" + cluster + "-- examples/node_modules/main.tf --\n" + calling("../.."), false},
		{"an override that calls another", "-- main.tf --\n" + cluster + example + "-- examples/full/main_override.tf --\nmodule \"ma\" {\n  source = \"./x\"\n}\n", false},
		{"values of its own", "-- main.tf --\n" + cluster + "-- terraform.tfvars --\n" + example, false},
		{"a provider", "-- main.tf --\nprovider \"aws\" {}\n" + example, false},
		{"a backend", "-- main.tf --\nterraform {\n  backend \"s3\" {}\n}\n" + example, false},
	}
	for _, tt := range tests {
		if got := IsLibrary(t.Context(), opened(t, tree(t, tt.files)), "."); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
