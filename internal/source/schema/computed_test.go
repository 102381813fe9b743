package schema_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/source/schema"
)

// leftOut counts what plans say of blocks that the configuration leaves out.
type leftOut map[string]struct{ known, unknown int }

func (l leftOut) count(path string, b *schema.Block, written, unknown map[string]any, dynamic map[string]bool) {
	for name, n := range b.Blocks {
		at := path + "." + name
		blocks, ok := written[name]
		if !ok {
			if !dynamic[name] { // the configuration in a plan does not show them
				seen := l[at]
				if unknown[name] == true {
					seen.unknown++
				} else {
					seen.known++
				}
				l[at] = seen
			}
			continue
		}
		masks, _ := unknown[name].([]any)
		list, _ := blocks.([]any)
		for i, block := range list {
			object, _ := block.(map[string]any)
			var mask map[string]any
			if i < len(masks) {
				mask, _ = masks[i].(map[string]any)
			}
			l.count(at, n.Block, object, mask, dynamic)
		}
	}
}

// Schemas do not tell which blocks a provider fills by itself; plans do. A block
// that this test calls unknown belongs into computedBlocks of makeschema.
func TestComputedBlocksAreThosePlansLeaveUnknown(t *testing.T) {
	seen := leftOut{}
	creations(t, func(dir string, b *schema.Block, c change, expressions map[string]any) {
		dynamic, err := dynamicBlocks(dir)
		if err != nil {
			t.Fatal(err)
		}
		seen.count("resource "+c.Type, b, expressions, c.Change.AfterUnknown, dynamic)
	})
	computed := map[string]bool{}
	for _, key := range keys(t) {
		if typ, ok := strings.CutPrefix(key, "resource "); ok {
			b, _ := schema.Find(graph.Managed, typ)
			addComputed(computed, key, b)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(seen)) {
		switch n := seen[path]; {
		case computed[path] && n.known > 0:
			t.Errorf("%s is computed in the table, but known in %d of %d plans that leave it out", path, n.known, n.known+n.unknown)
		case !computed[path] && n.unknown > 0:
			t.Errorf("%s is not computed in the table, but unknown in %d of %d plans that leave it out", path, n.unknown, n.known+n.unknown)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(computed)) {
		if seen[path].unknown == 0 {
			t.Errorf("%s is computed in the table, and no plan leaves it out", path)
		}
	}
}

func addComputed(computed map[string]bool, path string, b *schema.Block) {
	for name, n := range b.Blocks {
		at := path + "." + name
		if n.Computed {
			computed[at] = true
		}
		addComputed(computed, at, n.Block)
	}
}

var instanceKey = regexp.MustCompile(`\[(\d+|"(\\.|[^"\\])*")\]`)

var dynamicBlock = regexp.MustCompile(`dynamic "?(\w+)"?`)

func dynamicBlocks(dir string) (map[string]bool, error) {
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".tf" {
			return err
		}
		content, err := os.ReadFile(path)
		for _, match := range dynamicBlock.FindAllSubmatch(content, -1) {
			found[string(match[1])] = true
		}
		return err
	})
	return found, err
}
