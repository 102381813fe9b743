package source

import (
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// A plan's instances are found in the source that it was made from, and those
// that the source cannot have are not.
func TestInstance(t *testing.T) {
	root := load(t, tree(t, `
-- main.tf --
variable "unset" {}
resource "test_thing" "single" {}
resource "test_thing" "counted" {
  count = 2
}
resource "test_thing" "each" {
  for_each = { a = 1 }
}
resource "test_thing" "unknown" {
  for_each = var.unset
  name     = each.key
}
data "aws_iam_policy_document" "p" {}
module "m" {
  source   = "./m"
  for_each = toset(["x"])
}
module "unknown" {
  source = "./m"
  count  = var.unset
}
module "remote" {
  source = "a/b/aws"
}
-- m/main.tf --
resource "test_thing" "t" {}
`), ".", judged())
	tests := []struct {
		address         string
		found, declared bool
	}{
		{"test_thing.single", true, true},
		{"test_thing.single[0]", false, true},
		{"test_thing.counted[1]", true, true},
		{"test_thing.counted[2]", false, true},
		{`test_thing.counted["a"]`, false, true},
		{"test_thing.counted", false, true},
		{`test_thing.each["a"]`, true, true},
		{`test_thing.each["b"]`, false, true},
		{"test_thing.each[0]", false, true},
		{`test_thing.unknown["any"]`, true, true},
		{"test_thing.none", false, false},
		{"data.aws_iam_policy_document.p", true, true},
		{"aws_iam_policy_document.p", false, false},
		{`module.m["x"].test_thing.t`, true, true},
		{`module.m["y"].test_thing.t`, false, true},
		{"module.m.test_thing.t", false, true},
		{`module.m["x"].test_thing.none`, false, false},
		{"module.unknown[7].test_thing.t", true, true},
		{"module.none.test_thing.t", false, false},
		{"module.remote.test_thing.t", false, true},
	}
	for _, tt := range tests {
		a, err := graph.ParseAddress(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if found := root.Instance(a) != nil; found != tt.found {
			t.Errorf("%s: found %v, want %v", a, found, tt.found)
		}
		if declared := root.Declares(a); declared != tt.declared {
			t.Errorf("%s: declared %v, want %v", a, declared, tt.declared)
		}
	}
}

// Where limits cut a list of blocks off, it is not known: those that are missing
// may be the ones that count. A module without all of its instances is incomplete.
func TestCutOff(t *testing.T) {
	dynamic := "dynamic \"b\" {\nfor_each = range(1000)\ncontent {\n"
	root := load(t, tree(t, "-- main.tf --\nresource \"test_thing\" \"t\" {\n"+strings.Repeat(dynamic, 3)+strings.Repeat("}\n}\n", 3)+"}\n"), ".", judged())
	if blocks := root.Graph.Find("test_thing.t").Attr("b"); !blocks.Unknown() || !root.loader.meter.exceeded {
		t.Errorf("%d blocks are known, limits met: %v", len(blocks.Elements()), root.loader.meter.exceeded)
	}
	files := "-- main.tf --\nmodule \"m\" {\n  source = \"./m\"\n  count  = 9999\n}\n-- m/main.tf --\n"
	for _, name := range strings.Split("abcdefghijklmnop", "") {
		files += "resource \"test_thing\" \"" + name + "\" {}\n"
	}
	if root := load(t, tree(t, files), ".", judged()); root.Complete || len(root.Graph.Gaps) == 0 || len(root.Diagnostics()) == 0 {
		t.Errorf("complete with %d of %d instances", root.Assessed, root.Resources)
	}
}

// A template is checked as a template: what is a comment, or a quotation mark, in
// a configuration hides nothing in it, and text is no bracket.
func TestTemplatesAreChecked(t *testing.T) {
	for _, prefix := range []string{"", "# ", "// ", "/* ", `"`, "<<EOT\n"} {
		deep := prefix + strings.Repeat("${(", 100_000)
		root := load(t, tree(t, "-- main.tf --\noutput \"x\" { value = templatefile(\"t\", {}) }\n-- t --\n"+deep+"\n"), ".", judged())
		if v := root.module.output("x"); v.IsKnown() {
			t.Errorf("%q: %s", prefix, text(v))
		}
		plain := strings.TrimSuffix(prefix, "\n") + " (([{ x ${1 + 1}"
		root = load(t, tree(t, "-- main.tf --\noutput \"x\" { value = templatefile(\"t\", {}) }\n-- t --\n"+plain+"\n"), ".", judged())
		if v := root.module.output("x"); !v.IsKnown() || !strings.HasSuffix(v.AsString(), "x 2\n") {
			t.Errorf("%q: %s", plain, text(v))
		}
	}
}
