package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree writes files below a new directory. A name that ends in "/" is a
// directory.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func opened(t *testing.T, root string) *Files {
	t.Helper()
	files, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

func TestOpen(t *testing.T) {
	dir := tree(t, map[string]string{"file": ""})
	for _, name := range []string{filepath.Join(dir, "file"), filepath.Join(dir, "none")} {
		if _, err := Open(name); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestDir(t *testing.T) {
	root := tree(t, map[string]string{"b.tf": "", "a/x": "", "c": ""})
	link(t, "..", filepath.Join(root, "up"))
	files := opened(t, root)
	var got []string
	for range 2 {
		entries, err := files.Dir(".")
		if err != nil {
			t.Fatal(err)
		}
		got = nil
		for _, entry := range entries {
			got = append(got, entry.Type().String()[:1]+" "+entry.Name())
		}
		// The second time it comes from the cache.
		if err := os.WriteFile(filepath.Join(root, "later"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"d a", "- b.tf", "- c", "L up"}, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	for _, name := range []string{"b.tf", "none", "..", "up", "/"} {
		if _, err := files.Dir(name); err == nil {
			t.Errorf("%s: listed", name)
		}
	}
}
