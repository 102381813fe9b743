package schema_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/controls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// A control that reads another type of these providers needs `make schema`.
func TestTableCoversControls(t *testing.T) {
	// Neither in the table's version of the provider nor in any that is still
	// supported: what is read of it is old state.
	gone := map[string]bool{"aws_subnet_ids": true}
	types := map[string]bool{}
	for _, evaluator := range controls.Table() {
		for _, typ := range evaluator.Subjects {
			types[typ] = true
		}
		for _, read := range evaluator.Reads {
			for _, typ := range read.Types {
				types[typ] = true
			}
		}
	}
	seen := 0
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		local, provider := strings.CutPrefix(typ, "provider.")
		if !strings.HasPrefix(local, "aws") && !strings.HasPrefix(local, "kubectl") {
			continue
		}
		seen++
		_, managed := schema.Find(graph.Managed, typ)
		_, data := schema.Find(graph.Data, typ)
		if provider {
			_, managed = schema.Find(graph.Provider, local)
		}
		if found := managed || data; found == gone[typ] {
			t.Errorf("%s: in schema.json: %t, expected %t: run make schema", typ, found, !gone[typ])
		}
	}
	if seen < 50 {
		t.Errorf("controls read %d types of these providers: expected 50 at least", seen)
	}
}

// keys lists the table, such as "resource aws_eks_cluster".
func keys(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Types map[string]json.RawMessage
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(file.Types))
}

// Each line of the file is decoded, and is something that the code can use.
func TestTableIsSound(t *testing.T) {
	modes := map[string]graph.Mode{"resource": graph.Managed, "data": graph.Data, "provider": graph.Provider}
	for _, key := range keys(t) {
		mode, typ, _ := strings.Cut(key, " ")
		block, ok := schema.Find(modes[mode], typ)
		if !ok || len(block.Attributes) == 0 {
			t.Errorf("%s: found: %t, with %d attributes", key, ok, len(block.Attributes))
			continue
		}
		sound(t, key, block)
	}
}

func sound(t *testing.T, path string, b *schema.Block) {
	for name, a := range b.Attributes {
		if a.Type == cty.NilType {
			t.Errorf("%s.%s has no type", path, name)
		}
		if !a.Required && !a.Optional && !a.Computed {
			t.Errorf("%s.%s is neither required nor optional nor computed", path, name)
		}
	}
	for name, n := range b.Blocks {
		switch n.Nesting {
		case schema.List, schema.Set, schema.Single, schema.Map:
		default:
			t.Errorf("%s.%s: nesting %q", path, name, n.Nesting)
		}
		if n.Block == nil {
			t.Errorf("%s.%s has no schema", path, name)
			continue
		}
		sound(t, path+"."+name, n.Block)
	}
}

func TestFind(t *testing.T) {
	cluster, ok := schema.Find(graph.Managed, "aws_eks_cluster")
	if !ok {
		t.Fatal("aws_eks_cluster is not in the table")
	}
	again, _ := schema.Find(graph.Managed, "aws_eks_cluster")
	if cluster != again {
		t.Error("aws_eks_cluster is decoded twice")
	}
	want := schema.Attribute{Type: cty.Set(cty.String), Optional: true, Computed: true}
	got := cluster.Blocks["vpc_config"].Attributes["public_access_cidrs"]
	if diff := cmp.Diff(want, got, cmp.Comparer(cty.Type.Equals)); diff != "" {
		t.Errorf("public_access_cidrs (-want +got):\n%s", diff)
	}
	// One name, two schemas.
	data, _ := schema.Find(graph.Data, "aws_eks_cluster")
	if !data.Attributes["vpc_config"].Computed || len(data.Blocks) > 0 {
		t.Errorf("data.aws_eks_cluster: vpc_config %+v, blocks %v", data.Attributes["vpc_config"], slices.Sorted(maps.Keys(data.Blocks)))
	}
	if provider, ok := schema.Find(graph.Provider, "aws"); !ok || !provider.Attributes["secret_key"].Optional {
		t.Errorf("provider aws: found: %t, %+v", ok, provider.Attributes["secret_key"])
	}
	if block, ok := schema.Find(graph.Managed, "aws_instance"); ok || block != nil {
		t.Errorf("aws_instance is found: %t, %v", ok, block)
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		schema.Find(graph.Managed, "aws_eks_cluster")
	}
}
