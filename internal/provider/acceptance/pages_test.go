package acceptance

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	cisbench "github.com/cisbench/terraform-provider-cisbench/internal/provider"
)

var update = flag.Bool("update", false, "rewrite docs")

// TestPages: docs is what tfplugindocs makes of the schema, the templates and the
// examples.
func TestPages(t *testing.T) {
	w := openFiles(t, map[string]string{"main.tf": sources})
	tool := docsTool(t)
	for _, name := range []string{"templates", "examples"} {
		if err := os.CopyFS(filepath.Join(w.dir, name), os.DirFS(filepath.Join(root, name))); err != nil {
			t.Fatal(err)
		}
	}
	w.write(t, "schema.json", providerSchema(t, w))

	cmd := exec.Command(tool, "generate", "--provider-dir", w.dir, "--provider-name", "cisbench", "--providers-schema", filepath.Join(w.dir, "schema.json"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("tfplugindocs: %v\n%s", err, out)
	}
	want := pages(t, filepath.Join(w.dir, "docs"))
	if *update {
		if err := os.RemoveAll(filepath.Join(root, "docs")); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(root, "docs"), os.DirFS(filepath.Join(w.dir, "docs"))); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, pages(t, filepath.Join(root, "docs"))); diff != "" {
		t.Errorf("docs is not what templates and examples make: run make generate (-want +got):\n%s", diff)
	}
}

// docsTool builds tfplugindocs, or skips the test where that cannot be had.
func docsTool(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "tfplugindocs")
	cmd := exec.Command("go", "build", "-o", tool, "github.com/hashicorp/terraform-plugin-docs/cmd/tfplugindocs")
	cmd.Dir = filepath.Join(root, "internal", "tools")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("tfplugindocs cannot be built, so docs is not compared: %v\n%s", err, out)
	}
	return tool
}

// providerSchema is the provider's schema under the name by which tfplugindocs
// looks for it in a file.
func providerSchema(t *testing.T, w *workspace) string {
	t.Helper()
	cmd := exec.Command(w.terraform, "providers", "schema", "-json")
	cmd.Dir, cmd.Env = w.dir, w.env
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("terraform providers schema: %v", err)
	}
	if !json.Valid(out) || !bytes.Contains(out, []byte(`"`+cisbench.Address+`"`)) {
		t.Fatalf("expected the schema of %s in JSON: %s", cisbench.Address, out)
	}
	return string(bytes.ReplaceAll(out, []byte(`"`+cisbench.Address+`"`), []byte(`"registry.terraform.io/hashicorp/cisbench"`)))
}

// pages are the files below a folder.
func pages(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(os.DirFS(folder), path)
		all[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
