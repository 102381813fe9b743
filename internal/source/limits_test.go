package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// What is past a limit is not in the graph, and the graph says where that begins.
func TestCut(t *testing.T) {
	chained := func(n int, call string) []txtar.File {
		files := []txtar.File{{Name: "main.tf", Data: fmt.Appendf(nil, call, "./m0")}}
		for i := range n {
			files = append(files, txtar.File{Name: fmt.Sprintf("m%d/main.tf", i), Data: fmt.Appendf(nil, call, fmt.Sprintf("../m%d", i+1))})
		}
		return append(files, txtar.File{Name: fmt.Sprintf("m%d/main.tf", n), Data: []byte("resource \"test_thing\" \"t\" {}\n")})
	}
	one := "module \"m\" {\n  source = \"%s\"\n}\n"
	tests := []struct {
		name   string
		files  []txtar.File
		module string // of the cut; "none" where there is none
	}{
		{"few modules", chained(3, one), "none"},
		{"modules as deep as they may be", chained(31, one), "none"},
		{"modules too deep", chained(32, one), strings.Repeat("module.m.", 32) + "module.m"},
		{"modules with count that double", chained(20, "module \"m\" {\n  source = \"%s\"\n  count  = 2\n}\n"), "module.m"},
		{"modules with for_each that double", chained(20, "module \"m\" {\n  source   = \"%s\"\n  for_each = { a = 1, b = 2 }\n}\n"), "module.m"},
		{"resources", []txtar.File{{Name: "main.tf", Data: []byte("resource \"test_thing\" \"t\" {\n  count = 1000\n}\nresource \"test_thing\" \"u\" {\n  count = 10\n}\n")}}, ""},
		{"resources of other types, in many modules", []txtar.File{
			{Name: "main.tf", Data: []byte("module \"m\" {\n  source = \"./m\"\n  count  = 900\n}\n")},
			{Name: "m/main.tf", Data: []byte(manyItems(40, "resource \"other_thing\" \"t%d\" {\n  name = %d\n}\n"))},
		}, "module.m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := judged()
			o.Limits = Share()
			root := load(t, write(t, &txtar.Archive{Files: tt.files}), ".", o)
			gaps := root.Graph.Gaps
			if tt.module == "none" {
				if len(gaps) > 0 || !root.Complete || root.Exceeded() {
					t.Fatalf("gaps %+v, complete %v, exceeded %v", gaps, root.Complete, root.Exceeded())
				}
				return
			}
			if len(gaps) != 1 || gaps[0].Kind != graph.PastLimit || gaps[0].Address != tt.module && !strings.HasPrefix(gaps[0].Address, tt.module+".") {
				t.Fatalf("gaps %+v, want one in %q", gaps, tt.module)
			}
			if root.Complete {
				t.Error("it is called complete")
			}
			said := ""
			for _, d := range root.Diagnostics() {
				said += d.Summary + "\n"
			}
			if !strings.Contains(said, "was not read in full") {
				t.Errorf("nobody says so: %s", said)
			}
			if n := len(root.Graph.Resources()); n > Share().Instances || root.Spent().Instances > Share().Instances {
				t.Errorf("%d resources, %+v", n, root.Spent())
			}
		})
	}
}

// A set is sorted once, however many of its elements are asked for.
func TestSetsAreSortedOnce(t *testing.T) {
	root := load(t, tree(t, "-- main.tf --\nvariable \"v\" {}\nresource \"aws_eks_cluster\" \"c\" {\n  vpc_config {\n    public_access_cidrs = ["+
		manyItems(300, "\"10.0.%d.0/24\", # %d\n")+"]\n  }\n}\n"), ".", judged())
	r := root.Graph.Resources("aws_eks_cluster")[0]
	for i, cidr := range r.Block("vpc_config").Attr("public_access_cidrs").Elements() {
		if o := cidr.Origins(); !o.Followed() || len(o.Refs) > 0 {
			t.Fatalf("element %d is made of %+v", i, o)
		}
	}
	in := root.module.instance(root.module.resource(graph.Managed, "aws_eks_cluster", "c"), graph.Key{})
	if len(in.sets) != 1 {
		t.Errorf("%d sets are kept, want 1", len(in.sets))
	}
}
