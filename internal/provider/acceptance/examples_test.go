package acceptance

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const root = "../../.."

// exampleFolders are where examples of this provider are; each folder below
// that has a .tf file is one.
func exampleFolders(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, start := range []string{"data-sources", "functions", "guides", "modules"} {
		err := filepath.WalkDir(filepath.Join(root, "examples", start), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".tf" && !slices.Contains(folders, filepath.Dir(path)) {
				folders = append(folders, filepath.Dir(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return folders
}

// exampleFiles are an example's files, with the provider block that a page shows
// apart from it.
func exampleFiles(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	read := func(path, name string) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(content)
	}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			name, _ := filepath.Rel(folder, path)
			read(path, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files["main.tf"] == "" { // a module has its own
		read(filepath.Join(root, "examples", "provider", "provider.tf"), "provider.tf")
	}
	return files
}

// TestExamples: every example that the documents show is planned as it stands,
// or tested where it has tests. None warns, and none is deferred but the one
// that is to be.
func TestExamples(t *testing.T) {
	folders := exampleFolders(t)
	if len(folders) < 10 {
		t.Errorf("found %d examples: expected those of the data source, the functions, the guides and the modules", len(folders))
	}
	for _, folder := range folders {
		t.Run(filepath.ToSlash(folder), func(t *testing.T) {
			t.Parallel()
			files := exampleFiles(t, folder)
			w := openFiles(t, files)
			if files["main.tf"] != "" {
				out := w.must(t, "test", "-no-color")
				contains(t, out, "Success!")
				lacks(t, out, "Warning:", "0 passed")
				return
			}
			plan, out, err := w.plan(t)
			if err != nil {
				t.Fatal(out)
			}
			lacks(t, out, "Warning:")
			var want map[string]string
			if filepath.Base(folder) == "deferred" {
				want = map[string]string{"data.cisbench_eks.this": onDependency}
			}
			if err := reads(want)(plan); err != nil {
				t.Error(err)
			}
		})
	}
}
